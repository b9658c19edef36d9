// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/namespaceoptions.h"

#include "core/fallbackurl.h"
#include "core/namespacerules.h"

#include <QFileInfo>

namespace castdeck
{

void NamespaceOptions::declare(Syntax &syntax, Need need)
{
    const auto needed = need == Need::TypeAndPath ? Syntax::Needed::Yes : Syntax::Needed::No;
    syntax.choice("--type", "Sent at once to whoever asks, or when it is started",
                  {"autocast", "scheduledcast"}, m_type, needed);
    syntax.text("--path", "DIR",
                "Folder of the server's machine, or what --provider takes; a relative one is taken from here",
                m_path, needed);
    syntax.optionalNumber("--clients", "A scheduled cast starts when so many wait; 0: not by their number",
                          m_clients);
    syntax.time("--at", "A scheduled cast starts then, if it was not started before", m_at);
    syntax.text("--provider", "NAME",
                "What --path is: WDS a folder (default), File one file, WIM the images of a WIM file",
                m_provider);
    syntax.optionalText("--friendly-name", "TEXT", "Title for people", m_friendlyName);
    syntax.optionalText("--description", "TEXT", "What it is for", m_description);
    syntax.optionalText(
        "--fallback-url", "URL",
        "Who has the contents by unicast: https://HOST/{namespace}/{content}; \"\": the server",
        m_fallbackUrl);
    syntax.flag("--allow-unauthenticated", "Let receivers without a token ask, over UDP", m_allow);
    if (needed == Syntax::Needed::No)
        syntax.flag("--forbid-unauthenticated", "Let only receivers with a token ask", m_forbid);
}

QString NamespaceOptions::applyTo(NamespaceInfo &what) const
{
    if (m_allow && m_forbid)
        return QStringLiteral("--allow-unauthenticated and --forbid-unauthenticated exclude each other");
    if (!m_provider.isEmpty())
        what.contentProvider = m_provider;
    if (!m_path.isEmpty())
        what.configuration = QFileInfo(m_path).absoluteFilePath();
    if (what.configuration.isEmpty())
        return QStringLiteral("--path is needed");
    what.friendlyName = m_friendlyName.value_or(what.friendlyName);
    what.description = m_description.value_or(what.description);
    what.fallbackUrl = m_fallbackUrl.value_or(what.fallbackUrl);
    if (!what.fallbackUrl.isEmpty() && !isFallbackUrl(what.fallbackUrl))
        return QStringLiteral("--fallback-url needs http(s)://HOST/… with {content} in it");
    what.allowUnauthenticated = m_allow || (what.allowUnauthenticated && !m_forbid);

    const bool isScheduledNow =
        m_type.isEmpty() ? isScheduled(what.type) : m_type == QLatin1String("scheduledcast");
    if (!isScheduledNow) {
        if (m_clients || m_at)
            return QStringLiteral("--clients and --at need --type scheduledcast");
        what.type = m_type.isEmpty() ? what.type : NamespaceType::AutoCast;
        what.minimumClients = 0;
        what.startTime = {};
        return {};
    }
    what.minimumClients = m_clients.value_or(what.minimumClients);
    what.startTime = m_at.value_or(what.startTime);
    what.type = what.minimumClients > 0 || what.startTime.isValid() ? NamespaceType::ScheduledCastAutoStart
                                                                    : NamespaceType::ScheduledCastManualStart;
    return {};
}

} // namespace castdeck
