// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/castdeckdprocess.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QMap>
#include <QTemporaryDir>
#include <memory>

namespace castdeck
{

/// A fresh castdeckd on the loopback, and castctl to walk through its verbs.
class CtlWalk
{
public:
    struct Run {
        int code = -1;
        QByteArray out;
        QByteArray err;

        QJsonArray rows() const;
        QJsonObject object() const;
    };
    /// One thing that is asked, and what must come of it.
    struct Step {
        const char *as;   ///< a role, or "wrong" for a token that is none
        const char *line; ///< {session}, {client}, {content} stand for the first id of that kind
        int code;
        const char *says = ""; ///< must be somewhere in what is printed
        bool changes = false;  ///< the server is restarted afterwards, which must change nothing
    };

    /// Empty, or what went wrong.
    QString start(const QStringList &more = {});
    /// SIGTERM; the exit code.
    int stop();
    /// Stops and starts it: empty, or what is not as it was.
    QString restart();

    /// Empty, or which step went otherwise.
    QString take(const QList<Step> &steps);
    Run run(const QStringList &arguments, const QByteArray &input = {}) const;
    Run as(const char *who, const QString &line, const QByteArray &input = {});
    Run json(const QString &line) { return as("admin", QStringLiteral("--format json ") + line); }

    /// A receiver of a content, so slow that it is there until it is ended; the end is the process's.
    std::unique_ptr<QProcess> receiver(const QString &space, const QString &content);
    /// Waits until so many clients receive.
    bool clientsReceive(int count);

    QString path(const QString &name) const { return m_folder.filePath(name); }
    QString write(const QString &name, const QByteArray &content) const;
    QString address() const { return QStringLiteral("127.0.0.1:%1").arg(m_server->port()); }
    QString initiationPort() const { return m_server->initiationPort(); }
    QString fingerprint() const { return m_server->fingerprint(); }

private:
    QString tokenFile(const QByteArray &who);
    QString withIds(QString line);
    /// What must outlive the process, by what asks for it.
    QMap<QString, QByteArray> snapshot() const;

    QTemporaryDir m_folder;
    QStringList m_more;
    std::unique_ptr<CastdeckdProcess> m_server;
};

} // namespace castdeck
