// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/common/ratelimiter.h"
#include "support/testprogram.h"

#include <QTest>
#include <deque>

namespace castdeck::tst_ratelimiter
{

using namespace std::chrono_literals;

namespace
{

wire::Address source(uint16_t number)
{
    return {{10, 0, static_cast<uint8_t>(number >> 8), static_cast<uint8_t>(number)}, 4};
}

} // namespace

class TestRateLimiter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void noWindowHoldsMoreThanTheLimit();
    void sourcesDoNotShare();
    void memoryIsBounded();
};

void TestRateLimiter::noWindowHoldsMoreThanTheLimit()
{
    RateLimiter limiter;
    std::deque<Instant> allowed;
    Instant now{1h};
    for (int i = 0; i < 5000; ++i) {
        // Bursts and pauses that are no divisor of the window.
        now += i % 97 == 0 ? 311ms : 1ms;
        if (limiter.allow(source(1), now))
            allowed.push_back(now);
    }
    QVERIFY(allowed.size() > 20);
    for (size_t i = 20; i < allowed.size(); ++i)
        QVERIFY(allowed[i] - allowed[i - 20] >= 1s);
    QVERIFY(limiter.allow(source(1), now + 1s));
}

void TestRateLimiter::sourcesDoNotShare()
{
    RateLimiter limiter({.answers = 2, .window = 1s, .addresses = 10});
    const Instant now{1h};
    QVERIFY(limiter.allow(source(1), now));
    QVERIFY(limiter.allow(source(1), now));
    QVERIFY(!limiter.allow(source(1), now));
    QVERIFY(limiter.allow(source(2), now));
    QVERIFY(limiter.allow(source(1), now + 1s));
}

void TestRateLimiter::memoryIsBounded()
{
    RateLimiter limiter({.answers = 2, .window = 1s, .addresses = 100});
    const Instant now{1h};
    int allowed = 0;
    for (uint16_t i = 0; i < 5000; ++i)
        allowed += limiter.allow(source(i), now);
    QCOMPARE(allowed, 100);
    QCOMPARE(limiter.addresses(), size_t(100));
    // One that is known is still served; the others are again when the crowd was quiet for a while.
    QVERIFY(limiter.allow(source(3), now + 500ms));
    QVERIFY(limiter.allow(source(4000), now + 1s));
    QVERIFY(limiter.addresses() < 100);
}

CASTDECK_TEST(TestRateLimiter)

} // namespace castdeck::tst_ratelimiter
#include "tst_ratelimiter.moc"
