// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/net/datagramsocket.h"

#include "transport/net/socketaddress.h"

#include <QtGlobal>
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <linux/sock_diag.h>
#include <netinet/udp.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace castdeck
{

namespace
{

constexpr size_t SegmentsMax = 64;           // UDP_MAX_SEGMENTS of the oldest kernels that segment
constexpr size_t SegmentedBytesMax = 65'000; // one IP packet before it is cut
constexpr size_t MessagesPerCall = 16;
constexpr size_t MessageBytes = 65'536;

template <class T>
bool setOption(int descriptor, int level, int name, const T &value)
{
    return ::setsockopt(descriptor, level, name, &value, sizeof value) == 0;
}

// The forced variant passes the system's limit where we are allowed to.
void askForBuffer(int descriptor, int plain, int forced, int bytes)
{
    if (bytes > 0 && !setOption(descriptor, SOL_SOCKET, forced, bytes))
        setOption(descriptor, SOL_SOCKET, plain, bytes);
}

bool isBackPressure(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK || error == ENOBUFS;
}

} // namespace

struct DatagramSocket::ReceiveBuffers {
    std::array<std::array<uint8_t, MessageBytes>, MessagesPerCall> bytes;
    std::array<sockaddr_storage, MessagesPerCall> sources{};
    std::array<std::array<uint8_t, CMSG_SPACE(sizeof(int))>, MessagesPerCall> controls{};
    std::array<iovec, MessagesPerCall> vectors{};
    std::array<mmsghdr, MessagesPerCall> headers{};
};

DatagramSocket::DatagramSocket(int descriptor) : m_descriptor(descriptor) {}

DatagramSocket::DatagramSocket(DatagramSocket &&) noexcept = default;

DatagramSocket &DatagramSocket::operator=(DatagramSocket &&) noexcept = default;

DatagramSocket::~DatagramSocket() = default;

Result<DatagramSocket> DatagramSocket::bind(const wire::Endpoint &local, const Options &options)
{
    const bool v6 = local.address.length == 16;
    const QString subject = toText(local);
    const auto failed = [&] { return systemFailure(subject, ErrorCode::NetworkFailure); };

    const int descriptor = ::socket(v6 ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0)
        return failed();
    DatagramSocket socket(descriptor);
    socket.m_interfaceIndex = options.interfaceIndex;

    if (options.shareAddress && !setOption(descriptor, SOL_SOCKET, SO_REUSEADDR, 1))
        return failed();
    askForBuffer(descriptor, SO_RCVBUF, SO_RCVBUFFORCE, options.receiveBuffer);
    askForBuffer(descriptor, SO_SNDBUF, SO_SNDBUFFORCE, options.sendBuffer);

    // NOLINTNEXTLINE(bugprone-branch-clone): two names, one number
    const int neverFragment = v6 ? IPV6_PMTUDISC_DO : IP_PMTUDISC_DO;
    const int level = v6 ? IPPROTO_IPV6 : IPPROTO_IP;
    setOption(descriptor, level, v6 ? IPV6_MTU_DISCOVER : IP_MTU_DISCOVER, neverFragment);
    setOption(descriptor, level, v6 ? IPV6_MULTICAST_HOPS : IP_MULTICAST_TTL, options.hopLimit);
    setOption(descriptor, level, v6 ? IPV6_MULTICAST_LOOP : IP_MULTICAST_LOOP, 1);
    bool chosen = true;
    if (options.interfaceIndex > 0 && v6) {
        chosen = setOption(descriptor, level, IPV6_MULTICAST_IF, static_cast<int>(options.interfaceIndex));
        setOption(descriptor, level, IPV6_V6ONLY, 1);
    } else if (options.interfaceIndex > 0) {
        ip_mreqn request{};
        request.imr_ifindex = static_cast<int>(options.interfaceIndex);
        chosen = setOption(descriptor, level, IP_MULTICAST_IF, request);
        setOption(descriptor, level, IP_MULTICAST_ALL, 0);
    }
    const SocketAddress address = toSocketAddress(local, options.interfaceIndex);
    if (!chosen || ::bind(descriptor, address.data(), address.length) != 0)
        return failed();

    setOption(descriptor, SOL_UDP, UDP_GRO, 1);
    return socket;
}

Result<void> DatagramSocket::joinGroup(const wire::Address &group, unsigned interfaceIndex)
{
    group_req request{};
    request.gr_interface = interfaceIndex;
    const SocketAddress address = toSocketAddress({group, 0}, interfaceIndex);
    std::memcpy(&request.gr_group, &address.storage, sizeof request.gr_group);
    if (!setOption(m_descriptor.value(), group.length == 16 ? IPPROTO_IPV6 : IPPROTO_IP, MCAST_JOIN_GROUP,
                   request))
        return systemFailure(toText(group), ErrorCode::NetworkFailure);
    return {};
}

Result<void> DatagramSocket::blockSource(const wire::Address &group, const wire::Address &source,
                                         unsigned interfaceIndex)
{
    group_source_req request{};
    request.gsr_interface = interfaceIndex;
    const SocketAddress groupAddress = toSocketAddress({group, 0}, interfaceIndex);
    const SocketAddress sourceAddress = toSocketAddress({source, 0}, interfaceIndex);
    std::memcpy(&request.gsr_group, &groupAddress.storage, sizeof request.gsr_group);
    std::memcpy(&request.gsr_source, &sourceAddress.storage, sizeof request.gsr_source);
    const int level = group.length == 16 ? IPPROTO_IPV6 : IPPROTO_IP;
    if (!setOption(m_descriptor.value(), level, MCAST_BLOCK_SOURCE, request))
        return systemFailure(toText(source), ErrorCode::NetworkFailure);
    return {};
}

wire::Endpoint DatagramSocket::localEndpoint() const
{
    SocketAddress own;
    own.length = sizeof own.storage;
    ::getsockname(m_descriptor.value(), reinterpret_cast<sockaddr *>(&own.storage), &own.length);
    return fromSocketAddress(own.storage);
}

size_t DatagramSocket::send(std::span<const uint8_t> bytes, size_t segmentSize, const wire::Endpoint &to)
{
    Q_ASSERT(segmentSize > 0);
    size_t sent = 0;
    while (sent < bytes.size()) {
        const auto rest = bytes.subspan(sent);
        std::optional<size_t> taken;
        if (m_segmentation && rest.size() > segmentSize)
            taken = sendSegmented(rest, segmentSize, to);
        if (!taken)
            taken = sendOneByOne(rest, segmentSize, to);
        if (*taken == 0)
            break;
        sent += *taken;
    }
    return sent;
}

std::optional<size_t> DatagramSocket::sendSegmented(std::span<const uint8_t> bytes, size_t segmentSize,
                                                    const wire::Endpoint &to)
{
    const size_t perCall = std::min(SegmentsMax, std::max<size_t>(SegmentedBytesMax / segmentSize, 1));
    const auto part = bytes.first(std::min(bytes.size(), perCall * segmentSize));
    SocketAddress address = toSocketAddress(to, m_interfaceIndex);
    iovec vector{const_cast<uint8_t *>(part.data()), part.size()};
    alignas(cmsghdr) std::array<uint8_t, CMSG_SPACE(sizeof(uint16_t))> control{};
    msghdr message{};
    message.msg_name = &address.storage;
    message.msg_namelen = address.length;
    message.msg_iov = &vector;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_UDP;
    header->cmsg_type = UDP_SEGMENT;
    header->cmsg_len = CMSG_LEN(sizeof(uint16_t));
    const uint16_t size = static_cast<uint16_t>(segmentSize);
    std::memcpy(CMSG_DATA(header), &size, sizeof size);
    if (::sendmsg(m_descriptor.value(), &message, MSG_NOSIGNAL) >= 0)
        return part.size();
    if (isBackPressure(errno))
        return 0;
    // A kernel or device that cannot segment is not asked again. Whatever the cause, the datagrams go one by
    // one now, where an error that is not about segmentation shows up again.
    m_segmentation = errno != EINVAL && errno != EIO && errno != EOPNOTSUPP && errno != ENOPROTOOPT;
    return std::nullopt;
}

size_t DatagramSocket::sendOneByOne(std::span<const uint8_t> bytes, size_t segmentSize,
                                    const wire::Endpoint &to)
{
    SocketAddress address = toSocketAddress(to, m_interfaceIndex);
    std::array<iovec, SegmentsMax> vectors{};
    std::array<mmsghdr, SegmentsMax> headers{};
    size_t count = 0;
    for (size_t at = 0; at < bytes.size() && count < SegmentsMax; at += segmentSize, ++count) {
        const auto datagram = bytes.subspan(at, std::min(segmentSize, bytes.size() - at));
        vectors[count] = {const_cast<uint8_t *>(datagram.data()), datagram.size()};
        headers[count].msg_hdr.msg_name = &address.storage;
        headers[count].msg_hdr.msg_namelen = address.length;
        headers[count].msg_hdr.msg_iov = &vectors[count];
        headers[count].msg_hdr.msg_iovlen = 1;
    }
    const int taken =
        ::sendmmsg(m_descriptor.value(), headers.data(), static_cast<unsigned>(count), MSG_NOSIGNAL);
    if (taken > 0)
        return std::min(bytes.size(), static_cast<size_t>(taken) * segmentSize);
    if (isBackPressure(errno) || errno == EINTR)
        return 0;
    m_lastError = errno;
    return std::min(bytes.size(), segmentSize);
}

double DatagramSocket::backlog() const
{
    std::array<uint32_t, SK_MEMINFO_VARS> memory{};
    socklen_t size = sizeof memory;
    if (::getsockopt(m_descriptor.value(), SOL_SOCKET, SO_MEMINFO, memory.data(), &size) != 0 ||
        memory[SK_MEMINFO_RCVBUF] == 0)
        return 0;
    return double(memory[SK_MEMINFO_RMEM_ALLOC]) / memory[SK_MEMINFO_RCVBUF];
}

std::span<const DatagramSocket::Datagram> DatagramSocket::receive()
{
    if (!m_receive)
        m_receive = std::make_unique_for_overwrite<ReceiveBuffers>();
    ReceiveBuffers &in = *m_receive;
    for (size_t i = 0; i < MessagesPerCall; ++i) {
        in.vectors[i] = {in.bytes[i].data(), in.bytes[i].size()};
        in.headers[i] = {};
        msghdr &header = in.headers[i].msg_hdr;
        header.msg_name = &in.sources[i];
        header.msg_namelen = sizeof in.sources[i];
        header.msg_iov = &in.vectors[i];
        header.msg_iovlen = 1;
        header.msg_control = in.controls[i].data();
        header.msg_controllen = in.controls[i].size();
    }
    m_datagrams.clear();
    const int messages =
        ::recvmmsg(m_descriptor.value(), in.headers.data(), MessagesPerCall, MSG_DONTWAIT, nullptr);
    m_drained = messages < static_cast<int>(MessagesPerCall);
    for (int i = 0; i < messages; ++i) {
        msghdr &header = in.headers[static_cast<size_t>(i)].msg_hdr;
        const size_t size = in.headers[static_cast<size_t>(i)].msg_len;
        size_t segment = size;
        for (cmsghdr *c = CMSG_FIRSTHDR(&header); c; c = CMSG_NXTHDR(&header, c)) {
            if (c->cmsg_level != SOL_UDP || c->cmsg_type != UDP_GRO)
                continue;
            int value = 0;
            std::memcpy(&value, CMSG_DATA(c), sizeof value);
            if (value > 0)
                segment = static_cast<size_t>(value);
        }
        const wire::Endpoint from = fromSocketAddress(in.sources[static_cast<size_t>(i)]);
        const std::span<uint8_t> all(in.bytes[static_cast<size_t>(i)].data(), size);
        size_t at = 0;
        do {
            m_datagrams.push_back({all.subspan(at, std::min(segment, size - at)), from});
            at += segment;
        } while (at < size);
    }
    return m_datagrams;
}

} // namespace castdeck
