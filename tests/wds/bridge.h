// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/jsoncodec.h"
#include "wds/scenario.h"

#include <QJsonObject>
#include <QProcess>

namespace castdeck::test
{

/// castdeck-wds.exe with the fake WDS server of a scenario in it. What it says is read twice: as JSON for the
/// test, and as the asking end of this product does; what that end could not read, or a revision out of
/// order, is a complaint.
class Bridge
{
public:
    explicit Bridge(const Scenario &scenario, const QStringList &arguments = {});
    ~Bridge();
    /// Whether there is one to start; else why not.
    static QString obstacle();

    /// Greets; the server's row of the greeting.
    QJsonObject greet();
    /// Greets and subscribes; the inventory, empty if it was refused.
    QJsonObject subscribe(bool measures = false);

    quint64 send(const QString &method, const QJsonObject &params = {});
    void sendLine(const QByteArray &line);
    /// The whole reply to that; empty if none comes in time.
    QJsonObject reply(quint64 id, int milliseconds = Patience);
    QJsonObject ask(const QString &method, const QJsonObject &params = {})
    {
        return reply(send(method, params));
    }
    /// The error's code, or 0 if it was done.
    quint32 codeOf(const QString &method, const QJsonObject &params = {});

    /// The next event with that member, and what it holds; those before it are passed over.
    QJsonValue event(const QString &member, int milliseconds = Patience);
    /// Events that are here and were not looked at.
    QList<QJsonObject> takeEvents();
    /// The reason of its goodbye; empty if none comes.
    QJsonObject goodbye();
    bool waitForEnd(int milliseconds = Patience);

    QProcess process;
    QStringList complaints;
    quint64 revision = 0;
    int partsSeen = 0;
    qsizetype longestLine = 0;

private:
    /// Reads on until @p isThere, but not longer.
    template <class Condition>
    bool wait(int milliseconds, Condition isThere);
    void take(const QByteArray &line);
    void joinParts(const QJsonObject &params);

    JsonCodec m_codec{JsonCodec::Takes::Answers};
    quint64 m_id = 0;
    QByteArray m_text;
    QMap<quint64, QJsonObject> m_replies;
    QMap<quint64, QJsonObject> m_parts; ///< rows so far, by list
    QList<QJsonObject> m_events;
    QJsonObject m_goodbye;
};

/// {"id": id, "order": {"type": type, "reason": …}}
QJsonObject orderFor(int id, const char *type = "abort");

/// The row of that id in a list of an inventory.
QJsonObject rowIn(const QJsonObject &inventory, const char *list, int id);

} // namespace castdeck::test

/// At the beginning of a test function: skips it where there is no bridge.
#define CASTDECK_NEED_BRIDGE()                                                                               \
    if (const QString why = castdeck::test::Bridge::obstacle(); !why.isEmpty())                              \
        QSKIP(qPrintable(why));
