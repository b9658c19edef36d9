// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inventory.h"
#include "support/testprogram.h"

#include <QSet>
#include <QTest>

namespace castdeck::test::tst_enums
{

namespace
{

/// Every value from 0 to @p last has a text of its own, all small letters, that leads back to it.
template <class Enum, class FromText>
void checkRoundTrips(Enum last, FromText fromText)
{
    QSet<QString> texts;
    for (int i = 0; i <= static_cast<int>(last); ++i) {
        const QString text = toText(static_cast<Enum>(i));
        QVERIFY2(!text.isEmpty(), qPrintable(QString::number(i)));
        QVERIFY(std::all_of(text.begin(), text.end(), [](QChar c) { return c.isLower(); }));
        QVERIFY2(!texts.contains(text), qPrintable(text));
        texts.insert(text);
        QCOMPARE(fromText(text), std::optional(static_cast<Enum>(i)));
    }
    QVERIFY(toText(static_cast<Enum>(static_cast<int>(last) + 1)).isEmpty());
    QCOMPARE(fromText(QStringView()), std::nullopt);
    QCOMPARE(fromText(u"AutoCast"), std::nullopt);
    QCOMPARE(fromText(u"sending "), std::nullopt);
}

} // namespace

class TestEnums : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void namespaceTypes() { checkRoundTrips(NamespaceType::ScheduledCastAutoStart, fromText<NamespaceType>); }
    void disconnectTypes() { checkRoundTrips(DisconnectType::Abort, fromText<DisconnectType>); }
    void sessionStates() { checkRoundTrips(SessionState::Failed, fromText<SessionState>); }
    void clientStates() { checkRoundTrips(ClientState::Disconnecting, fromText<ClientState>); }
    void noticeKinds() { checkRoundTrips(Notice::Kind::ServiceStopped, fromText<Notice::Kind>); }
    void textsAreStable();
};

void TestEnums::textsAreStable()
{
    // Scripts and stored files hold these.
    QCOMPARE(toText(NamespaceType::AutoCast), QStringLiteral("autocast"));
    QCOMPARE(toText(DisconnectType::Abort), QStringLiteral("abort"));
    QCOMPARE(toText(SessionState::Sending), QStringLiteral("sending"));
    QCOMPARE(toText(ClientState::NoData), QStringLiteral("nodata"));
    QCOMPARE(toText(Notice::Kind::SessionTerminated), QStringLiteral("sessionterminated"));
}

CASTDECK_TEST(TestEnums)

} // namespace castdeck::test::tst_enums

#include "tst_enums.moc"
