// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sickness.h"

#include <algorithm>

namespace castdeck
{

using namespace std::chrono_literals;

const char *name(Sickness sickness)
{
    static constexpr const char *names[] = {"healthy",         "never advances", "NACKs for ever",
                                            "lies about time", "nonsense echo",  "MTU hole",
                                            "freezes",         "sleeps",         "ignores KICK"};
    return names[static_cast<size_t>(sickness)];
}

SickNerves::SickNerves(Sickness sickness, const ReceivingSettings &settings)
    : m_sickness(sickness), m_sessionId(settings.sessionId), m_mode(settings.clientMode), m_key(settings.key)
{
}

bool SickNerves::hears(wire::Bytes packet)
{
    if (m_sickness != Sickness::MtuHole && m_sickness != Sickness::IgnoresKick)
        return true;
    wire::PacketSecurity security(m_mode, m_key);
    const auto decoded = wire::decodeTransport(packet, security, m_sessionId, wire::Receiver::Client);
    if (!decoded)
        return true;
    return m_sickness == Sickness::MtuHole ? !std::holds_alternative<wire::Data>(decoded->body)
                                           : !std::holds_alternative<wire::Kick>(decoded->body);
}

SickNerves::Datagram SickNerves::encode(const wire::TransportBody &body, uint64_t senderTime)
{
    Datagram bytes(wire::MaxDatagram);
    wire::PacketSecurity security(m_mode, m_key);
    bytes.resize(wire::encodeTransport(bytes, security, m_sessionId, senderTime, body));
    return bytes;
}

SickNerves::Datagram SickNerves::spoil(wire::Bytes packet)
{
    Datagram whole(packet.begin(), packet.end());
    wire::PacketSecurity security(m_mode, m_key);
    auto decoded = wire::decodeTransport(packet, security, m_sessionId, wire::Receiver::Server);
    if (m_sickness == Sickness::None || !decoded)
        return whole;
    Datagram words; // of the application layer
    const auto timeless = [&](wire::Bytes &appData, size_t at) {
        words.assign(appData.begin(), appData.end());
        if (words.size() >= at + 4)
            std::fill_n(words.begin() + std::ptrdiff_t(at), 4, uint8_t(0xFF));
        appData = words;
    };
    if (auto *qcr = std::get_if<wire::Qcr>(&decoded->body)) {
        m_clientId = qcr->clientId;
        if (m_sickness == Sickness::NonsenseEcho) {
            qcr->serverTime = 1;
            qcr->backOff = 0;
        } else if (m_sickness == Sickness::LiesAboutTime) {
            qcr->backOff = UINT16_MAX;
            timeless(qcr->appData, 3);
        }
    } else if (auto *answer = std::get_if<wire::PollAck>(&decoded->body)) {
        if (m_sickness == Sickness::LiesAboutTime)
            timeless(answer->appData, 4);
    } else if (auto *ack = std::get_if<wire::Ack>(&decoded->body)) {
        if (m_sickness == Sickness::NacksForEver)
            return {};
        if (m_sickness == Sickness::NonsenseEcho)
            ack->serverTime = 1;
        if (m_sickness == Sickness::NeverAdvances) {
            m_acknowledged = m_acknowledged.value_or(ack->oDataSeqNo);
            ack->oDataSeqNo = *m_acknowledged;
        }
    } else if (std::holds_alternative<wire::Nack>(decoded->body) && m_sickness == Sickness::NeverAdvances) {
        return {};
    }
    return encode(decoded->body, decoded->senderTime);
}

SickNerves::Datagram SickNerves::outcry(wire::Bytes packet, Instant now)
{
    if (m_sickness != Sickness::NacksForEver || m_clientId == 0 || now - m_criedAt < 2ms)
        return {};
    wire::PacketSecurity security(m_mode, m_key);
    const auto heard = wire::decodeTransport(packet, security, m_sessionId, wire::Receiver::Client);
    if (!heard)
        return {};
    uint64_t lead = 0;
    if (const auto *spm = std::get_if<wire::Spm>(&heard->body))
        lead = spm->leadODataSeqNo;
    else if (const auto *data = std::get_if<wire::Data>(&heard->body))
        lead = data->oDataSeqNo;
    if (lead == 0)
        return {};
    m_criedAt = now;
    const wire::Range everything[] = {{1, lead}};
    wire::Nack nack;
    nack.clientId = m_clientId;
    nack.lossRate = wire::LossRateOne;
    nack.ranges = std::span<const wire::Range>(everything);
    return encode(nack, 1);
}

} // namespace castdeck
