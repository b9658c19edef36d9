// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/serverconnection.h"
#include "models/inventorymodel.h"

#include <QPointer>

namespace castdeck
{

/// Keeps one server's rows as its connection says they are, and says what state that is in. Outlives
/// connections: after one was lost the next is attached, and its snapshot tells the truth. Owns neither model
/// nor connection.
class ServerFeed : public QObject
{
    Q_OBJECT
public:
    /// The server's row must be in the model.
    ServerFeed(InventoryModel &model, ServerId id, QObject *parent = nullptr);

    const ServerId &id() const { return m_id; }
    /// Null while there is none.
    TransportServer *server() const { return m_connection; }

    /// A new connection, which brings the server's state by itself, and may be lost.
    void attach(ServerConnection *connection);
    /// Whether a connection that ended so would end so again: the server, or what we ask of it, has to change
    /// first.
    static bool isRefusal(const Error &reason);
    /// Whether the person wants to change nothing there, from the next attach() on.
    void setLookOnly(bool isLookOnly) { m_status.powers.lookOnly = isLookOnly; }
    /// What it is, in a word for the screen; empty: a server of the usual kind.
    void setKind(const QString &kind);
    /// For what happens before there is a connection: connecting, refused, closed. Keeps the powers granted.
    void setState(ConnectionState state, const std::optional<Error> &error = {});

    /// Fetches the state anew; further calls until it came are one.
    void refresh();

Q_SIGNALS:
    void noticed(const castdeck::ServerId &id, const castdeck::Notice &notice);

private:
    InventoryModel &m_model;
    ServerId m_id;
    QPointer<ServerConnection> m_connection;
    ConnectionStatus m_status;
    std::optional<Role> m_role; ///< that was granted last
};

} // namespace castdeck
