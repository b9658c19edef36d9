// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/namespacerules.h"
#include "support/testprogram.h"
#include "support/utc.h"

#include <QTest>

namespace castdeck::tst_namespacerules
{

namespace
{

/// Stands for "nothing is wrong": no namespace is refused with it.
constexpr ErrorCode fine = ErrorCode::InvalidOperation;

QDateTime noon()
{
    return utc(QDate(2030, 1, 1), QTime(12, 0));
}

NamespaceInfo wanted(NamespaceType type, quint32 clients, const QDateTime &time)
{
    NamespaceInfo what;
    what.name = QStringLiteral("images");
    what.type = type;
    what.minimumClients = clients;
    what.startTime = time;
    return what;
}

} // namespace

class TestNamespaceRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsRefused_data()
    {
        QTest::addColumn<NamespaceInfo>("what");
        QTest::addColumn<ErrorCode>("code");
        const auto row = [](const char *name, const NamespaceInfo &what, ErrorCode code) {
            QTest::newRow(name) << what << code;
        };
        const QDateTime never;
        const auto automatic = NamespaceType::ScheduledCastAutoStart;
        const auto manual = NamespaceType::ScheduledCastManualStart;
        row("autocast", wanted(NamespaceType::AutoCast, 0, never), fine);
        row("manual", wanted(manual, 0, never), fine);
        row("clients", wanted(automatic, 1, never), fine);
        row("time", wanted(automatic, 0, noon().addMSecs(1)), fine);
        row("both", wanted(automatic, 9, noon().addDays(1)), fine);
        row("neither", wanted(automatic, 0, never), ErrorCode::InvalidNamespaceStartParameters);
        row("now", wanted(automatic, 1, noon()), ErrorCode::StartTimeInPast);
        row("past in another zone", wanted(automatic, 0, noon().addSecs(-1).toOffsetFromUtc(7200)),
            ErrorCode::StartTimeInPast);
        row("autocast with clients", wanted(NamespaceType::AutoCast, 1, never),
            ErrorCode::InvalidNamespaceData);
        row("manual with time", wanted(manual, 0, noon().addDays(1)), ErrorCode::InvalidNamespaceData);
        row("no type", wanted(NamespaceType::Unknown, 0, never), ErrorCode::InvalidNamespaceData);
        row("foreign type", wanted(NamespaceType(9), 0, never), ErrorCode::InvalidNamespaceData);
        NamespaceInfo nameless = wanted(NamespaceType::AutoCast, 0, never);
        nameless.name = QStringLiteral(" \t");
        row("no name", nameless, ErrorCode::InvalidNamespaceName);
        NamespaceInfo mirrored = wanted(NamespaceType::AutoCast, 0, never);
        mirrored.fallbackUrl = QStringLiteral("https://mirror.example/{content}");
        row("fallback", mirrored, fine);
        mirrored.fallbackUrl = QStringLiteral("https://mirror.example/");
        row("fallback to no content", mirrored, ErrorCode::InvalidNamespaceData);
    }
    void whatIsRefused()
    {
        QFETCH(const NamespaceInfo, what);
        const auto result = checkNamespace(what, noon());
        QTEST(result ? fine : result.error().code, "code");
    }

    void aCopyHasWhatAnAdministratorSets()
    {
        NamespaceInfo row = wanted(NamespaceType::ScheduledCastAutoStart, 3, noon());
        row.friendlyName = QStringLiteral("f");
        row.description = QStringLiteral("d");
        row.contentProvider = QStringLiteral("File");
        row.configuration = QStringLiteral("/x");
        row.allowUnauthenticated = true;
        row.fallbackUrl = QStringLiteral("https://mirror.example/{content}");
        const NamespaceInfo plain = row;
        row.id = NamespaceId(4);
        row.tombstoned = true;
        row.tombstoneTime = noon();
        row.transmissionStarted = true;
        row.startMissed = true;
        row.waitingClients = 2;
        row.error = Error{ErrorCode::FolderEmpty, {}};
        QCOMPARE(unregisteredCopy(row), plain);
    }

    void filters()
    {
        NamespaceInfo live = wanted(NamespaceType::AutoCast, 0, {});
        live.contentProvider = QStringLiteral("WDS");
        NamespaceInfo gone = live;
        gone.tombstoned = true;
        QVERIFY(NamespaceFilter{}.matches(live));
        QVERIFY(!NamespaceFilter{}.matches(gone));
        QVERIFY((NamespaceFilter{{}, {}, true}.matches(gone)));
        QVERIFY((NamespaceFilter{QStringLiteral("WDS"), QStringLiteral("images"), false}.matches(live)));
        QVERIFY(!(NamespaceFilter{QStringLiteral("File"), {}, false}.matches(live)));
        QVERIFY(!(NamespaceFilter{{}, QStringLiteral("image"), false}.matches(live)));
    }
};

CASTDECK_TEST(TestNamespaceRules)

} // namespace castdeck::tst_namespacerules
#include "tst_namespacerules.moc"
