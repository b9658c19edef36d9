// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/servers/serverfeed.h"

#include "gui/servers/roletext.h"

namespace castdeck
{

ServerFeed::ServerFeed(InventoryModel &model, ServerId id, QObject *parent)
    : QObject(parent), m_model(model), m_id(std::move(id))
{
}

void ServerFeed::attach(ServerConnection *connection)
{
    if (m_connection)
        disconnect(m_connection, nullptr, this, nullptr);
    m_connection = connection;
    setState(ConnectionState::Connecting);
    connect(connection, &ServerConnection::ready, this, [this](const Welcome &greeting) {
        m_role = greeting.role;
        m_status.role = RoleText::name(greeting.role);
        m_status.powers.disconnect = greeting.role == Role::Operator || greeting.role == Role::Admin;
        m_status.powers.publish = greeting.role == Role::Admin;
        m_status.powers.lacks = greeting.server.lacks;
        m_model.setStatus(m_id, m_status);
    });
    connect(connection, &ServerConnection::inventoryReset, this, [this](const Inventory &inventory) {
        m_model.merge(m_id, inventory);
        setState(ConnectionState::Ready);
    });
    connect(connection, &ServerConnection::eventRaised, this, [this](const InventoryEvent &event) {
        m_model.apply(m_id, event);
        if (const auto *notice = std::get_if<Notice>(&event.change))
            Q_EMIT noticed(m_id, *notice);
    });
    connect(connection, &ServerConnection::silent, this, [this](const QDateTime &since) {
        m_status.silentSince = since;
        m_model.setStatus(m_id, m_status);
    });
    connect(connection, &ServerConnection::lost, this, [this](Error reason) {
        // It was let in, and then could not even watch.
        if (reason.code == ErrorCode::NotAuthorised && m_role == Role::Receiver)
            reason.detail = RoleText::sentence(Role::Receiver);
        setState(isRefusal(reason) ? ConnectionState::Refused : ConnectionState::Lost, reason);
    });
}

bool ServerFeed::isRefusal(const Error &reason)
{
    return reason.code == ErrorCode::NotAuthenticated || reason.code == ErrorCode::NotAuthorised ||
           reason.code == ErrorCode::IncompatibleVersion || reason.code == ErrorCode::FingerprintMismatch ||
           reason.code == ErrorCode::CertificateRefused || reason.code == ErrorCode::LoginRefused ||
           reason.code == ErrorCode::HostKeyUnknown;
}

void ServerFeed::setKind(const QString &kind)
{
    m_status.kind = kind;
    m_model.setStatus(m_id, m_status);
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
    m_status.silentSince = {};
    m_status.error = error;
    m_model.setStatus(m_id, m_status);
}

void ServerFeed::refresh()
{
    if (m_connection)
        m_connection->resync();
}

} // namespace castdeck
