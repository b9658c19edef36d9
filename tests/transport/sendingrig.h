// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/sending/sendingsession.h"

#include <QTemporaryFile>
#include <deque>
#include <optional>

namespace castdeck
{

/// A sending session on a virtual clock with a hand on every packet, and clients that are played by the test.
class SendingRig : public SendingOutput
{
public:
    explicit SendingRig(qint64 contentSize, SessionParameters parameters = {});

    struct Sent {
        wire::Endpoint to;
        QByteArray bytes;
        Instant at;
    };
    /// A decoded packet that stays valid as long as the rig does.
    struct Packet {
        Instant at;
        uint64_t senderTime;
        wire::TransportBody body;
        wire::Endpoint to;
    };

    /// Lets time pass, running every timer at its deadline.
    void pass(Duration time);
    /// Sends a packet of a client and lets the session act on it, at the same moment.
    void say(const wire::TransportBody &body, const wire::Endpoint &from, uint64_t senderTime = 77);
    void raw(QByteArray datagram, const wire::Endpoint &from);

    static wire::Join joinPacket(std::u16string_view name = u"PC");
    /// JOIN and the first QCR; the result is the id the session gave.
    uint32_t join(const wire::Endpoint &from, std::u16string_view name = u"PC", bool canBeDemoted = false);
    /// Answers the last QCC after @p wait of way; makes the client electable.
    void answerQcc(uint32_t id, const wire::Endpoint &from);
    /// Joined, elected, and asked with POLL.
    uint32_t master(const wire::Endpoint &from, bool canBeDemoted = false);
    void answerPoll(uint32_t id, const wire::Endpoint &from, std::vector<wire::Range> missing,
                    uint32_t time = 1);
    void ack(uint32_t id, const wire::Endpoint &from, uint64_t seqNo);
    void nack(uint32_t id, const wire::Endpoint &from, std::vector<wire::Range> missing,
              uint64_t lossRate = 0);
    void leave(uint32_t id, const wire::Endpoint &from, uint8_t reason);

    /// All packets of one kind since the last forget().
    template <class Body>
    std::vector<Body> all() const
    {
        std::vector<Body> found;
        for (const Packet &packet : packets()) {
            if (const Body *body = std::get_if<Body>(&packet.body))
                found.push_back(*body);
        }
        return found;
    }
    template <class Body>
    std::vector<Instant> times() const
    {
        std::vector<Instant> found;
        for (const Packet &packet : packets()) {
            if (std::holds_alternative<Body>(packet.body))
                found.push_back(packet.at);
        }
        return found;
    }
    template <class Body>
    std::optional<Packet> last() const
    {
        std::optional<Packet> found;
        for (const Packet &packet : packets()) {
            if (std::holds_alternative<Body>(packet.body))
                found = packet;
        }
        return found;
    }
    std::vector<Packet> packets() const;
    void forget() { m_firstShown = sent.size(); }

    QByteArray block(uint64_t number) const;

    static wire::Endpoint client(uint8_t host, uint16_t port = 40000);

    // SendingOutput
    size_t send(std::span<const uint8_t> bytes, size_t segmentSize, const wire::Endpoint &to) override;
    void clientDeparted(const ClientDeparture &departure) override { departures.push_back(departure); }
    void troubled(const SessionTrouble &trouble) override { troubles.push_back(trouble); }

    QTemporaryFile file;
    QByteArray content;
    SendingSettings settings;
    Instant now = Instant{} + std::chrono::hours(1);
    std::deque<Sent> sent;
    std::vector<ClientDeparture> departures;
    std::vector<SessionTrouble> troubles;
    size_t room = SIZE_MAX; ///< bytes the "system" still takes
    std::unique_ptr<SendingSession> session;

private:
    size_t m_firstShown = 0;
    mutable wire::PacketSecurity m_security{wire::SecurityMode::Checksum};
};

} // namespace castdeck
