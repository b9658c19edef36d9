// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/enginerig.h"
#include "engine/miniclient.h"
#include "support/testprogram.h"

namespace castdeck::tst_ratelimits
{

namespace
{

constexpr qint64 Large = 40'000'000; // sparse

} // namespace

class TestRateLimits : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void limitsAreCheckedKeptAndShown()
    {
        QTemporaryDir state;
        const QString path = state.filePath(QStringLiteral("store"));
        const RateLimit server{RateScope::Server, 0, 5'000'000};
        RateLimit images{RateScope::Namespace, 0, 1'000'000};
        {
            EngineRig rig;
            QVERIFY(rig.restore(path));
            images.id = rig.publish().value();
            QVERIFY(images.id > 0);
            QVERIFY(EngineRig::wait(rig.engine().ask(SetRateLimit{server})));
            QCOMPARE(EngineRig::wait(rig.engine().ask(SetRateLimit{images})).value(),
                     (QList{server, images}));
            QCOMPARE(
                EngineRig::wait(rig.engine().ask(SetRateLimit{{RateScope::Namespace, 4711, 1}})).error().code,
                ErrorCode::NamespaceNotFound);
            QCOMPARE(
                EngineRig::wait(rig.engine().ask(SetRateLimit{{RateScope::Session, 4711, 1}})).error().code,
                ErrorCode::SessionNotFound);
            // What takes its place keeps to it as well.
            NamespaceInfo next = rig.namespaceInfo(QStringLiteral("images"));
            next.description = QStringLiteral("second edition");
            const auto replaced = EngineRig::wait(
                rig.engine().ask(ReplaceNamespace{NamespaceId(images.id), next, false, rig.order()}));
            QVERIFY(replaced);
            images.id = replaced->id.value();
            QCOMPARE(EngineRig::wait(rig.engine().ask(RetrieveRateLimits{})).value(),
                     (QList{server, images}));
        }
        EngineRig rig;
        QVERIFY(rig.restore(path));
        QCOMPARE(EngineRig::wait(rig.engine().ask(RetrieveRateLimits{})).value(), (QList{server, images}));
        QCOMPARE(EngineRig::wait(rig.engine().ask(SetRateLimit{{RateScope::Server, 0, 0}})).value(),
                 QList{images});
    }

    void aLimitHoldsForWhatRuns()
    {
        EngineRig rig;
        rig.write(QStringLiteral("large.img"), Large);
        QVERIFY(rig.publish().isValid());
        const auto grant = EngineRig::wait(rig.engine().initiate(rig.ask(QStringLiteral("large.img"))));
        QVERIFY(grant);
        const RateLimit slow{RateScope::Session, grant->sessionId.value(), 50'000};
        QCOMPARE(EngineRig::wait(rig.engine().ask(SetRateLimit{slow})).value(), QList{slow});
        // The administrator sees it on the session.
        QTRY_COMPARE(rig.seen().find(grant->sessionId)->rateLimit, slow.bytesPerSecond);
        MiniClient client(*grant, QStringLiteral("PC"));
        client.join();
        // 100 MB/s without the limit: in the time of 20 blocks at most some hundred.
        QTRY_VERIFY(client.blocksSeen() >= 20);
        const quint64 before = client.blocksSeen();
        QTest::qWait(500);
        QVERIFY2(client.blocksSeen() - before < 200,
                 qPrintable(QString::number(client.blocksSeen() - before)));
        QVERIFY(EngineRig::wait(rig.engine().ask(SetRateLimit{{RateScope::Session, slow.id, 0}})));
        QTRY_VERIFY(client.blocksSeen() > before + 5000);
        QCOMPARE(rig.seen().find(grant->sessionId)->rateLimit, quint64(0));
    }
};

CASTDECK_TEST(TestRateLimits)

} // namespace castdeck::tst_ratelimits
#include "tst_ratelimits.moc"
