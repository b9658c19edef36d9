// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What protecting a packet costs one core: data packets are finished and read, as often as fits into a
// moment, in each mode in turn, and the medians are compared with those of HMAC. Nothing is sent.
//
//   benchpackets [BLOCK_BYTES] [TURNS]

#include "wire/datapacket.h"

#include <QByteArray>
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <map>
#include <vector>

using namespace castdeck;

namespace
{

constexpr uint32_t Session = 1;
constexpr size_t Burst = 46; // packets of 1385 bytes in one segmented write
constexpr auto Moment = std::chrono::milliseconds(60);

/// What this thread had of its core, whatever else runs there.
std::chrono::nanoseconds cpuTime()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

struct Mode {
    const char *name;
    wire::SecurityMode mode;
};
constexpr std::array<Mode, 4> Modes{{{"none", wire::SecurityMode::None},
                                     {"checksum", wire::SecurityMode::Checksum},
                                     {"HMAC-SHA-256", wire::SecurityMode::Hash},
                                     {"AES-256-GCM", wire::SecurityMode::Encrypted}}};

wire::PacketSecurity securityOf(wire::SecurityMode mode, bool seals)
{
    constexpr wire::KeyId id{wire::KeyId::Kind::Group, 1};
    wire::PacketSecurity security(mode, wire::SessionKey{1});
    if (mode == wire::SecurityMode::Encrypted && seals)
        security.sealWith(id, {1});
    else if (mode == wire::SecurityMode::Encrypted)
        security.openWith(id, {1});
    return security;
}

struct Cost {
    double seal; ///< seconds a packet
    double open;
};

/// Bursts are made and read one after the other, and each half is timed for itself.
Cost measure(wire::SecurityMode mode, size_t block)
{
    wire::PacketSecurity sealer = securityOf(mode, true);
    wire::PacketSecurity opener = securityOf(mode, false);
    wire::DataPacketWriter writer(sealer, Session);
    const size_t size = writer.packetSize(block);
    std::vector<uint8_t> buffer(Burst * size, 0x5A);
    std::chrono::nanoseconds sealing{};
    std::chrono::nanoseconds opening{};
    uint64_t packets = 0;
    while (sealing + opening < Moment) {
        const auto start = cpuTime();
        for (size_t i = 0; i < Burst; ++i)
            writer.finish(std::span(buffer).subspan(i * size, size),
                          {false, 1, 1, packets + i + 1, packets + i + 1, packets + i + 1});
        const auto between = cpuTime();
        for (size_t i = 0; i < Burst; ++i) {
            const auto packet = wire::decodeTransport(std::span(buffer).subspan(i * size, size), opener,
                                                      Session, wire::Receiver::Client);
            if (!packet)
                qFatal("a packet is refused: %s", wire::name(packet.error()));
        }
        sealing += between - start;
        opening += cpuTime() - between;
        packets += Burst;
    }
    const auto each = [&](std::chrono::nanoseconds time) {
        return std::chrono::duration<double>(time).count() / double(packets);
    };
    return {each(sealing), each(opening)};
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

} // namespace

int main(int argc, char **argv)
{
    const size_t block = argc > 1 ? size_t(QByteArray(argv[1]).toUInt()) : 1385;
    const int turns = argc > 2 ? QByteArray(argv[2]).toInt() : 15;
    std::map<wire::SecurityMode, std::pair<std::vector<double>, std::vector<double>>> costs;
    for (int turn = 0; turn < turns; ++turn) {
        for (const Mode &mode : Modes) {
            const Cost cost = measure(mode.mode, block);
            costs[mode.mode].first.push_back(cost.seal);
            costs[mode.mode].second.push_back(cost.open);
        }
    }
    const auto &hmac = costs[wire::SecurityMode::Hash];
    std::printf("blocks of %zu bytes, one core, medians of %d turns, speed as a multiple of HMAC's\n", block,
                turns);
    for (const Mode &mode : Modes) {
        const double seal = median(costs[mode.mode].first);
        const double open = median(costs[mode.mode].second);
        std::printf("  %-12s  seal %6.0f ns %6.0f MB/s x%-5.2f   open %6.0f ns %6.0f MB/s x%-5.2f\n",
                    mode.name, seal * 1e9, double(block) / seal / 1e6, median(hmac.first) / seal, open * 1e9,
                    double(block) / open / 1e6, median(hmac.second) / open);
    }
    return 0;
}
