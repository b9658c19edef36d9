// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctlwalk.h"
#include "management/jsoncodec.h"
#include "support/agedfile.h"
#include "support/outcome.h"
#include "support/patience.h"

#include <QFile>
#include <QJsonDocument>

namespace castdeck
{

namespace
{

QStringList words(const QString &line)
{
    return QProcess::splitCommand(line);
}

QProcessEnvironment environmentWith(const QString &configuration)
{
    QProcessEnvironment environment = CastdeckdProcess::cleanEnvironment();
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), configuration);
    return environment;
}

} // namespace

QJsonArray CtlWalk::Run::rows() const
{
    return QJsonDocument::fromJson(out).array();
}

QJsonObject CtlWalk::Run::object() const
{
    return QJsonDocument::fromJson(out).object();
}

QString CtlWalk::write(const QString &name, const QByteArray &content) const
{
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size() || !makeOld(file))
        qFatal("cannot write");
    return file.fileName();
}

QString CtlWalk::start(const QStringList &more)
{
    m_more = more;
    m_server = std::make_unique<CastdeckdProcess>(m_folder.path());
    m_server->process().setStandardErrorFile(path(QStringLiteral("log")), QIODevice::Append);
    const QStringList listen{QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0")};
    return m_server->start(listen + more) ? QString()
                                          : QStringLiteral("castdeckd is not ready: ") + m_server->ready();
}

int CtlWalk::stop()
{
    return m_server ? m_server->stop() : 0;
}

QMap<QString, QByteArray> CtlWalk::snapshot() const
{
    QMap<QString, QByteArray> shown;
    const auto connection = m_server->connect();
    const auto show = [&](const auto &verb) {
        auto reply = outcome(connection->ask(verb));
        if (!reply)
            qFatal("%s: %s", verb.info.name, qPrintable(reply.error().detail));
        shown.insert(QLatin1String(verb.info.name), *JsonCodec::encode(Reply{0, *std::move(reply)}));
    };
    show(RetrieveNamespaces{});
    show(RetrievePolicies{});
    show(RetrieveSetup{});
    show(ListTokens{});
    show(RetrieveSessionHistory{});
    show(RetrieveAudit{});
    const auto inventory = outcome(connection->ask(RetrieveInventory{}));
    if (!inventory)
        qFatal("no inventory: %s", qPrintable(inventory.error().detail));
    const ServerInfo &server = inventory->server;
    shown.insert(QStringLiteral("service"), QStringLiteral("%1 %2 %3, %4 sessions, %5 clients")
                                                .arg(server.serviceRunning)
                                                .arg(server.serviceEnabled)
                                                .arg(server.serviceDraining)
                                                .arg(inventory->sessions.size())
                                                .arg(inventory->clients.size())
                                                .toUtf8());
    return shown;
}

QString CtlWalk::restart()
{
    const auto before = snapshot();
    if (const int code = stop(); code != 0)
        return QStringLiteral("castdeckd ended with %1").arg(code);
    if (const QString wrong = start(m_more); !wrong.isEmpty())
        return wrong;
    const auto after = snapshot();
    for (auto it = before.begin(); it != before.end(); ++it) {
        const QByteArray now = after.value(it.key());
        if (now != it.value())
            return QStringLiteral("%1 is not as before:\n%2\n%3")
                .arg(it.key(), QString::fromUtf8(it.value()), QString::fromUtf8(now));
    }
    return {};
}

QString CtlWalk::tokenFile(const QByteArray &who)
{
    if (who == "admin")
        return path(QStringLiteral("state/admin.token"));
    const QString name = QString::fromLatin1(who) + QStringLiteral(".token");
    if (QFile::exists(path(name)))
        return path(name);
    if (who == "wrong")
        return write(name, "nonsense\n");
    const Run made = json(QStringLiteral("token create %1 --role %1").arg(QString::fromLatin1(who)));
    return write(name, made.object().value(QStringLiteral("secret")).toString().toLatin1());
}

CtlWalk::Run CtlWalk::run(const QStringList &arguments, const QByteArray &input) const
{
    QProcess process;
    process.setProcessEnvironment(environmentWith(m_folder.path()));
    process.setWorkingDirectory(m_folder.path());
    process.start(QStringLiteral(CASTDECK_BIN_DIR "/castctl"), arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(Patience))
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

CtlWalk::Run CtlWalk::as(const char *who, const QString &line, const QByteArray &input)
{
    return run(QStringList{QStringLiteral("--server"), address(), QStringLiteral("--fingerprint"),
                           fingerprint(), QStringLiteral("--token-file"), tokenFile(who)} +
                   words(line),
               input);
}

QString CtlWalk::withIds(QString line)
{
    for (const char *const kind : {"session", "client", "content"}) {
        const QString mark = QStringLiteral("{%1}").arg(QLatin1String(kind));
        if (!line.contains(mark))
            continue;
        const QJsonObject first =
            json(QLatin1String(kind) + QStringLiteral(" list")).rows().first().toObject();
        line.replace(mark, QString::number(first.value(QStringLiteral("id")).toInteger()));
    }
    return line;
}

QString CtlWalk::take(const QList<Step> &steps)
{
    for (const Step &step : steps) {
        const QString line = withIds(QString::fromUtf8(step.line));
        const Run done = as(step.as, line);
        const QByteArray printed = done.out + done.err;
        if (done.code != step.code || !printed.contains(step.says))
            return QStringLiteral("%1: %2: code %3, not %4, or without \"%5\": %6%7")
                .arg(QLatin1String(step.as), line)
                .arg(done.code)
                .arg(step.code)
                .arg(QLatin1String(step.says), QString::fromUtf8(done.out), QString::fromUtf8(done.err));
        if (!step.changes)
            continue;
        if (const QString wrong = restart(); !wrong.isEmpty())
            return QStringLiteral("restart after %1: %2").arg(line, wrong);
    }
    return {};
}

std::unique_ptr<QProcess> CtlWalk::receiver(const QString &space, const QString &content)
{
    auto process = std::make_unique<QProcess>();
    process->setProcessEnvironment(environmentWith(m_folder.path()));
    process->start(QStringLiteral(CASTDECK_BIN_DIR "/castjoin"),
                   {QStringLiteral("--initiation"), QStringLiteral("udp"),
                    QStringLiteral("--initiation-port"), initiationPort(), QStringLiteral("--interface"),
                    QStringLiteral("lo"), QStringLiteral("--limit"), QStringLiteral("50000"),
                    QStringLiteral("-o"), path(QStringLiteral("copy-of-") + content),
                    QStringLiteral("127.0.0.1"), space, content});
    return process;
}

bool CtlWalk::clientsReceive(int count)
{
    return QTest::qWaitFor(
        [&] {
            const QJsonArray rows = json(QStringLiteral("client list")).rows();
            return rows.size() == count && std::all_of(rows.begin(), rows.end(), [](const QJsonValue &row) {
                       return row.toObject().value(QStringLiteral("state")).toString() ==
                              QLatin1String("receiving");
                   });
        },
        Patience);
}

} // namespace castdeck
