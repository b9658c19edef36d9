// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/sending/controlqueue.h"
#include "transport/sending/sendingclient.h"
#include "transport/sending/sessionkeys.h"
#include "wire/transportpacket.h"

namespace castdeck
{

/// What a sending session says besides data: it numbers its packets, remembers when they went out, and tells
/// from that how long the answer to one was on its way.
class SendingVoice
{
public:
    SendingVoice(const SendingSettings &settings, SessionKeys &keys, SendingOutput &output);

    /// As packets hold it.
    static uint16_t clampedMs(uint64_t value);

    void joinAck(SendingClient &client, uint16_t masterRoundTrip, Instant now);
    void qcc(uint16_t backOff, Instant now);
    void spm(ClientId master, uint16_t masterRoundTrip, size_t activeClients, uint64_t trail, uint64_t lead,
             Instant now);
    void poll(uint16_t backOff, Instant now);
    /// The keys of an encrypted session, to one of its members.
    void keys(SendingClient &client, Instant now);
    /// To all that are Kicked; those that were sent away with the same words share a packet. In an encrypted
    /// session each gets its own: it cannot read any more what goes to the group.
    void kicks(const SendingClients &clients, Instant now);
    /// To all that are Demoted.
    void demotes(const SendingClients &clients, Instant now);

    uint64_t qccSeqNo() const { return m_qccSeqNo; }
    uint64_t pollSeqNo() const { return m_pollSeqNo; }
    /// As the last SPM said it.
    uint16_t maxNackBackOff() const { return m_maxNackBackOff; }

    /// What an ACK echoes is the time of a packet that can have caused it: one that acknowledges anew, of
    /// what it acknowledges or later (@p earliest); any other, of the last SPM or later. So a wrong echo
    /// makes nobody slower than it is.
    void sampleRoundTrip(const wire::Ack &ack, std::optional<uint64_t> earliest, SendingClient &client,
                         Instant now) const;
    /// A report echoes the QCC that it answers, the first one a JOINACK.
    void sampleRoundTrip(const wire::Qcr &qcr, bool isFirst, SendingClient &client, Instant now) const;

    /// Sends what waited for room. True when nothing waits any more.
    bool flush() { return m_control.flush(); }
    bool blocked() const { return m_control.blocked(); }

private:
    void say(const wire::TransportBody &body, wire::PacketSecurity &security, const wire::Endpoint &to,
             Instant now);
    void say(const wire::TransportBody &body, Instant now); ///< to the group
    void order(const SendingClient &first, const wire::TransportBody &body, Instant now);
    size_t clientsPerOrder() const;
    void sayTo(const SendingClient &client, const wire::TransportBody &body, Instant now);

    uint32_t m_sessionId;
    wire::Endpoint m_group;
    SessionKeys &m_keys;
    ControlQueue m_control;
    uint16_t m_minNackBackOff = 1; ///< ms
    uint16_t m_maxNackBackOff = 1;
    uint64_t m_spmSeqNo = 0;
    uint64_t m_spmTime = 0; ///< SenderTime of the last SPM
    uint64_t m_qccSeqNo = 0;
    std::array<uint64_t, 16> m_qccTimes{}; ///< of the last QCCs, by their number
    uint64_t m_pollSeqNo = 0;
};

} // namespace castdeck
