// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/treefetch.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QTimer>
#include <algorithm>
#include <utility>

namespace castdeck
{

namespace
{

/// What the thread does; lives in it.
class Asker : public QObject
{
public:
    Asker(const UnicastPlace &place, uint64_t contentSize, PieceVerifier &verifier,
          const TreeFetch::Patience &patience)
        : m_place(place)
        , m_contentSize(contentSize)
        , m_size(qint64((1 + HashTree::pieceCount(contentSize)) * sizeof(HashTree::Hash)))
        , m_verifier(verifier)
        , m_patience(patience)
        , m_pause(patience.first)
    {
        m_network.setProxy(QNetworkProxy::NoProxy);
        m_silence.setSingleShot(true);
        m_again.setSingleShot(true);
        connect(&m_again, &QTimer::timeout, this, &Asker::ask);
        connect(&m_silence, &QTimer::timeout, this, [this] {
            if (m_reply)
                m_reply->abort();
        });
    }

    void run()
    {
        m_verifier.whenTreeLacks(
            [this] { QMetaObject::invokeMethod(this, &Asker::hurry, Qt::QueuedConnection); });
        m_failing.start();
        ask();
        m_loop.exec();
        m_verifier.whenTreeLacks({});
    }

private:
    void ask()
    {
        m_refusal.reset();
        m_isTooLong = false;
        m_reply.reset(m_network.get(m_place.request()));
        QNetworkReply *const reply = m_reply.get();
        // No more of what is not the tree than shows that.
        reply->setReadBufferSize(m_size + 1);
        m_place.recognise(*reply, [this, reply](const Error &error) {
            m_refusal = error;
            reply->abort();
        });
        connect(reply, &QNetworkReply::readyRead, this, [this, reply] {
            m_silence.start(m_patience.silence);
            m_isTooLong = reply->bytesAvailable() > m_size;
            if (m_isTooLong)
                reply->abort();
        });
        // Queued: the reply must not be replaced in its own signal.
        connect(reply, &QNetworkReply::finished, this, &Asker::take, Qt::QueuedConnection);
        m_silence.start(m_patience.silence);
    }

    void take()
    {
        m_silence.stop();
        QNetworkReply &reply = *m_reply;
        const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        m_isAnswered = m_isAnswered || status != 0;
        if (m_refusal) {
            fail(*m_refusal);
        } else if (status == 200 && (m_isTooLong || reply.error() == QNetworkReply::NoError)) {
            takeTree(m_isTooLong ? QByteArray() : reply.readAll());
        } else {
            if (status == 503) // the server is there, and makes it
                m_failing.restart();
            tryAgain({ErrorCode::NetworkFailure,
                      status >= 300 ? QStringLiteral("hash tree: %1").arg(status)
                                    : QStringLiteral("hash tree: %1").arg(reply.errorString())});
        }
    }

    void takeTree(const QByteArray &bytes)
    {
        auto hashes = PieceHashes::fromBytes(bytes, m_contentSize);
        if (hashes) {
            m_verifier.expect(std::move(*hashes));
            m_loop.quit();
        } else if (++m_wrong < m_patience.wrong) {
            tryAgain(hashes.error());
        } else {
            fail({ErrorCode::VerificationFailed, hashes.error().detail});
        }
    }

    void tryAgain(const Error &error)
    {
        if (m_failing.hasExpired((m_isAnswered ? m_patience.failing : m_patience.unreachable).count()))
            return fail(error);
        m_again.start(pause());
    }

    std::chrono::milliseconds pause()
    {
        if (!m_lacking.isValid())
            return std::exchange(m_pause, std::min(m_pause * 2, m_patience.most));
        // Nobody waits much longer than he has to.
        return std::clamp(std::chrono::milliseconds(m_lacking.elapsed() / 4), m_patience.least,
                          m_patience.most);
    }

    /// All else is done: whoever waits between two questions does not any longer.
    void hurry()
    {
        m_lacking.start();
        if (m_again.isActive())
            m_again.start(0);
    }

    void fail(const Error &error)
    {
        m_verifier.giveUp(error);
        m_loop.quit();
    }

    struct Later {
        void operator()(QNetworkReply *reply) const
        {
            reply->disconnect();
            reply->deleteLater();
        }
    };

    const UnicastPlace m_place;
    const uint64_t m_contentSize;
    const qint64 m_size; ///< of the answer
    PieceVerifier &m_verifier;
    const TreeFetch::Patience m_patience;
    QNetworkAccessManager m_network;
    QEventLoop m_loop;
    std::unique_ptr<QNetworkReply, Later> m_reply;
    std::optional<Error> m_refusal;
    bool m_isTooLong = false;
    bool m_isAnswered = false; ///< in whatever way
    QTimer m_again;
    QTimer m_silence;
    QElapsedTimer m_failing;
    QElapsedTimer m_lacking; ///< valid once nothing else is left to wait for
    std::chrono::milliseconds m_pause;
    int m_wrong = 0;
};

} // namespace

TreeFetch::TreeFetch(const UnicastPlace &place, uint64_t contentSize, PieceVerifier &verifier,
                     const Patience &patience)
    : m_thread(QThread::create(
          [place, contentSize, &verifier, patience] { Asker(place, contentSize, verifier, patience).run(); }))
{
    m_thread->start();
    if (!m_thread->isRunning() && !m_thread->isFinished())
        verifier.giveUp({ErrorCode::NoSystemResources, QStringLiteral("thread")});
}

TreeFetch::~TreeFetch()
{
    m_thread->quit();
    m_thread->wait();
}

} // namespace castdeck
