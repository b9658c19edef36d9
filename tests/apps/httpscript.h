// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/servercertificate.h"

#include <QSslConfiguration>
#include <QSslServer>
#include <QSslSocket>
#include <QUrl>
#include <functional>
#include <optional>

namespace castdeck
{

/// What a client asked for.
struct HttpAsk {
    QByteArray head;
    qint64 first = -1; ///< of the Range header; −1 without one
    qint64 last = -1;
};

/// What it gets, word for word.
struct HttpAnswer {
    QByteArray bytes;
    bool close = false; ///< the connection, behind them
};

inline QByteArray httpHead(const char *status, const QList<QByteArray> &fields)
{
    return QByteArray("HTTP/1.1 ") + status + "\r\n" + fields.join("\r\n") + "\r\n\r\n";
}

/// The right answer to @p ask.
inline HttpAnswer rightAnswer(const HttpAsk &ask, const QByteArray &content)
{
    const QByteArray part = content.mid(ask.first, ask.last - ask.first + 1);
    return {httpHead("206 Partial Content",
                     {"ETag: \"one\"", "Content-Length: " + QByteArray::number(part.size()),
                      "Content-Range: bytes " + QByteArray::number(ask.first) + "-" +
                          QByteArray::number(ask.last) + "/" + QByteArray::number(content.size())}) +
                part,
            false};
}

/// An HTTP server on loopback that says what it is told to. Lives in the thread of the test.
class HttpScript : public QSslServer
{
public:
    /// @p answer gets the number of the request, from 0.
    using Answer = std::function<HttpAnswer(int number, const HttpAsk &ask)>;

    explicit HttpScript(Answer answer, const std::optional<ServerCertificate> &certificate = std::nullopt)
        : m_answer(std::move(answer)), m_tls(certificate.has_value())
    {
        if (certificate) {
            QSslConfiguration how = QSslConfiguration::defaultConfiguration();
            how.setLocalCertificateChain(certificate->chain);
            how.setPrivateKey(certificate->key);
            setSslConfiguration(how);
        }
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::pendingConnectionAvailable, this, [this] { serve(); });
    }

    QUrl url() const
    {
        return QUrl(QStringLiteral("%1://127.0.0.1:%2/content/x")
                        .arg(QLatin1String(m_tls ? "https" : "http"))
                        .arg(serverPort()));
    }

    QList<HttpAsk> asks;

protected:
    void incomingConnection(qintptr handle) override
    {
        if (m_tls) {
            QSslServer::incomingConnection(handle);
            return;
        }
        auto *const socket = new QSslSocket(this);
        socket->setSocketDescriptor(handle);
        addPendingConnection(socket);
    }

private:
    void serve()
    {
        while (QTcpSocket *const socket = nextPendingConnection())
            connect(socket, &QIODevice::readyRead, this, [this, socket] { read(socket); });
    }
    void read(QTcpSocket *socket)
    {
        QByteArray &pending = m_pending[socket];
        pending += socket->readAll();
        for (qsizetype end = pending.indexOf("\r\n\r\n"); end >= 0; end = pending.indexOf("\r\n\r\n")) {
            HttpAsk ask{pending.left(end), -1, -1};
            pending.remove(0, end + 4);
            const QByteArray key = "\r\nrange: bytes="; // as later Qt writes it
            if (const qsizetype at = ask.head.toLower().indexOf(key); at >= 0) {
                const QByteArray text = ask.head.mid(at + key.size());
                const QList<QByteArray> ends = text.left(text.indexOf("\r\n")).split('-');
                ask.first = ends.value(0).toLongLong();
                ask.last = ends.value(1).toLongLong();
            }
            asks.append(ask);
            const HttpAnswer answer = m_answer(int(asks.size()) - 1, ask);
            socket->write(answer.bytes);
            if (answer.close) {
                // Who asks on before hearing of the end has not asked.
                socket->disconnect(this);
                socket->disconnectFromHost();
                return;
            }
        }
    }

    Answer m_answer;
    bool m_tls;
    QHash<QTcpSocket *, QByteArray> m_pending;
};

} // namespace castdeck
