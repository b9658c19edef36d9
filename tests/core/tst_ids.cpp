// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ids.h"
#include "support/testprogram.h"

#include <QSet>
#include <QTest>
#include <type_traits>

namespace castdeck::test::tst_ids
{

// What must not compile: one kind of key in place of another, a number in place of a key.
static_assert(!std::is_convertible_v<SessionId, ClientId>);
static_assert(!std::is_constructible_v<SessionId, ClientId>);
static_assert(!std::is_convertible_v<quint32, SessionId>);
static_assert(!std::is_convertible_v<QString, ServerId>);
static_assert(std::is_trivially_copyable_v<ClientId>);

class TestIds : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void zeroIsNone();
    void areOrdered();
    void hashByValue();
    void serverIds();
};

void TestIds::zeroIsNone()
{
    QVERIFY(!SessionId().isValid());
    QVERIFY(!SessionId(0).isValid());
    QVERIFY(SessionId(1).isValid());
    QCOMPARE(SessionId(UINT32_MAX).value(), UINT32_MAX);
}

void TestIds::areOrdered()
{
    QVERIFY(ClientId(1) < ClientId(2));
    QVERIFY(ClientId(2) >= ClientId(2));
    QVERIFY(ClientId(0x80000000) > ClientId(1));
    QVERIFY(ClientId(1) != ClientId(2));
}

void TestIds::hashByValue()
{
    const QSet<NamespaceId> ids{NamespaceId(1), NamespaceId(2), NamespaceId(1)};
    QCOMPARE(ids.size(), 2);
    QVERIFY(ids.contains(NamespaceId(2)));
    QVERIFY(!ids.contains(NamespaceId(3)));
    QCOMPARE(qHash(ContentId(7), 5), qHash(ContentId(7), 5));
    QVERIFY(qHash(ContentId(7), 5) != qHash(ContentId(8), 5));
}

void TestIds::serverIds()
{
    const ServerId a(QStringLiteral("a"));
    const ServerId b(QStringLiteral("b"));
    QVERIFY(!ServerId().isValid() && a.isValid());
    QVERIFY(a < b && !(b < a) && a != b);
    QCOMPARE(QSet<ServerId>({a, b, a}).size(), 2);
}

CASTDECK_TEST(TestIds)

} // namespace castdeck::test::tst_ids

#include "tst_ids.moc"
