// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/common/inventoryledger.h"
#include "engine/common/notices.h"
#include "support/testprogram.h"

#include <QTest>

namespace castdeck::tst_noticelimiter
{

using namespace std::chrono_literals;
using Kind = Notice::Kind;

class TestNoticeLimiter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aFloodIsCutOff_data()
    {
        QTest::addColumn<Notice::Kind>("flood");
        QTest::addColumn<Notice::Kind>("besides");
        QTest::addColumn<bool>("isLimited");
        QTest::newRow("who comes") << Kind::ClientJoined << Kind::ClientVanished << true;
        QTest::newRow("who vanishes") << Kind::ClientVanished << Kind::ClientJoined << true;
        QTest::newRow("sessions") << Kind::SessionStarted << Kind::SessionFailed << true;
        QTest::newRow("what a person does") << Kind::NamespaceRegistered << Kind::ClientJoined << false;
    }

    void aFloodIsCutOff()
    {
        QFETCH(const Notice::Kind, flood);
        QFETCH(const Notice::Kind, besides);
        QFETCH(const bool, isLimited);
        NoticeLimiter limiter;
        const Instant now = monotonicNow();
        size_t said = 0;
        for (size_t i = 0; i < 3 * NoticeLimiter::Most; ++i)
            said += limiter.allow(flood, now);
        QCOMPARE(said, isLimited ? NoticeLimiter::Most : 3 * NoticeLimiter::Most);
        QVERIFY(limiter.allow(besides, now));
        QVERIFY(limiter.allow(Kind::ServiceStopped, now));
        QVERIFY(limiter.allow(flood, now + 10s));
        QCOMPARE(limiter.takeOmitted(), isLimited ? 2 * NoticeLimiter::Most : 0);
        QCOMPARE(limiter.takeOmitted(), quint64(0));
    }

    void theLimitIsThatOfTheServer()
    {
        size_t said = 0;
        InventoryLedger ledger([&said](const InventoryEvent &) { ++said; });
        for (size_t i = 0; i < 2 * NoticeLimiter::Most; ++i)
            ledger.announce(noticeOf(Kind::ClientJoined, {}, SessionId(quint32(i + 1))));
        QCOMPARE(said, NoticeLimiter::Most);
        QCOMPARE(ledger.revision(), quint64(NoticeLimiter::Most));
    }
};

CASTDECK_TEST(TestNoticeLimiter)

} // namespace castdeck::tst_noticelimiter
#include "tst_noticelimiter.moc"
