// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transportserver.h"
#include "models/inventorymodel.h"

#include <QPointer>

namespace castdeck
{

class ServerConnection;

/// Keeps one server's rows true: takes its snapshots and events into the model, notices a missed event,
/// fetches anew when asked, and says what state the connection is in. Outlives connections: after one was
/// lost the next is attached, and its snapshot tells the truth. Owns neither model nor server.
class ServerFeed : public QObject
{
    Q_OBJECT
public:
    /// The server's row must be in the model.
    ServerFeed(InventoryModel &model, ServerId id, QObject *parent = nullptr);

    const ServerId &id() const { return m_id; }
    /// Null while there is none.
    TransportServer *server() const { return m_server; }

    /// A server that is there as long as it exists: fetches its state now.
    void attach(TransportServer *server);
    /// A server behind a connection, which brings its state by itself, and may be lost.
    void attach(ServerConnection *connection);
    /// Whether a connection that ended so would end so again: the server, or what we ask of it, has to change
    /// first.
    static bool isRefusal(const Error &reason);
    /// For what happens before there is a connection: connecting, refused, closed. Keeps the powers granted.
    void setState(ConnectionState state, const std::optional<Error> &error = {});

    /// Fetches the state anew; further calls until it came are one.
    void refresh();
    /// Makes sure that the rows stand at this revision or later.
    void catchUp(quint64 revision);

Q_SIGNALS:
    void noticed(const castdeck::ServerId &id, const castdeck::Notice &notice);
    /// The rows are those of a fresh snapshot.
    void refreshed(const castdeck::ServerId &id);
    void refreshFailed(const castdeck::ServerId &id, const castdeck::Error &error);

private:
    void listenTo(TransportServer *server);
    void takeEvent(const InventoryEvent &event);
    void takeInventory(Inventory inventory);

    InventoryModel &m_model;
    ServerId m_id;
    QPointer<TransportServer> m_server;
    ConnectionStatus m_status;
    bool m_refreshing = false;
    /// Events since the snapshot was asked for: some may be newer than it.
    QList<InventoryEvent> m_since;
};

} // namespace castdeck
