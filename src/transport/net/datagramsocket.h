// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"
#include "core/error.h"
#include "wire/address.h"

#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace castdeck
{

/// A non-blocking UDP socket that moves many datagrams per system call: UDP_SEGMENT and sendmmsg out, UDP_GRO
/// and recvmmsg in, plain calls where the kernel has none of them. It never lets the system fragment a
/// packet. Not thread-safe; movable.
class DatagramSocket
{
public:
    struct Options {
        unsigned interfaceIndex = 0; ///< where multicast goes out; 0: the system chooses
        int hopLimit = 32;           ///< of multicast (Choice T02)
        bool shareAddress = false;   ///< others may bind the same group and port
        int receiveBuffer = 0;       ///< bytes to ask for, 0: the system's default
        int sendBuffer = 0;          ///< bytes to ask for, 0: the system's default
    };
    /// Binds to @p local; port 0 lets the system choose. AddressInUse if somebody else holds it.
    static Result<DatagramSocket> bind(const wire::Endpoint &local, const Options &options);

    DatagramSocket(DatagramSocket &&) noexcept;
    DatagramSocket &operator=(DatagramSocket &&) noexcept;
    ~DatagramSocket();

    Result<void> joinGroup(const wire::Address &group, unsigned interfaceIndex);
    /// Of a group that was joined, what @p source sends does not arrive.
    Result<void> blockSource(const wire::Address &group, const wire::Address &source,
                             unsigned interfaceIndex);

    wire::Endpoint localEndpoint() const;
    /// For poll(2) and QSocketNotifier.
    int descriptor() const { return m_descriptor.value(); }

    /// Sends @p bytes cut into datagrams of @p segmentSize (the last may be shorter). Returns the bytes that
    /// the system took, always whole datagrams; fewer than all when its buffer is full (wait for POLLOUT). A
    /// datagram that cannot be sent at all (no route, too long) counts as taken: to the protocol it is lost.
    /// lastError() then tells why.
    size_t send(std::span<const uint8_t> bytes, size_t segmentSize, const wire::Endpoint &to);
    /// errno of the last datagram that could not be sent, 0 if there was none.
    int lastError() const { return m_lastError; }
    /// As lastError(), which it forgets.
    int takeError() { return std::exchange(m_lastError, 0); }

    /// One datagram as it arrived; valid until the next receive(), and free to be changed.
    struct Datagram {
        std::span<uint8_t> bytes;
        wire::Endpoint from;
    };
    /// All that waits, up to an internal bound; empty if nothing does.
    std::span<const Datagram> receive();
    /// The last receive() left nothing behind, as far as it could see.
    bool wasDrained() const { return m_drained; }
    /// Of the system's room for what was not received yet, the share that is taken; 0 if it does not say.
    double backlog() const;

private:
    explicit DatagramSocket(int descriptor);
    std::optional<size_t> sendSegmented(std::span<const uint8_t> bytes, size_t segmentSize,
                                        const wire::Endpoint &to);
    size_t sendOneByOne(std::span<const uint8_t> bytes, size_t segmentSize, const wire::Endpoint &to);

    struct ReceiveBuffers;
    Descriptor m_descriptor;
    int m_lastError = 0;
    bool m_drained = true;
    unsigned m_interfaceIndex = 0;
    bool m_segmentation = true;
    std::unique_ptr<ReceiveBuffers> m_receive;
    std::vector<Datagram> m_datagrams;
};

} // namespace castdeck
