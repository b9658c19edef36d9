// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/transportengine.h"

#include "engine/answered.h"
#include "engine/notices.h"
#include "engine/store.h"

// What is asked of the server as a whole: its memory, service, policies and setup.

namespace castdeck
{

namespace
{

const QString serviceSection = QStringLiteral("service");
const QString enabledKey = QStringLiteral("enabled");
const QString enabled = QStringLiteral("true");
const QString disabled = QStringLiteral("false");

} // namespace

Result<void> TransportEngine::restore(Store *store)
{
    // What was enabled, limited or forbidden is not known for sure.
    if (!store->isSound()) {
        qCCritical(engineLog)
            << "the store is not as it was written: the service starts disabled. Look at the "
               "namespaces, policies and limits, then enable it";
        if (const auto saved = store->saveSettings(serviceSection, {{enabledKey, disabled}}); !saved)
            qCCritical(engineLog) << errorName(saved.error().code) << saved.error().detail;
    }
    const auto rows = store->namespaces();
    if (!rows)
        return tl::unexpected(rows.error());
    const auto last = store->lastNamespaceId();
    if (!last)
        return tl::unexpected(last.error());
    const auto service = store->settings(serviceSection);
    if (!service)
        return tl::unexpected(service.error());
    if (auto policies = m_policies.restore(store); !policies)
        return policies;
    m_store = store;
    m_scheduler->setStore(store);
    m_lastNamespaceId = last->value();
    const bool isEnabled = store->isSound() && service->value(enabledKey, enabled) == enabled;
    if (!isEnabled) {
        ServerInfo server = m_ledger.inventory().server;
        server.serviceEnabled = server.serviceRunning = false;
        m_ledger.write(server);
    }
    applyPolicies();
    for (const NamespaceInfo &row : *rows) {
        m_ledger.write(row);
        showObstacle(row.id);
    }
    m_scheduler->run();
    return restoreRateLimits();
}

void TransportEngine::setService(bool running, bool draining)
{
    ServerInfo server = m_ledger.inventory().server;
    server.serviceRunning = running;
    server.serviceDraining = draining;
    m_ledger.write(server);
}

QFuture<Result<DisconnectReport>> TransportEngine::ask(const StartService &)
{
    if (m_shuttingDown)
        return answered<DisconnectReport>(
            this, failure(ErrorCode::InvalidOperation, QStringLiteral("the server is shutting down")));
    m_startsAgain = false;
    if (!m_ledger.inventory().server.serviceRunning) {
        setService(true, false);
        m_ledger.announce(noticeOf(Notice::Kind::ServiceStarted, {}));
    }
    return answered<DisconnectReport>(this, DisconnectReport{m_ledger.revision(), 0, 0, {}});
}

QFuture<Result<DisconnectReport>> TransportEngine::ask(const StopService &verb)
{
    return endService(verb.terminate, false, verb.order);
}

QFuture<Result<DisconnectReport>> TransportEngine::ask(const RestartService &verb)
{
    const ServerInfo &server = m_ledger.inventory().server;
    if (!server.serviceRunning && !m_startsAgain)
        return answered<DisconnectReport>(this, DisconnectReport{m_ledger.revision(), 0, 0, {}});
    return endService(verb.terminate, true, verb.order);
}

QFuture<Result<DisconnectReport>> TransportEngine::endService(bool terminate, bool startsAgain,
                                                              const DisconnectOrder &order)
{
    if (terminate && order.type == DisconnectType::Unknown)
        return answered<DisconnectReport>(
            this, failure(ErrorCode::InvalidParameter, QStringLiteral("disconnect type")));
    m_startsAgain = startsAgain;
    if (m_ledger.inventory().server.serviceRunning) {
        setService(false, !m_sessions->isIdle());
        Notice notice = noticeOf(Notice::Kind::ServiceStopped, {});
        addWords(notice, order);
        m_ledger.announce(notice);
    }
    if (m_sessions->isIdle())
        takeIdle();
    // Those who wait are present and may finish, so they are not kept waiting for a start that never comes.
    if (!terminate) {
        for (const NamespaceInfo &row : m_ledger.inventory().namespaces)
            m_sessions->startTransmission(row.id);
    }
    const PendingReply<DisconnectReport> reply;
    const auto answer = [this, reply](DisconnectReport report) {
        report.revision = m_ledger.revision();
        reply.answer(this, report);
    };
    if (terminate && order.type == DisconnectType::Abort)
        Q_EMIT serviceCut();
    if (terminate)
        m_sessions->terminate(m_sessions->all(), order, answer);
    else
        answer({});
    return reply.future();
}

void TransportEngine::takeIdle()
{
    if (m_ledger.inventory().server.serviceRunning)
        return;
    setService(false, false);
    if (!std::exchange(m_startsAgain, false) || m_shuttingDown)
        return;
    setService(true, false);
    m_ledger.announce(noticeOf(Notice::Kind::ServiceStarted, {}));
}

QFuture<Result<DisconnectReport>> TransportEngine::ask(const SetServiceEnabled &verb)
{
    if (!m_store)
        return answered<DisconnectReport>(
            this, failure(ErrorCode::InvalidOperation, QStringLiteral("this server keeps no settings")));
    const Store::Settings kept{{enabledKey, verb.enabled ? enabled : disabled}};
    if (const auto saved = m_store->saveSettings(serviceSection, kept); !saved)
        return answered<DisconnectReport>(this, tl::unexpected(saved.error()));
    ServerInfo server = m_ledger.inventory().server;
    server.serviceEnabled = verb.enabled;
    m_ledger.write(server);
    return answered<DisconnectReport>(this, DisconnectReport{m_ledger.revision(), 0, 0, {}});
}

QFuture<Result<DisconnectReport>> TransportEngine::ask(const ReadSettings &)
{
    if (m_store) {
        if (const auto read = m_policies.restore(m_store); !read)
            return answered<DisconnectReport>(this, tl::unexpected(read.error()));
        applyPolicies();
    }
    const QList<NamespaceInfo> rows = m_ledger.inventory().namespaces;
    for (const NamespaceInfo &row : rows)
        showObstacle(row.id);
    return answered<DisconnectReport>(this, DisconnectReport{m_ledger.revision(), 0, 0, {}});
}

QFuture<Result<Policies>> TransportEngine::ask(const RetrievePolicies &)
{
    return answered<Policies>(this, m_policies.current());
}

QFuture<Result<PolicyReport>> TransportEngine::ask(const CommitPolicy &verb)
{
    const auto changed = m_policies.commit(verb.policy);
    if (!changed)
        return answered<PolicyReport>(this, tl::unexpected(changed.error()));
    applyPolicies();
    m_ledger.announce(noticeOf(Notice::Kind::PolicyChanged, policyName(verb.policy)));
    PolicyReport report;
    report.version =
        std::visit([](const auto &p) { return p.version; }, currentOf(m_policies.current(), verb.policy));
    const bool isKeptBySessions =
        std::holds_alternative<ServicePolicy>(verb.policy) && m_sessions->hasStrays() && !changed->isEmpty();
    if (isKeptBySessions) {
        report.needsRestart = *changed;
        report.clientsCut = quint32(m_ledger.inventory().clients.size());
    } else {
        report.live = *changed;
    }
    return answered<PolicyReport>(this, report);
}

void TransportEngine::applyPolicies()
{
    const Policies &now = m_policies.current();
    m_sessions->setRanges(SessionRanges::from(now.service));
    m_sessions->setSlowClientRules(slowClientRules(now.multicastSession, m_settings.parameters));
    Q_EMIT diagnosticsChanged(now.diagnostics);
}

QFuture<Result<SetupInfo>> TransportEngine::ask(const RetrieveSetup &)
{
    SetupInfo info{m_ledger.inventory().server.version, FeatureTransportServer, m_protocols, {}};
    for (const auto &source : m_providers)
        info.contentProviders.append({source->name(), source->description(), true});
    return answered<SetupInfo>(this, info);
}

} // namespace castdeck
