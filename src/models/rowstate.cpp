// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/untrusted.h"
#include "models/format.h"
#include "models/namespacetext.h"
#include "models/rowtext.h"
#include "models/serverbranch.h"

namespace castdeck
{

// The State column: in a cell a word or two, about 14 characters, since what is longer is cut where it
// matters; all of it in sentence().

QString RowText::state() const
{
    if (m_node.pending != Pending::None)
        return pendingState();
    switch (m_node.kind) {
    case RowKind::Server:
        return serverState();
    case RowKind::Session:
        return sessionState();
    case RowKind::Client:
        return clientState();
    case RowKind::PastSession: {
        const QString seconds = display(Column::JoinedFor);
        const bool isFinished = m_node.pastSession().ending.session == SessionOutcome::Finished;
        return isFinished && !seconds.isEmpty() ? tr("Finished in %1").arg(seconds) : pastState();
    }
    case RowKind::PastClient:
        return pastState();
    case RowKind::Namespace:
        break;
    }
    return folderState();
}

QString RowText::stateKey() const
{
    if (m_node.pending != Pending::None)
        return pendingState();
    switch (m_node.kind) {
    case RowKind::PastSession:
    case RowKind::PastClient:
        return pastState();
    case RowKind::Client:
        if (m_node.client().byUnicast)
            return tr("By unicast");
        [[fallthrough]];
    case RowKind::Session:
    case RowKind::Server:
        return severity() == Severity::Warning ? tr("Stalled") : state();
    case RowKind::Namespace:
        break;
    }
    return state();
}

QString RowText::sentence() const
{
    if (m_node.pending != Pending::None)
        return pendingSentence();
    switch (m_node.kind) {
    case RowKind::Server:
        return serverSentence();
    case RowKind::Session:
        return sessionSentence();
    case RowKind::Client:
        return clientSentence();
    case RowKind::PastSession:
        return pastSessionSentence();
    case RowKind::PastClient:
        return pastClientSentence();
    case RowKind::Namespace:
        break;
    }
    return m_node.nameSpace().error ? m_errorText(*m_node.nameSpace().error) : folderState();
}

QString RowText::pendingState() const
{
    switch (m_node.pending) {
    case Pending::Ending:
        return tr("Ending…");
    case Pending::Disconnecting:
        return tr("Disconnecting…");
    case Pending::Bypassing:
        return tr("Leaving…");
    case Pending::Unpublishing:
        return tr("Taking back…");
    case Pending::Starting:
        return tr("Starting…");
    case Pending::None:
        break;
    }
    return {};
}

QString RowText::pendingSentence() const
{
    return m_node.pending == Pending::Bypassing ? tr("Leaving multicast…") : pendingState();
}

QString RowText::folderState() const
{
    NamespaceFacts facts;
    facts.info = m_node.nameSpace();
    return NamespaceText(facts, nullptr, m_errorText).display(NamespaceColumn::State);
}

QString RowText::serverState() const
{
    const ConnectionStatus &status = m_node.branch->status();
    switch (status.state) {
    case ConnectionState::Connecting:
    case ConnectionState::Lost:
        if (status.since.isValid())
            return tr("Lost %1").arg(format::shortMoment(status.since, m_now));
        return status.state == ConnectionState::Lost ? tr("Unreachable") : tr("Connecting…");
    case ConnectionState::Ready:
        return status.silentSince.isValid()
                   ? tr("Not heard for %1").arg(format::elapsed(secondsSince(status.silentSince)))
                   : serviceState();
    case ConnectionState::Refused:
        return refusedState();
    case ConnectionState::Closed:
        return tr("Not connected");
    case ConnectionState::TokenMissing:
        return tr("Token missing");
    }
    return {};
}

QString RowText::refusedState() const
{
    const auto &error = m_node.branch->status().error;
    switch (error ? error->code : ErrorCode::AccessDenied) {
    case ErrorCode::FingerprintMismatch:
        return tr("Other certificate");
    case ErrorCode::CertificateRefused:
        return tr("Bad certificate");
    case ErrorCode::NotAuthenticated:
        return tr("Token refused");
    case ErrorCode::NotAuthorised:
        return tr("Role too low");
    case ErrorCode::IncompatibleVersion:
        return tr("Other version");
    case ErrorCode::LoginRefused:
        return tr("Login refused");
    case ErrorCode::HostKeyUnknown:
        return tr("Host key unknown");
    default:
        return tr("Refused");
    }
}

QString RowText::serviceState() const
{
    const ServerInfo &server = m_node.branch->info();
    const ConnectionStatus &status = m_node.branch->status();
    if (server.error)
        return tr("Not seen now");
    if (server.serviceRunning && server.initiationError)
        return tr("Receivers cannot ask");
    if (server.serviceRunning && status.powers.lookOnly)
        return tr("Connected, look-only");
    // A role that lets one do everything is nothing to note.
    if (server.serviceRunning && !status.powers.publish && !status.role.isEmpty())
        return tr("Connected, %1", "as: a role").arg(status.role);
    if (server.serviceRunning)
        return tr("Connected");
    return server.serviceDraining ? tr("Service drains") : tr("Service stopped");
}

QString RowText::serverSentence() const
{
    const ConnectionStatus &status = m_node.branch->status();
    const QString lostAt = format::moment(status.since, m_now);
    switch (status.state) {
    case ConnectionState::Connecting:
        return status.since.isValid() ? tr("Lost at %1, connecting…").arg(lostAt) : tr("Connecting…");
    case ConnectionState::Lost: {
        const QString lost = status.since.isValid() ? tr("Lost at %1").arg(lostAt) : tr("Cannot be reached");
        return status.error ? tr("%1: %2").arg(lost, m_errorText(*status.error)) : lost;
    }
    case ConnectionState::Ready:
    case ConnectionState::Closed:
    case ConnectionState::TokenMissing:
        break;
    case ConnectionState::Refused:
        return status.error ? m_errorText(*status.error) : tr("Refused");
    }
    return serverState();
}

QString RowText::sessionState() const
{
    const SessionInfo &session = m_node.session();
    switch (session.state) {
    case SessionState::Waiting:
        return tr("Waiting");
    case SessionState::Sending:
        return session.stalledSince.isValid()
                   ? tr("Stalled %1").arg(format::duration(secondsSince(session.stalledSince)))
                   : tr("Sending");
    case SessionState::Terminating:
        return tr("Ending…");
    case SessionState::Failed:
        return tr("Failed");
    }
    return {};
}

QString RowText::sessionSentence() const
{
    const SessionInfo &session = m_node.session();
    if (session.state == SessionState::Failed && session.error)
        return m_errorText(*session.error);
    if (session.state != SessionState::Sending)
        return sessionState();
    QString state = session.stalledSince.isValid()
                        ? tr("Stalled for %1").arg(format::elapsed(secondsSince(session.stalledSince)))
                        : tr("Sending");
    const InventoryNode *const pacer = master();
    if (!pacer)
        return state;
    const QString paced =
        tr("%1, paced by %2").arg(state, RowText(*pacer, m_now, m_errorText).display(Column::Name));
    const QString reason = paceReason(pacer->client());
    return reason.isEmpty() ? paced : tr("%1: %2").arg(paced, reason);
}

/// Why it may be the slowest; empty if nothing is known against it.
QString RowText::paceReason(const ClientInfo &master) const
{
    constexpr double noticedLoss = 0.01;
    constexpr quint32 noticedRoundTrip = 100; // ms
    constexpr quint8 busy = 95;               // percent
    QStringList reasons;
    if (master.silentSince.isValid())
        reasons << tr("not heard for %1").arg(format::elapsed(secondsSince(master.silentSince)));
    else if (master.stalledSince.isValid())
        reasons << tr("has taken nothing for %1").arg(format::elapsed(secondsSince(master.stalledSince)));
    if (master.writesSlowly)
        reasons << tr("writes slowly");
    if (master.lossRate >= noticedLoss && master.lossRate <= 1)
        reasons << tr("loses %1").arg(format::share(master.lossRate));
    if (master.roundTrip >= noticedRoundTrip)
        reasons << tr("%1 away").arg(format::milliseconds(master.roundTrip));
    if (master.cpuUtilization != UtilizationUnknown && master.cpuUtilization >= busy)
        reasons << tr("its processor is busy");
    return reasons.join(QStringLiteral(", "));
}

QString RowText::clientState() const
{
    const ClientInfo &client = m_node.client();
    if (client.state == ClientState::Joining)
        return tr("Joining");
    if (client.state == ClientState::Disconnecting)
        return tr("Disconnecting…");
    if (client.byUnicast)
        return tr("By unicast %1").arg(format::percent(progress().toInt()));
    if (client.silentSince.isValid())
        return tr("Not heard for %1").arg(format::elapsed(secondsSince(client.silentSince)));
    if (client.stalledSince.isValid())
        return tr("Stalled %1").arg(format::duration(secondsSince(client.stalledSince)));
    if (client.state == ClientState::NoData)
        return tr("No data");
    if (m_node.parent && m_node.parent->kind == RowKind::Session &&
        m_node.parent->session().state == SessionState::Waiting)
        return tr("Waiting");
    return isMaster() ? tr("Master") : tr("Receiving");
}

QString RowText::clientSentence() const
{
    const ClientInfo &client = m_node.client();
    if (client.state == ClientState::Joining || client.state == ClientState::Disconnecting)
        return clientState();
    if (client.byUnicast)
        return tr("Gets the rest by unicast, %1 so far").arg(format::percent(progress().toInt()));
    if (client.silentSince.isValid())
        return clientState();
    if (client.stalledSince.isValid())
        return tr("Stalled for %1").arg(format::elapsed(secondsSince(client.stalledSince)));
    if (client.state == ClientState::NoData)
        return tr("No data seen");
    if (!isMaster() || clientState() != tr("Master"))
        return clientState();
    const QString reason = paceReason(client);
    return reason.isEmpty() ? tr("Master, receiving") : tr("Master, receiving: %1").arg(reason);
}

QString RowText::pastState() const
{
    if (m_node.kind == RowKind::PastSession) {
        switch (m_node.pastSession().ending.session.value_or(SessionOutcome::Finished)) {
        case SessionOutcome::Finished:
            return tr("Finished");
        case SessionOutcome::Terminated:
            return tr("Terminated");
        case SessionOutcome::Failed:
            return tr("Failed");
        }
        return {};
    }
    const RowEnding &ending = m_node.pastClient().ending;
    switch (ending.client.value_or(ClientOutcome::Left)) {
    case ClientOutcome::Completed:
        return ending.unicast ? tr("By unicast") : tr("Finished");
    case ClientOutcome::Left:
        return tr("Gave up");
    case ClientOutcome::Disconnected:
        return tr("Disconnected");
    case ClientOutcome::Demoted:
        return tr("Demoted");
    case ClientOutcome::Vanished:
        return tr("Vanished");
    }
    return {};
}

QString RowText::pastSessionSentence() const
{
    const RowEnding &ending = m_node.pastSession().ending;
    QStringList parts;
    if (ending.session == SessionOutcome::Terminated)
        parts << tr("Terminated") << tr("%n disconnected", nullptr, static_cast<int>(ending.disconnected));
    else
        parts << pastState();
    if (ending.clients > 0)
        parts << display(Column::Clients);
    if (const QString took = display(Column::JoinedFor); !took.isEmpty())
        parts << took;
    return withOrder(parts.join(QStringLiteral(", ")), ending);
}

QString RowText::pastClientSentence() const
{
    const RowEnding &ending = m_node.pastClient().ending;
    const QString percent = format::percent(std::min<int>(ending.percentCompletion, 100));
    switch (ending.client.value_or(ClientOutcome::Left)) {
    case ClientOutcome::Completed:
        return ending.unicast ? tr("Finished, the rest by unicast") : tr("Finished");
    case ClientOutcome::Left:
        return withOrder(ending.unicast ? tr("Gave up at %1, by unicast").arg(percent)
                                        : tr("Gave up at %1").arg(percent),
                         ending);
    case ClientOutcome::Disconnected:
        return withOrder(tr("Disconnected at %1").arg(percent), ending);
    case ClientOutcome::Demoted:
        return tr("Goes on in a slower stream since %1").arg(percent);
    case ClientOutcome::Vanished:
        return tr("Not heard any more, at %1").arg(percent);
    }
    return {};
}

/// With who wanted it so, and why.
QString RowText::withOrder(const QString &sentence, const RowEnding &ending) const
{
    QString text = sentence;
    if (!ending.by.isEmpty())
        text = tr("%1, by %2").arg(text, printable(ending.by));
    if (!ending.reason.isEmpty())
        text = tr("%1: %2").arg(text, printable(ending.reason));
    return text;
}

} // namespace castdeck
