// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/guests.h"
#include "support/testprogram.h"

#include <QTest>

namespace castdeck::tst_guests
{

using namespace std::chrono_literals;

namespace
{

const Instant Start{1h};

InitiationAsk from(const QString &address, const QString &asker = {}, const QString &name = {})
{
    InitiationAsk ask;
    ask.address = address;
    ask.asker = asker;
    ask.client = name;
    return ask;
}

const QString Here = QStringLiteral("192.0.2.1");
const QString There = QStringLiteral("192.0.2.2");

} // namespace

class TestGuests : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aPlaceIsHeldForSoLong()
    {
        Guests guests;
        QCOMPARE(guests.latest(), Instant::min());
        guests.expect(from(Here, QStringLiteral("1")), Start + 10s, Start);
        guests.expect(from(Here, QStringLiteral("2")), Start + 20s, Start);
        QCOMPARE(guests.count(Start), size_t(2));
        QCOMPARE(guests.latest(), Start + 20s);
        // Asking again holds it longer, and is no second one.
        guests.expect(from(Here, QStringLiteral("1")), Start + 30s, Start + 1s);
        QCOMPARE(guests.count(Start + 1s), size_t(2));
        QVERIFY(guests.contains(from(Here, QStringLiteral("2")), Start + 19s));
        QVERIFY(!guests.contains(from(Here, QStringLiteral("2")), Start + 20s));
        QVERIFY(!guests.contains(from(There, QStringLiteral("1")), Start));
        QCOMPARE(guests.count(Start + 20s), size_t(1));
        guests.forget(from(Here, QStringLiteral("1")));
        QCOMPARE(guests.count(Start + 20s), size_t(0));
    }

    void whoJoinsGivesItsPlaceUp_data()
    {
        QTest::addColumn<QString>("askedAs");
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("joinsAs");
        QTest::addColumn<size_t>("left");
        QTest::newRow("by name") << "PC" << Here << "PC" << size_t(1);
        QTest::newRow("asked over UDP, without a name") << "" << Here << "PC" << size_t(1);
        QTest::newRow("another name") << "PC" << Here << "QX" << size_t(2);
        QTest::newRow("another address") << "PC" << There << "PC" << size_t(2);
    }
    void whoJoinsGivesItsPlaceUp()
    {
        QFETCH(QString, askedAs);
        QFETCH(QString, address);
        QFETCH(QString, joinsAs);
        QFETCH(size_t, left);
        Guests guests;
        guests.expect(from(Here, QStringLiteral("1"), askedAs), Start + 10s, Start);
        guests.expect(from(Here, QStringLiteral("2"), QStringLiteral("other")), Start + 10s, Start);
        guests.joined(address, joinsAs);
        QCOMPARE(guests.count(Start), left);
    }

    void aStrangerHoldsABoundedNumber()
    {
        Guests guests;
        for (size_t i = 0; i < 2 * Guests::UnknownPerAddress; ++i)
            guests.expect(from(Here, QString::number(i)), Start + 10s, Start);
        QCOMPARE(guests.count(Start), Guests::UnknownPerAddress);
        guests.expect(from(There), Start + 10s, Start);
        QCOMPARE(guests.count(Start), Guests::UnknownPerAddress + 1);
        InitiationAsk known = from(Here);
        known.identity = QStringLiteral("bob");
        guests.expect(known, Start + 10s, Start);
        QCOMPARE(guests.count(Start), Guests::UnknownPerAddress + 2);
    }
};

CASTDECK_TEST(TestGuests)

} // namespace castdeck::tst_guests
#include "tst_guests.moc"
