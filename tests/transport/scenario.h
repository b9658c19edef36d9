// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "simulatedcast.h"

#include <QStringList>
#include <deque>
#include <optional>

namespace castdeck
{

/// One cast with everything that can happen to it, drawn from a seed: content, security, machines, network,
/// accidents, and what an administrator does. The same seed is the same cast, packet by packet.
class Scenario
{
public:
    explicit Scenario(uint64_t seed);

    /// Runs it to its end. What is not as it must be; empty if all is well.
    QStringList run();
    /// For a person who looks at a failing seed.
    QString describe() const;

private:
    struct Machine {
        std::unique_ptr<SimulatedReceiver> receiver;
        Instant joins{};
        uint64_t blocks = 0; ///< that it had when it was last looked at
        Instant gotAt{};     ///< when the last of them came
        Duration silence{};  ///< the longest without one
        bool cancelled = false;
        bool disconnected = false;
    };
    void drawSession();
    void drawMachines();
    void drawMachine(size_t index, Sickness sickness);
    void drawOnset(SimulatedReceiver &receiver, Instant joins);
    void look();
    SimulatedPath drawPath();
    void drawAccidents(Machine &machine, Instant joins);
    void drawAdministrator();
    void drawForger();
    void terminate();

    QStringList checkMachine(const Machine &machine) const;
    QStringList checkLimits() const;
    QStringList checkDepartures() const;
    QStringList checkCounters() const;
    QStringList checkEnd() const;

    uint64_t below(uint64_t end) { return m_random() % end; }
    bool oneIn(uint64_t n) { return below(n) == 0; }
    Duration upTo(std::chrono::milliseconds most)
    {
        return std::chrono::microseconds(below(static_cast<uint64_t>(most.count()) * 1000 + 1));
    }

    uint64_t m_seed;
    std::mt19937_64 m_random;
    SimulatedNetwork m_network;
    SimulatedScript m_script;
    SimulatedScript m_forger; ///< its packets come from an address of nobody
    SendingSettings m_settings;
    QByteArray m_content;
    wire::ContentGeometry m_geometry{};
    std::unique_ptr<SimulatedSender> m_sender;
    std::deque<Machine> m_machines;
    bool m_clean = false; ///< nothing happens but by the sick machines
    size_t m_sick = 0;
    Instant m_start{};
    double m_overRate = 0;            ///< bytes sent beyond the rate limit, at most
    uint64_t m_forged = 0;            ///< packets that the sender must have taken for a stranger's
    std::optional<Instant> m_endedAt; ///< the session, as the network saw it
    bool m_terminated = false;
    qsizetype m_presentAtTermination = 0; ///< without those that had not joined wholly
};

} // namespace castdeck
