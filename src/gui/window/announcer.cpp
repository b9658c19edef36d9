// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/announcer.h"

#include "gui/actions/serveractions.h"
#include "gui/panes/noticeline.h"
#include "gui/panes/passingwords.h"
#include "gui/window/logwriter.h"
#include "gui/window/rowreveal.h"

namespace castdeck
{

Announcer::Announcer(const Places &places, QObject *parent) : QObject(parent), m_places(places)
{
    connect(&m_places.notices, &NoticeLine::remedyChosen, this, &Announcer::mend);
}

void Announcer::report(const Report &report)
{
    say(report);
    m_places.log.take(report);
}

void Announcer::say(const Report &report)
{
    m_lastWasDone = report.kind == Report::Kind::Done;
    if (m_lastWasDone)
        m_places.words.say(report.text);
    else
        m_places.notices.add(report);
}

QString Announcer::lastWords() const
{
    return m_lastWasDone ? m_places.words.whole() : m_places.notices.newest();
}

void Announcer::reveal(const RowKey &row)
{
    if (!m_places.rows.show(row))
        m_places.words.say(tr("It is not there any more."));
}

void Announcer::mend(const Report &report)
{
    reveal(report.about);
    const ServerActions &servers = m_places.servers;
    switch (report.remedy) {
    case Report::Remedy::RetryNow:
        (servers.retryNow()->isEnabled() ? servers.retryNow() : servers.connectServer())->trigger();
        break;
    case Report::Remedy::EditServer:
        servers.edit()->trigger();
        break;
    case Report::Remedy::EnterTokens:
        servers.enterTokens()->trigger();
        break;
    case Report::Remedy::ShowRow:
    case Report::Remedy::None:
        break;
    }
}

} // namespace castdeck
