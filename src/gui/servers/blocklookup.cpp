// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/servers/blocklookup.h"

#include "core/transportserver.h"
#include "gui/servers/serverregistry.h"

namespace castdeck
{

BlockLookup::BlockLookup(ServerRegistry &servers, QObject *parent) : QObject(parent), m_servers(servers) {}

void BlockLookup::look(const ServerId &server, ClientId client)
{
    const bool isOther = server != m_server || client != m_client;
    m_server = server;
    m_client = client;
    if (isOther) {
        m_isAsking = false;
        m_map.reset();
    }
    TransportServer *const asked = m_servers.server(server);
    constexpr qint64 spacing = 900; // ms
    const bool isSoon = !isOther && m_sinceAsked.isValid() && !m_sinceAsked.hasExpired(spacing);
    if (m_isAsking || isSoon || !asked)
        return;
    m_isAsking = true;
    m_sinceAsked.start();
    whenFinished(this, asked->ask(RetrieveBlocks{client}),
                 [this, number = ++m_asked](const Result<BlockMap> &map) {
                     if (number != m_asked)
                         return;
                     m_isAsking = false;
                     take(map ? std::optional(*map) : std::nullopt);
                 });
}

void BlockLookup::take(const std::optional<BlockMap> &map)
{
    if (map == m_map)
        return;
    m_map = map;
    Q_EMIT changed();
}

} // namespace castdeck
