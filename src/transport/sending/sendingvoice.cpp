// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sending/sendingvoice.h"

#include "transport/sending/dataflow.h"
#include "wire/text.h"

#include <algorithm>

namespace castdeck
{

namespace
{

// Chosen so that a KICK or DEMOTE with both texts fits an Ethernet packet in every mode.
constexpr size_t ClientsPerPacket = 100;
constexpr qsizetype ByMax = 64;
constexpr qsizetype ReasonMax = 380;

wire::Bytes view(const QByteArray &bytes)
{
    return {reinterpret_cast<const uint8_t *>(bytes.constData()), static_cast<size_t>(bytes.size())};
}

/// Calls @p say(together, by, reason) for those of a list, in groups of the same words that fit a packet, and
/// of @p most.
template <class Same, class Say>
void inGroups(const SendingClients &clients, SendingClient::List list, size_t most, Same same, Say say)
{
    std::vector<const SendingClient *> left;
    for (const auto &[id, client] : clients) {
        if (client.list == list)
            left.push_back(&client);
    }
    while (!left.empty()) {
        const SendingClient &first = *left.front();
        std::vector<const SendingClient *> together;
        std::erase_if(left, [&](const SendingClient *client) {
            const bool fits = client->order == first.order && same(*client, first) && together.size() < most;
            if (fits)
                together.push_back(client);
            return fits;
        });
        say(together, wire::utf16FromText(first.order.by.left(ByMax)),
            wire::utf16FromText(first.order.reason.left(ReasonMax)));
    }
}

} // namespace

SendingVoice::SendingVoice(const SendingSettings &settings, SessionKeys &keys, SendingOutput &output)
    : m_sessionId(settings.id.value()), m_group(settings.group), m_keys(keys), m_control(output)
{
}

uint16_t SendingVoice::clampedMs(uint64_t value)
{
    return static_cast<uint16_t>(std::min<uint64_t>(value, 65535));
}

void SendingVoice::say(const wire::TransportBody &body, wire::PacketSecurity &security,
                       const wire::Endpoint &to, Instant now)
{
    std::array<uint8_t, 1500> packet;
    const size_t size = wire::encodeTransport(packet, security, m_sessionId, senderTime(now), body);
    if (size > 0)
        m_control.send(std::span(packet).first(size), to);
}

void SendingVoice::say(const wire::TransportBody &body, Instant now)
{
    say(body, m_keys.group(), m_group, now);
}

void SendingVoice::sayTo(const SendingClient &client, const wire::TransportBody &body, Instant now)
{
    if (wire::PacketSecurity *const security = m_keys.of(client))
        say(body, *security, client.endpoint, now);
}

void SendingVoice::joinAck(SendingClient &client, uint16_t masterRoundTrip, Instant now)
{
    wire::JoinAck answer;
    answer.clientId = client.id.value();
    answer.minNackBackOff = m_minNackBackOff;
    answer.maxNackBackOff = m_maxNackBackOff;
    answer.rtt = masterRoundTrip;
    answer.clientTime = client.clientTime;
    const std::vector<wire::GroupKey> keys = m_keys.toTell();
    answer.keys = std::span<const wire::GroupKey>(keys);
    sayTo(client, answer, now);
    SessionKeys::told(client, now);
    if (client.joinAckTime == 0)
        client.joinAckTime = senderTime(now);
}

void SendingVoice::keys(SendingClient &client, Instant now)
{
    const std::vector<wire::GroupKey> keys = m_keys.toTell();
    sayTo(client, wire::Keys{std::span<const wire::GroupKey>(keys)}, now);
}

void SendingVoice::qcc(uint16_t backOff, Instant now)
{
    wire::Qcc qcc;
    qcc.qccSeqNo = ++m_qccSeqNo;
    qcc.qcrBackOff = backOff;
    m_qccTimes[qcc.qccSeqNo % m_qccTimes.size()] = senderTime(now);
    say(qcc, now);
}

void SendingVoice::spm(ClientId master, uint16_t masterRoundTrip, size_t activeClients, uint64_t trail,
                       uint64_t lead, Instant now)
{
    m_minNackBackOff = clampedMs(std::max<uint64_t>(2ULL * masterRoundTrip, 1));
    m_maxNackBackOff = clampedMs(std::max<uint64_t>(m_minNackBackOff + activeClients / 5, 1));
    wire::Spm spm;
    spm.spmSeqNo = ++m_spmSeqNo;
    spm.masterClientId = master.value();
    spm.minNackBackOff = m_minNackBackOff;
    spm.maxNackBackOff = m_maxNackBackOff;
    spm.trailODataSeqNo = trail;
    spm.leadODataSeqNo = lead;
    spm.rtt = masterRoundTrip;
    m_spmTime = senderTime(now);
    say(spm, now);
}

void SendingVoice::poll(uint16_t backOff, Instant now)
{
    static constexpr std::array<uint8_t, 3> Inquiry{0x00, 0x03, 0x01};
    wire::Poll poll;
    poll.pollSeqNo = ++m_pollSeqNo;
    poll.backOff = backOff;
    poll.appData = Inquiry;
    say(poll, now);
}

/// What is an order to some clients, in the packets that their session has for that.
void SendingVoice::order(const SendingClient &first, const wire::TransportBody &body, Instant now)
{
    if (m_keys.isEncrypted())
        sayTo(first, body, now);
    else
        say(body, now);
}

void SendingVoice::kicks(const SendingClients &clients, Instant now)
{
    const auto same = [](const SendingClient &, const SendingClient &) { return true; };
    inGroups(clients, SendingClient::List::Kicked, clientsPerOrder(), same,
             [&](const auto &together, const QByteArray &by, const QByteArray &reason) {
                 std::vector<wire::KickedClient> kicked;
                 kicked.reserve(together.size());
                 for (const SendingClient *client : together)
                     kicked.push_back({client->id.value(), client->kickReason});
                 order(*together.front(),
                       wire::Kick{std::span<const wire::KickedClient>(kicked), view(by), view(reason)}, now);
             });
}

void SendingVoice::demotes(const SendingClients &clients, Instant now)
{
    const auto same = [](const SendingClient &a, const SendingClient &b) { return a.lower == b.lower; };
    inGroups(clients, SendingClient::List::Demoted, clientsPerOrder(), same,
             [&](const auto &together, const QByteArray &by, const QByteArray &reason) {
                 const LowerSession &lower = together.front()->lower;
                 std::vector<wire::DemotedClient> demoted;
                 demoted.reserve(together.size());
                 for (const SendingClient *client : together)
                     demoted.push_back({client->id.value()});
                 order(*together.front(),
                       wire::Demote{lower.id.value(), lower.group, lower.server,
                                    std::span<const wire::DemotedClient>(demoted), view(by), view(reason)},
                       now);
             });
}

size_t SendingVoice::clientsPerOrder() const
{
    return m_keys.isEncrypted() ? 1 : ClientsPerPacket;
}

void SendingVoice::sampleRoundTrip(const wire::Ack &ack, std::optional<uint64_t> earliest,
                                   SendingClient &client, Instant now) const
{
    const uint64_t current = senderTime(now);
    if (ack.serverTime >= earliest.value_or(m_spmTime) && ack.serverTime <= current)
        client.roundTrip.sample(current, ack.serverTime, 0);
    else if (earliest)
        client.roundTrip.sample(current, *earliest, 0);
}

void SendingVoice::sampleRoundTrip(const wire::Qcr &qcr, bool isFirst, SendingClient &client,
                                   Instant now) const
{
    constexpr uint64_t untoldWait = 100; // ms
    const bool answers =
        qcr.qccSeqNo > 0 && qcr.qccSeqNo <= m_qccSeqNo && m_qccSeqNo - qcr.qccSeqNo < m_qccTimes.size();
    const uint64_t current = senderTime(now);
    const uint64_t asked = answers ? m_qccTimes[qcr.qccSeqNo % m_qccTimes.size()] : client.joinAckTime;
    if (!(answers || isFirst) || qcr.serverTime < asked || qcr.serverTime > current)
        return;
    // What was waited on purpose is known from its sender alone, so a long time without any wait is taken for
    // one that it does not tell.
    if (answers && qcr.backOff == 0 && current - qcr.serverTime > untoldWait)
        return;
    client.roundTrip.sample(current, qcr.serverTime, qcr.backOff);
}

} // namespace castdeck
