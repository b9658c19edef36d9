// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/blockmap.h"
#include "core/ids.h"

#include <QElapsedTimer>
#include <QObject>
#include <optional>

namespace castdeck
{

class ServerRegistry;

/// Asks a server what one machine still misses, one question at a time.
class BlockLookup : public QObject
{
    Q_OBJECT
public:
    /// @p servers outlives it.
    explicit BlockLookup(ServerRegistry &servers, QObject *parent = nullptr);

    /// From now on about this one; what is known of another is forgotten. The same again: as it is
    /// now, asked each second at most.
    void look(const ServerId &server, ClientId client);
    /// Nothing: it is not known, or the server has no such verb.
    const std::optional<BlockMap> &map() const { return m_map; }

Q_SIGNALS:
    void changed();

private:
    void take(const std::optional<BlockMap> &map);

    ServerRegistry &m_servers;
    ServerId m_server;
    ClientId m_client;
    std::optional<BlockMap> m_map;
    int m_asked = 0; ///< number of the question whose answer is wanted
    bool m_isAsking = false;
    QElapsedTimer m_sinceAsked;
};

} // namespace castdeck
