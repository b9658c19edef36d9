// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/serverfeed.h"

#include "core/reply.h"
#include "management/serverconnection.h"

namespace castdeck
{

ServerFeed::ServerFeed(InventoryModel &model, ServerId id, QObject *parent)
    : QObject(parent), m_model(model), m_id(std::move(id))
{
}

void ServerFeed::attach(TransportServer *server)
{
    listenTo(server);
    refresh();
}

void ServerFeed::attach(ServerConnection *connection)
{
    listenTo(connection);
    setState(ConnectionState::Connecting);
    connect(connection, &ServerConnection::ready, this, [this](const Welcome &greeting) {
        m_status.powers.disconnect = greeting.role == Role::Operator || greeting.role == Role::Admin;
        m_status.powers.publish = greeting.role == Role::Admin;
    });
    connect(connection, &ServerConnection::inventoryReset, this, &ServerFeed::takeInventory);
    connect(connection, &ServerConnection::lost, this, [this](const Error &reason) {
        setState(isRefusal(reason) ? ConnectionState::Refused : ConnectionState::Lost, reason);
    });
    if (connection->revision() > 0)
        refresh();
}

bool ServerFeed::isRefusal(const Error &reason)
{
    return reason.code == ErrorCode::NotAuthenticated || reason.code == ErrorCode::NotAuthorised ||
           reason.code == ErrorCode::IncompatibleVersion || reason.code == ErrorCode::FingerprintMismatch ||
           reason.code == ErrorCode::CertificateRefused;
}

void ServerFeed::listenTo(TransportServer *server)
{
    if (m_server)
        disconnect(m_server, nullptr, this, nullptr);
    m_server = server;
    m_refreshing = false;
    m_since.clear();
    connect(server, &TransportServer::eventRaised, this, &ServerFeed::takeEvent);
}

void ServerFeed::setState(ConnectionState state, const std::optional<Error> &error)
{
    // A server that stays lost was last true when it was lost first.
    const bool wasTrue = m_status.state == ConnectionState::Ready;
    if (state == ConnectionState::Ready)
        m_status.since = {};
    else if (wasTrue)
        m_status.since = QDateTime::currentDateTimeUtc();
    m_status.state = state;
    m_status.error = error;
    m_model.setStatus(m_id, m_status);
}

void ServerFeed::refresh()
{
    if (!m_server || m_refreshing)
        return;
    m_refreshing = true;
    m_since.clear();
    whenFinished(this, m_server->ask(RetrieveInventory{}),
                 [this, asked = m_server](const Result<Inventory> &result) {
                     if (asked != m_server || !m_refreshing)
                         return;
                     if (result) {
                         takeInventory(*result);
                         return;
                     }
                     m_refreshing = false;
                     Q_EMIT refreshFailed(m_id, result.error());
                 });
}

void ServerFeed::catchUp(quint64 revision)
{
    if (m_model.revision(m_id) < revision)
        refresh();
}

void ServerFeed::takeEvent(const InventoryEvent &event)
{
    if (m_refreshing)
        m_since.append(event);
    const quint64 revision = m_model.revision(m_id);
    if (m_status.state == ConnectionState::Ready && event.follows(revision))
        m_model.apply(m_id, event);
    else if (event.revision > revision)
        refresh();
    if (const auto *notice = std::get_if<Notice>(&event.change))
        Q_EMIT noticed(m_id, *notice);
}

void ServerFeed::takeInventory(Inventory inventory)
{
    // The answer may have been made before events that came since; the rows never go back.
    bool missed = false;
    for (const InventoryEvent &event : std::exchange(m_since, {})) {
        if (event.follows(inventory.revision))
            inventory.apply(event);
        missed |= event.revision > inventory.revision;
    }
    m_refreshing = false;
    m_model.merge(m_id, inventory);
    setState(ConnectionState::Ready);
    if (missed)
        refresh();
    else
        Q_EMIT refreshed(m_id);
}

} // namespace castdeck
