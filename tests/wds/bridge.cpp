// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "wds/bridge.h"
#include "support/patience.h"

#include <QDeadlineTimer>
#include <QJsonArray>
#include <QJsonDocument>

namespace castdeck::test
{

Bridge::Bridge(const Scenario &scenario, const QStringList &arguments)
{
    scenario.write();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    scenario.addTo(environment);
    process.setProcessEnvironment(environment);
    process.start(qEnvironmentVariable("CASTDECK_WDS_BRIDGE"), arguments);
    process.waitForStarted();
}

Bridge::~Bridge()
{
    process.closeWriteChannel();
    if (!process.waitForFinished(Patience))
        process.kill();
    process.waitForFinished();
}

QString Bridge::obstacle()
{
    return qEnvironmentVariableIsEmpty("CASTDECK_WDS_BRIDGE")
               ? QStringLiteral("needs castdeck-wds.exe and Wine: ./dev test-wds")
               : QString();
}

QJsonObject Bridge::greet()
{
    return ask(QStringLiteral("hello"), object("protocol", 1))[u"result"][u"welcome"][u"server"].toObject();
}

QJsonObject Bridge::subscribe(bool measures)
{
    greet();
    const QJsonObject answer = ask(QStringLiteral("subscribe"), object("measures", measures));
    return answer[u"result"][u"inventory"].toObject();
}

quint64 Bridge::send(const QString &method, const QJsonObject &params)
{
    const QJsonObject request{{QStringLiteral("jsonrpc"), QStringLiteral("2.0")},
                              {QStringLiteral("id"), qint64(++m_id)},
                              {QStringLiteral("method"), method},
                              {QStringLiteral("params"), params}};
    sendLine(QJsonDocument(request).toJson(QJsonDocument::Compact));
    return m_id;
}

void Bridge::sendLine(const QByteArray &line)
{
    process.write(line + '\n');
    while (process.bytesToWrite() > 0 && process.waitForBytesWritten(Patience)) {
    }
}

template <class Condition>
bool Bridge::wait(int milliseconds, Condition isThere)
{
    const QDeadlineTimer deadline(milliseconds);
    while (!isThere()) {
        if (!process.bytesAvailable() &&
            !process.waitForReadyRead(int(std::min<qint64>(deadline.remainingTime(), 500))) &&
            (deadline.hasExpired() || process.state() == QProcess::NotRunning) && !process.bytesAvailable())
            return isThere();
        m_text += process.readAllStandardOutput();
        qsizetype begin = 0;
        for (qsizetype end = m_text.indexOf('\n'); end >= 0; end = m_text.indexOf('\n', begin)) {
            take(m_text.mid(begin, end - begin));
            begin = end + 1;
        }
        m_text.remove(0, begin);
    }
    return true;
}

void Bridge::take(const QByteArray &line)
{
    if (std::any_of(line.begin(), line.end(), [](char c) { return c < 0; }))
        complaints << QStringLiteral("a line that is not ASCII");
    longestLine = std::max(longestLine, line.size() + 1);
    const auto message = m_codec.decode(line);
    if (!message)
        complaints << message.error().detail + QStringLiteral(": ") + QString::fromUtf8(line.left(400));
    const QJsonObject json = QJsonDocument::fromJson(line).object();
    const QString method = json[u"method"].toString();
    const QJsonObject params = json[u"params"].toObject();
    if (method == QLatin1String("event")) {
        const auto number = quint64(params[u"revision"].toInteger());
        if (number != revision + 1)
            complaints << QStringLiteral("revision %1 after %2").arg(number).arg(revision);
        revision = number;
        m_events.append(params);
    } else if (method == QLatin1String("goodbye")) {
        m_goodbye = params[u"reason"].toObject();
    } else if (method.endsWith(QLatin1String(".part"))) {
        ++partsSeen;
        joinParts(params);
    } else {
        const auto id = quint64(json[u"id"].toInteger());
        const QJsonObject inventory = json[u"result"][u"inventory"].toObject();
        if (!inventory.isEmpty())
            revision = quint64(inventory[u"revision"].toInteger());
        if (message && *message) {
            const auto *read = std::get_if<Reply>(&**message);
            if (read && !read->body && json.contains(u"result"))
                complaints << read->body.error().detail + QString::fromUtf8(line.left(400));
        }
        m_replies.insert(id, json);
    }
}

void Bridge::joinParts(const QJsonObject &params)
{
    QJsonObject &all = m_parts[quint64(params[u"id"].toInteger())];
    const QJsonObject part =
        params.contains(u"inventory") ? params[u"inventory"].toObject() : params[u"result"].toObject();
    for (auto it = part.begin(); it != part.end(); ++it) {
        if (!it->isArray())
            continue;
        QJsonArray rows = all[it.key()].toArray();
        for (const QJsonValue row : it->toArray())
            rows.append(row);
        all[it.key()] = rows;
    }
}

QJsonObject Bridge::reply(quint64 id, int milliseconds)
{
    wait(milliseconds, [&] { return m_replies.contains(id); });
    QJsonObject answer = m_replies.take(id);
    const QJsonObject parts = m_parts.take(id);
    if (parts.isEmpty())
        return answer;
    QJsonObject result = answer[u"result"].toObject();
    const bool isInventory = result.contains(u"inventory");
    QJsonObject lists = isInventory ? result[u"inventory"].toObject() : result;
    for (auto it = parts.begin(); it != parts.end(); ++it) {
        QJsonArray rows = it->toArray();
        for (const QJsonValue row : lists[it.key()].toArray())
            rows.append(row);
        lists[it.key()] = rows;
    }
    answer[QStringLiteral("result")] = isInventory ? object("inventory", lists) : lists;
    return answer;
}

quint32 Bridge::codeOf(const QString &method, const QJsonObject &params)
{
    const QJsonObject answer = ask(method, params);
    if (answer.isEmpty())
        return 0xFFFFFFFF;
    return quint32(answer[u"error"][u"code"].toInteger());
}

QJsonValue Bridge::event(const QString &member, int milliseconds)
{
    const auto isIt = [&member](const QJsonObject &event) { return event.contains(member); };
    wait(milliseconds, [&] { return std::any_of(m_events.begin(), m_events.end(), isIt); });
    while (!m_events.isEmpty()) {
        const QJsonObject event = m_events.takeFirst();
        if (isIt(event))
            return event[member];
    }
    return QJsonValue(QJsonValue::Undefined);
}

QList<QJsonObject> Bridge::takeEvents()
{
    return std::exchange(m_events, {});
}

QJsonObject Bridge::goodbye()
{
    wait(40'000, [this] { return !m_goodbye.isEmpty(); });
    return m_goodbye;
}

bool Bridge::waitForEnd(int milliseconds)
{
    return process.state() == QProcess::NotRunning || process.waitForFinished(milliseconds);
}

QJsonObject orderFor(int id, const char *type)
{
    return {
        {QStringLiteral("id"), id},
        {QStringLiteral("order"), QJsonObject{{QStringLiteral("type"), QString::fromLatin1(type)},
                                              {QStringLiteral("reason"), QStringLiteral("maintenance")}}}};
}

QJsonObject rowIn(const QJsonObject &inventory, const char *list, int id)
{
    for (const QJsonValue row : inventory[QString::fromLatin1(list)].toArray()) {
        if (row[u"id"].toInt() == id)
            return row.toObject();
    }
    return {};
}

} // namespace castdeck::test
