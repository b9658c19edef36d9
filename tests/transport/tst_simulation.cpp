// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenario.h"
#include "support/testprogram.h"

#include <QTest>
#include <atomic>
#include <cstdio>
#include <mutex>
#include <thread>

namespace castdeck::tst_simulation
{

namespace
{

constexpr uint64_t SeedsAtEveryChange = 500;
constexpr uint64_t SeedsAtNight = 2000;

uint64_t fromEnvironment(const char *name, uint64_t otherwise)
{
    bool ok = false;
    const uint64_t value = qEnvironmentVariable(name).toULongLong(&ok);
    return ok ? value : otherwise;
}

} // namespace

/// CASTDECK_SEED=n runs that seed alone; CASTDECK_SEEDS=n runs the first n, CASTDECK_FIRST_SEED=n begins
/// elsewhere; CASTDECK_LONG=1 runs as many as fit a night.
class tst_Simulation : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everySeedEndsWell();
};

void tst_Simulation::everySeedEndsWell()
{
    const bool alone = qEnvironmentVariableIsSet("CASTDECK_SEED");
    const bool isLong = fromEnvironment("CASTDECK_LONG", 0) > 0;
    const uint64_t first =
        alone ? fromEnvironment("CASTDECK_SEED", 1) : fromEnvironment("CASTDECK_FIRST_SEED", 1);
    const uint64_t count =
        alone ? 1 : fromEnvironment("CASTDECK_SEEDS", isLong ? SeedsAtNight : SeedsAtEveryChange);

    std::atomic<uint64_t> next = first;
    std::mutex mutex;
    uint64_t failures = 0; // guarded by mutex
    const auto work = [&] {
        for (uint64_t seed = next++; seed < first + count; seed = next++) {
            Scenario scenario(seed);
            const QStringList wrong = scenario.run();
            const std::lock_guard lock(mutex);
            if (alone)
                qInfo().noquote() << scenario.describe();
            if (wrong.isEmpty())
                continue;
            ++failures;
            // Not through Qt Test, which cuts long texts off.
            std::fprintf(stderr, "failing: CASTDECK_SEED=%llu (%s)\n", static_cast<unsigned long long>(seed),
                         qPrintable(scenario.describe()));
            for (const QString &line : wrong)
                std::fprintf(stderr, "    %s\n", qPrintable(line));
        }
    };
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < std::max(2U, std::thread::hardware_concurrency()); ++i)
        threads.emplace_back(work);
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(failures, uint64_t(0));
}

CASTDECK_TEST(tst_Simulation)

} // namespace castdeck::tst_simulation

#include "tst_simulation.moc"
