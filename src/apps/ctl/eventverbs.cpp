// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/difference.h"
#include "apps/ctl/shell.h"
#include "apps/ctl/syntax.h"
#include "apps/ctl/verbs.h"
#include "management/jsoncodec.h"

#include <QJsonDocument>

namespace castdeck
{

namespace
{

/// {"revision": N, "session": {…}}, {"revision": N, "sessionRemoved": 7} … as it is told on the wire.
QJsonObject eventObject(const InventoryEvent &event)
{
    const auto line = JsonCodec::encode(Event(event));
    return line ? QJsonDocument::fromJson(*line).object().value(QStringLiteral("params")).toObject()
                : QJsonObject();
}

/// One event as a row of a table: what it is about, and what it says in short.
QJsonObject flat(const QJsonObject &event)
{
    QJsonObject row;
    for (auto it = event.begin(); it != event.end(); ++it) {
        if (it.key() == QLatin1String("revision")) {
            row.insert(it.key(), *it);
            continue;
        }
        row.insert(QStringLiteral("event"), it.key());
        if (!it->isObject()) {
            row.insert(QStringLiteral("id"), *it);
            continue;
        }
        const QJsonObject value = it->toObject();
        for (const char *key : {"id", "name", "state", "percentCompletion"})
            row.insert(QLatin1String(key), value.value(QLatin1String(key)));
        if (it.key() == QLatin1String("notice")) {
            row.insert(QStringLiteral("name"), value.value(QStringLiteral("subject")));
            row.insert(QStringLiteral("state"), value.value(QStringLiteral("kind")));
            row.insert(QStringLiteral("reason"), value.value(QStringLiteral("reason")));
        }
    }
    return row;
}

const QList<Column> &columns()
{
    static const QList<Column> all{{"revision", "REVISION", Column::Kind::Number},
                                   {"event", "EVENT"},
                                   {"id", "ID"},
                                   {"name", "NAME"},
                                   {"state", "STATE"},
                                   {"percentCompletion", "DONE", Column::Kind::Percent},
                                   {"reason", "REASON"}};
    return all;
}

class Events : public Verb
{
    Summary summary() const override
    {
        return {"", "events", "The state of the server as events, and with --follow every change after it"};
    }
    void declare(Syntax &syntax) override
    {
        syntax.flag("--follow", "Go on until the connection ends", m_follow);
    }
    void run(Shell &shell) override
    {
        shell.watch([this, &shell](ServerConnection &server) { follow(shell, server); });
    }
    void follow(Shell &shell, ServerConnection &server)
    {
        QObject::connect(&server, &ServerConnection::inventoryReset, &shell,
                         [this, &shell](const Inventory &inventory) {
                             show(shell, difference(m_known, inventory));
                             m_known = inventory;
                             if (!m_follow)
                                 shell.finish(ExitCode::Done);
                         });
        QObject::connect(&server, &ServerConnection::eventRaised, &shell,
                         [this, &shell](const InventoryEvent &event) {
                             m_known.apply(event);
                             show(shell, {event});
                         });
    }
    void show(Shell &shell, const QList<InventoryEvent> &events)
    {
        Listing listing{columns(), {}};
        for (const InventoryEvent &event : events) {
            const QJsonObject object = eventObject(event);
            if (shell.options().format == Format::Json)
                Printer::write(Printer::line(object));
            else
                listing.rows.append(flat(object));
        }
        if (shell.options().format == Format::Json)
            return;
        // The header stands once, over the state that comes first.
        const QString text = Printer(shell.options().format).list(listing);
        Printer::write(m_headed ? text.section(QLatin1Char('\n'), 1) : text);
        m_headed = true;
    }

    bool m_follow = false;
    bool m_headed = false;
    Inventory m_known;
};

} // namespace

void addEventVerbs(CommandList &verbs)
{
    verbs.push_back(std::make_unique<Events>());
}

} // namespace castdeck
