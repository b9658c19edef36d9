// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/server/serviceswitch.h"

#include "engine/common/inventoryledger.h"
#include "engine/common/notices.h"
#include "engine/session/sessiontable.h"

namespace castdeck
{

namespace
{

const QString serviceSection = QStringLiteral("service");
const QString enabledKey = QStringLiteral("enabled");
const QString enabled = QStringLiteral("true");
const QString disabled = QStringLiteral("false");

} // namespace

ServiceSwitch::ServiceSwitch(InventoryLedger &ledger, SessionTable &sessions, ChangeQueue &changes,
                             QObject *parent)
    : QObject(parent), m_ledger(ledger), m_sessions(sessions), m_changes(changes)
{
    connect(&sessions, &SessionTable::idle, this, &ServiceSwitch::takeIdle);
}

Result<bool> ServiceSwitch::readFrom(const Store &store)
{
    return store.settings(serviceSection).map([](const Store::Settings &settings) {
        return settings.value(enabledKey, enabled) == enabled;
    });
}

Result<void> ServiceSwitch::saveIn(Store &store, const SetServiceEnabled &how)
{
    return store.saveSettings(serviceSection, {{enabledKey, how.enabled ? enabled : disabled}});
}

void ServiceSwitch::restore(bool isEnabled)
{
    ServerInfo server = m_ledger.inventory().server;
    server.serviceEnabled = server.serviceRunning = isEnabled;
    m_ledger.write(server);
}

bool ServiceSwitch::isServing() const
{
    return !m_isShuttingDown && m_ledger.inventory().server.serviceRunning;
}

ServiceSwitch::Report ServiceSwitch::done() const
{
    return answered<DisconnectReport>(DisconnectReport{m_ledger.revision(), 0, 0, {}});
}

void ServiceSwitch::show(State state)
{
    ServerInfo server = m_ledger.inventory().server;
    server.serviceRunning = state == State::Running;
    server.serviceDraining = state == State::Draining;
    m_ledger.write(server);
}

void ServiceSwitch::turnOn()
{
    show(State::Running);
    m_ledger.announce(noticeOf(Notice::Kind::ServiceStarted, {}));
}

ServiceSwitch::Report ServiceSwitch::start()
{
    if (m_isShuttingDown)
        return answered<DisconnectReport>(
            failure(ErrorCode::InvalidOperation, QStringLiteral("the server is shutting down")));
    m_afterwards = Afterwards::StaysOff;
    if (!m_ledger.inventory().server.serviceRunning)
        turnOn();
    return done();
}

ServiceSwitch::Report ServiceSwitch::stop(const StopService &verb)
{
    return end(verb, Afterwards::StaysOff);
}

ServiceSwitch::Report ServiceSwitch::restart(const RestartService &verb)
{
    const bool isOff = !m_ledger.inventory().server.serviceRunning && m_afterwards == Afterwards::StaysOff;
    return isOff ? done() : end({verb.terminate, verb.order}, Afterwards::StartsAgain);
}

ServiceSwitch::Report ServiceSwitch::end(const StopService &how, Afterwards afterwards)
{
    const auto &[terminate, order] = how;
    if (terminate && order.type == DisconnectType::Unknown)
        return answered<DisconnectReport>(
            failure(ErrorCode::InvalidParameter, QStringLiteral("disconnect type")));
    m_afterwards = afterwards;
    if (m_ledger.inventory().server.serviceRunning) {
        show(m_sessions.isIdle() ? State::Stopped : State::Draining);
        Notice notice = noticeOf(Notice::Kind::ServiceStopped, {});
        addWords(notice, order);
        m_ledger.announce(notice);
    }
    if (m_sessions.isIdle())
        takeIdle();
    if (terminate && order.type == DisconnectType::Abort)
        Q_EMIT serviceCut();
    if (terminate)
        return terminateAll(order);
    // Those who wait are present and may finish, so they are not kept waiting for a start that never comes.
    for (const NamespaceInfo &row : m_ledger.inventory().namespaces)
        m_sessions.startTransmission(row.id);
    return done();
}

ServiceSwitch::Report ServiceSwitch::terminateAll(const DisconnectOrder &order)
{
    const PendingReply<DisconnectReport> reply;
    m_sessions.terminate(m_sessions.all(), order, [this, reply](DisconnectReport report) {
        report.revision = m_ledger.revision();
        reply.answer(this, report);
    });
    return reply.future();
}

ServiceSwitch::Report ServiceSwitch::shutDown(const DisconnectOrder &order)
{
    m_isShuttingDown = true;
    return terminateAll(order);
}

void ServiceSwitch::takeIdle()
{
    if (m_ledger.inventory().server.serviceRunning)
        return;
    show(State::Stopped);
    const Afterwards afterwards = std::exchange(m_afterwards, Afterwards::StaysOff);
    if (afterwards == Afterwards::StartsAgain && !m_isShuttingDown)
        turnOn();
}

ServiceSwitch::Report ServiceSwitch::enable(const SetServiceEnabled &verb)
{
    if (!m_changes.isKept())
        return answered<DisconnectReport>(
            failure(ErrorCode::InvalidOperation, QStringLiteral("this server keeps no settings")));
    const PendingReply<DisconnectReport> reply;
    m_changes.add(reply, [this, verb, reply] {
        return ChangeQueue::Change{[verb](Store &store) { return saveIn(store, verb); },
                                   [this, verb, reply] {
                                       ServerInfo server = m_ledger.inventory().server;
                                       server.serviceEnabled = verb.enabled;
                                       m_ledger.write(server);
                                       reply.answer(this, DisconnectReport{m_ledger.revision(), 0, 0, {}});
                                   }};
    });
    return reply.future();
}

} // namespace castdeck
