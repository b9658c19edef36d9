// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What datagrams can do without any reliability: the limit of a race. The receiver says how many bytes came.
//
//   bare send FILE             as fast as the socket takes them
//   bare receive FILE
#include <arpa/inet.h>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/udp.h>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>

namespace
{

constexpr auto groupAddress = "239.192.7.8";
constexpr uint16_t port = 9100;
constexpr int block = 1472;  // fills a packet of 1500 bytes
constexpr int segments = 44; // as many as one datagram of 64 KiB holds
constexpr int socketBuffer = 64 << 20;
constexpr std::string_view endMark = "end";
std::array<char, 65536> buffer;

void check(bool good, const char *what)
{
    if (good)
        return;
    perror(what);
    exit(1);
}

void setOption(int socket, int level, int name, const auto &value)
{
    check(setsockopt(socket, level, name, &value, sizeof value) == 0, "setsockopt");
}

void sendFile(int socket, const sockaddr_in &group, const char *path)
{
    const int file = open(path, O_RDONLY);
    check(file >= 0, path);
    check(connect(socket, reinterpret_cast<const sockaddr *>(&group), sizeof group) == 0, "connect");
    setOption(socket, SOL_UDP, UDP_SEGMENT, block);
    ssize_t length = 0;
    while ((length = read(file, buffer.data(), block * segments)) > 0)
        check(send(socket, buffer.data(), length, 0) == length, "send");
    // A receiver whose buffer is full misses some of these, too.
    for (int i = 0; i < 200; ++i) {
        send(socket, endMark.data(), endMark.size(), 0);
        usleep(2000);
    }
}

void receiveFile(int socket, const sockaddr_in &group, const ip_mreqn &membership, const char *path)
{
    const int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    check(file >= 0, path);
    check(bind(socket, reinterpret_cast<const sockaddr *>(&group), sizeof group) == 0, "bind");
    setOption(socket, IPPROTO_IP, IP_ADD_MEMBERSHIP, membership);
    setOption(socket, SOL_UDP, UDP_GRO, 1);
    puts("ready");
    fflush(stdout);
    long long bytes = 0;
    for (;;) {
        const ssize_t length = recv(socket, buffer.data(), buffer.size(), 0);
        check(length > 0, "recv");
        if (std::string_view(buffer.data(), length) == endMark)
            break;
        check(write(file, buffer.data(), length) == length, "write");
        bytes += length;
    }
    printf("bytes=%lld\n", bytes);
}

} // namespace

int main(int count, char **word)
{
    const std::string_view role = count == 3 ? word[1] : "";
    if (role != "send" && role != "receive") {
        fputs("usage: bare send|receive FILE\n", stderr);
        return 2;
    }
    sockaddr_in group{};
    group.sin_family = AF_INET;
    group.sin_port = htons(port);
    inet_pton(AF_INET, groupAddress, &group.sin_addr);
    ip_mreqn membership{};
    membership.imr_multiaddr = group.sin_addr;
    membership.imr_ifindex = static_cast<int>(if_nametoindex("eth0"));
    const int socket = ::socket(AF_INET, SOCK_DGRAM, 0);
    check(socket >= 0, "socket");
    setOption(socket, IPPROTO_IP, IP_MULTICAST_IF, membership);
    setOption(socket, SOL_SOCKET, SO_SNDBUFFORCE, socketBuffer);
    setOption(socket, SOL_SOCKET, SO_RCVBUFFORCE, socketBuffer);
    if (role == "send")
        sendFile(socket, group, word[2]);
    else
        receiveFile(socket, group, membership, word[2]);
    return 0;
}
