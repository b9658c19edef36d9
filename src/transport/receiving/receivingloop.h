// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"
#include "transport/net/networkinterface.h"
#include "transport/net/utilization.h"
#include "transport/receiving/receivingsession.h"

#include <functional>
#include <memory>
#include <poll.h>
#include <thread>
#include <vector>

namespace castdeck
{

/// How a download stands.
struct ReceivingStatus {
    ReceivingState state = ReceivingState::Join;
    bool verifying = false; ///< everything is written, and not all of it is known to be right
    bool finishing = false; ///< all is well, and on its way to the device
    bool master = false;
    uint8_t percent = 0;
    uint64_t bytesWritten = 0;
    double lossRate = 0;  ///< of the session's packets on their way here
    Duration inSession{}; ///< since the server gave the id; zero in Join
    ReceivingCounters counters;
};

/// Runs one ReceivingSession with real sockets, clock and sink, in the thread that calls run().
class ReceivingLoop : private ReceivingOutput
{
public:
    struct Options {
        int stopDescriptor = -1; ///< becomes readable: leave; −1: never
        std::chrono::milliseconds reportInterval{250};
        std::function<void(const ReceivingStatus &)> report; ///< may be empty
        std::function<void(const ReceivingMove &)> moved{};  ///< may be empty
    };

    /// Opens both sockets on @p interface. @p writer and @p sink must outlive the loop.
    static Result<std::unique_ptr<ReceivingLoop>> open(const ReceivingSettings &settings,
                                                       const NetworkInterface &interface, BlockWriter &writer,
                                                       ContentSink &sink);
    ~ReceivingLoop() override;

    /// Joins, receives, finishes the sink, leaves. Kind Complete means that the sink is finished, whatever
    /// happened to the session meanwhile.
    ReceivingEnd run(const Options &options);

private:
    ReceivingLoop(const ReceivingSettings &settings, const NetworkInterface &interface, BlockWriter &writer,
                  ContentSink &sink, DatagramSocket own, DatagramSocket group, Descriptor finished);

    void send(wire::Bytes packet, const wire::Endpoint &server) override;
    wire::Utilization utilization(Instant now) override { return m_meter.sample(now); }
    void moved(const ReceivingMove &move) override
    {
        if (m_moved)
            m_moved(move);
    }

    void sendGathered();
    static Result<DatagramSocket> openGroup(const wire::Endpoint &group, unsigned interfaceIndex);
    void followGroup();
    void startFinishing();
    void wait(int stopDescriptor, pollfd sink, Instant until);
    template <class Take>
    void read(DatagramSocket &socket, Take take);
    ReceivingStatus status() const;

    BlockWriter *m_writer;
    ContentSink *m_sink;
    unsigned m_interfaceIndex;
    UtilizationMeter m_meter;
    DatagramSocket m_own;   ///< sends everything, receives JOINACK
    DatagramSocket m_group; ///< joined to m_joined
    wire::Endpoint m_joined;
    /// Packets of one size, as the acknowledgements of a batch are, go out in one call.
    std::vector<uint8_t> m_gathered;
    size_t m_gatheredSize = 1; ///< of each
    wire::Endpoint m_gatheredFor;
    ReceivingSession m_session;
    std::function<void(const ReceivingMove &)> m_moved;
    bool m_stopped = false;
    Instant m_groupRead{}; ///< when that was last

    std::thread m_finisher;
    Descriptor m_finished; ///< eventfd: m_finishResult is there
    bool m_finishing = false;
    Result<void> m_finishResult;
};

} // namespace castdeck
