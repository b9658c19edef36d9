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
    : m_sickness(sickness), m_sessionId(settings.sessionId)
{
    m_keys.emplace(settings);
    m_own.emplace(settings.clientMode, settings.key);
    if (m_keys->isEncrypted())
        m_own->openWith({wire::KeyId::Kind::Member, settings.member.number},
                        wire::memberCipherKey(settings.member, wire::Direction::MemberToServer, m_sessionId));
}

bool SickNerves::hears(wire::Bytes packet)
{
    m_heardLead = 0;
    if (m_sickness == Sickness::None)
        return true;
    Datagram copy(packet.begin(), packet.end());
    const auto heard = wire::decodeTransport(copy, m_keys->incoming(), m_sessionId, wire::Receiver::Client);
    if (!heard)
        return true;
    if (const auto *answer = std::get_if<wire::JoinAck>(&heard->body))
        m_keys->learn(answer->keys);
    else if (const auto *keys = std::get_if<wire::Keys>(&heard->body))
        m_keys->learn(keys->keys);
    else if (const auto *spm = std::get_if<wire::Spm>(&heard->body))
        m_heardLead = spm->leadODataSeqNo;
    else if (const auto *data = std::get_if<wire::Data>(&heard->body))
        m_heardLead = data->oDataSeqNo;
    return !(m_sickness == Sickness::MtuHole && std::holds_alternative<wire::Data>(heard->body)) &&
           !(m_sickness == Sickness::IgnoresKick && std::holds_alternative<wire::Kick>(heard->body));
}

SickNerves::Datagram SickNerves::encode(const wire::TransportBody &body, uint64_t senderTime)
{
    Datagram bytes(wire::MaxDatagram);
    bytes.resize(wire::encodeTransport(bytes, m_keys->outgoing(), m_sessionId, senderTime, body));
    return bytes;
}

SickNerves::Datagram SickNerves::spoil(wire::Bytes packet)
{
    Datagram whole(packet.begin(), packet.end());
    if (m_sickness == Sickness::None)
        return whole;
    auto decoded = wire::decodeTransport(whole, *m_own, m_sessionId, wire::Receiver::Server);
    if (!decoded)
        return {packet.begin(), packet.end()};
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

SickNerves::Datagram SickNerves::outcry(Instant now)
{
    if (m_sickness != Sickness::NacksForEver || m_clientId == 0 || m_heardLead == 0 || now - m_criedAt < 2ms)
        return {};
    m_criedAt = now;
    const wire::Range everything[] = {{1, m_heardLead}};
    wire::Nack nack;
    nack.clientId = m_clientId;
    nack.lossRate = wire::LossRateOne;
    nack.ranges = std::span<const wire::Range>(everything);
    return encode(nack, 1);
}

} // namespace castdeck
