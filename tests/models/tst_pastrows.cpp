// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventorymodel.h"
#include "models/inventoryrole.h"
#include "models/selectionfacts.h"
#include "support/sampleinventory.h"
#include "support/testprogram.h"

#include <QAbstractItemModelTester>
#include <QTest>

namespace castdeck::test::tst_pastrows
{

namespace
{

const ServerId here(QStringLiteral("here"));
const RowKey sessionKey{here, RowKind::Session, 1};
const RowKey pastSessionKey{here, RowKind::PastSession, 1};
const RowKey clientKey{here, RowKind::Client, 1};
const RowKey pastClientKey{here, RowKind::PastClient, 1};

} // namespace

/// What is over is shown for a while, is not counted, and nothing can be done to it.
class TestPastRows : public QObject
{
    Q_OBJECT

    std::unique_ptr<InventoryModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    QDateTime m_now;
    quint64 m_revision = 10;

    QString text(const RowKey &key, Column column = Column::State)
    {
        return m_model->indexOf(key, column).data().toString();
    }
    QString sentence(const RowKey &key)
    {
        return m_model->indexOf(key).data(InventoryRole::Sentence).toString();
    }
    bool has(const RowKey &key) { return m_model->indexOf(key).isValid(); }
    void apply(const Change &change, const std::optional<RowEnding> &ending = {})
    {
        m_model->apply(here, InventoryEvent{++m_revision, change, 0, ending});
    }
    RowEnding clientEnding(ClientOutcome outcome, quint8 percent)
    {
        RowEnding ending;
        ending.client = outcome;
        ending.percentCompletion = percent;
        ending.at = m_now;
        return ending;
    }
    RowEnding sessionEnding(SessionOutcome outcome)
    {
        RowEnding ending;
        ending.session = outcome;
        ending.at = m_now;
        ending.clients = 20;
        ending.completed = 20;
        return ending;
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void init()
    {
        m_model = std::make_unique<InventoryModel>([](const Error &e) { return errorName(e.code); });
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        m_now = sampleInventory().clients.at(0).joinedAt.addSecs(600);
        m_model->setNow(m_now);
        m_model->addServer(here, QStringLiteral("Here"));
        m_model->setStatus(here, {ConnectionState::Ready, {}, {}, {}});
        Inventory inventory = sampleInventory();
        inventory.sessions[0].startedAt = m_now.addSecs(-221);
        m_model->merge(here, inventory);
        m_revision = 10;
    }

    void aClientThatHasItAll()
    {
        apply(ClientId(1), clientEnding(ClientOutcome::Completed, 100));
        QVERIFY(!has(clientKey));
        const QModelIndex row = m_model->indexOf(pastClientKey);
        QCOMPARE(row.parent(), m_model->indexOf(sessionKey));
        QCOMPARE(text(pastClientKey), QStringLiteral("Finished"));
        QCOMPARE(text(pastClientKey, Column::Name), QStringLiteral("PC-1"));
        QCOMPARE(row.data(InventoryRole::Progress).toInt(), 100);
        QVERIFY(row.data(InventoryRole::Past).toBool() && row.data(InventoryRole::Idle).toBool());
        QVERIFY(!row.data(InventoryRole::Struck).toBool());
        // It is in no count, and no verb is for it but copying.
        QCOMPARE(text(sessionKey, Column::Clients), QStringLiteral("1"));
        QCOMPARE(m_model->facts(m_model->indexOf(sessionKey)).clients, 1);
        QCOMPARE(m_model->totals().clients, 1);
        QCOMPARE(m_model->catalogue(here).namespaces.at(0).contents.at(0).clients, 1);
        const SelectionFacts facts({m_model->facts(row)});
        QCOMPARE(facts.clientsToDisconnect().obstacle, Obstacle::NoClient);
        QCOMPARE(facts.sessionsToTerminate().obstacle, Obstacle::NoSession);
        QCOMPARE(facts.namespacesToRetire().obstacle, Obstacle::NoNamespace);
        QVERIFY(facts.rowsToCopy().isPossible());
    }

    void aSessionThatIsOver_data()
    {
        QTest::addColumn<int>("outcome");
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<bool>("struck");
        QTest::newRow("finished") << int(SessionOutcome::Finished) << "Finished in 3:41"
                                  << "Finished, 20 of 20, 3:41" << false;
        QTest::newRow("terminated") << int(SessionOutcome::Terminated) << "Terminated"
                                    << "Terminated, 17 disconnected, 20 of 20, 3:41, by ann: lunch" << true;
        QTest::newRow("failed") << int(SessionOutcome::Failed) << "Failed"
                                << "Failed, 20 of 20, 3:41" << false;
    }

    void aSessionThatIsOver()
    {
        QFETCH(const int, outcome);
        apply(ClientId(1), clientEnding(ClientOutcome::Completed, 100));
        RowEnding ending = sessionEnding(static_cast<SessionOutcome>(outcome));
        if (ending.session == SessionOutcome::Terminated) {
            ending.disconnected = 17;
            ending.by = QStringLiteral("ann");
            ending.reason = QStringLiteral("lunch");
        }
        apply(SessionId(1), ending);
        apply(ContentId(1)); // it takes the other session with it, and this row's name with nobody
        QVERIFY(!has(sessionKey) && !has(clientKey));
        QTEST(text(pastSessionKey), "state");
        QTEST(sentence(pastSessionKey), "sentence");
        QTEST(m_model->indexOf(pastSessionKey).data(InventoryRole::Struck).toBool(), "struck");
        QCOMPARE(text(pastSessionKey, Column::Name), QStringLiteral("install.wim"));
        QCOMPARE(text(pastSessionKey, Column::Namespace), QStringLiteral("images"));
        QCOMPARE(text(pastSessionKey, Column::Clients), QStringLiteral("20 of 20"));
        QCOMPARE(text(pastSessionKey, Column::Size), QStringLiteral("4.7 GB"));
        QVERIFY(m_model->indexOf(pastSessionKey)
                    .data(Qt::AccessibleTextRole)
                    .toString()
                    .contains(sentence(pastSessionKey)));
        // With those of it that were over before.
        QCOMPARE(m_model->indexOf(pastClientKey).parent(), m_model->indexOf(pastSessionKey));
        QCOMPARE(m_model->rowCount(m_model->indexOf(pastSessionKey)), 1);
        QCOMPARE(m_model->totals(), Totals());
    }

    void withoutWordOfItARowJustGoes()
    {
        apply(ClientId(1));
        apply(SessionId(1));
        QVERIFY(!m_model->hasPast());
        Inventory inventory = sampleInventory();
        inventory.sessions.clear();
        inventory.clients.clear();
        m_model->merge(here, inventory);
        QVERIFY(!m_model->hasPast());
    }

    void outcomesOfClients_data()
    {
        QTest::addColumn<int>("outcome");
        QTest::addColumn<bool>("unicast");
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char *name, ClientOutcome outcome, bool unicast, const char *state,
                            const char *sentence) {
            QTest::newRow(name) << int(outcome) << unicast << state << sentence;
        };
        row("left", ClientOutcome::Left, false, "Gave up", "Gave up at 40 %");
        row("vanished", ClientOutcome::Vanished, false, "Vanished", "Not heard any more, at 40 %");
        row("sent away", ClientOutcome::Disconnected, false, "Disconnected", "Disconnected at 40 %");
        row("demoted", ClientOutcome::Demoted, false, "Demoted", "Goes on in a slower stream since 40 %");
        row("unicast", ClientOutcome::Completed, true, "By unicast", "Finished, the rest by unicast");
        row("gave up", ClientOutcome::Left, true, "Gave up", "Gave up at 40 %, by unicast");
    }

    void outcomesOfClients()
    {
        QFETCH(const int, outcome);
        QFETCH(const bool, unicast);
        RowEnding ending = clientEnding(static_cast<ClientOutcome>(outcome), 40);
        ending.unicast = unicast;
        apply(ClientId(1), ending);
        QTEST(text(pastClientKey), "state");
        QTEST(sentence(pastClientKey), "sentence");
    }

    void timeClearsThem()
    {
        apply(ClientId(1), clientEnding(ClientOutcome::Completed, 100));
        m_model->setNow(m_now.addSecs(300));
        apply(ClientId(2), clientEnding(ClientOutcome::Left, 40));
        m_model->setNow(m_now.addSecs(599));
        QVERIFY(has(pastClientKey));
        m_model->setNow(m_now.addSecs(600));
        QVERIFY(!has(pastClientKey));
        QVERIFY(has({here, RowKind::PastClient, 2}));
        // Those of a session go with it.
        apply(SessionId(1), sessionEnding(SessionOutcome::Finished));
        m_model->setNow(m_now.addSecs(1'000));
        QVERIFY(has({here, RowKind::PastClient, 2}));
        m_model->setNow(m_now.addSecs(1'200));
        QVERIFY(!m_model->hasPast());
    }

    void aPersonClearsThemOrDoesNotWantThem()
    {
        apply(ClientId(1), clientEnding(ClientOutcome::Completed, 100));
        apply(SessionId(1), sessionEnding(SessionOutcome::Finished));
        QVERIFY(m_model->hasPast());
        m_model->clearPast();
        QVERIFY(!m_model->hasPast());
        m_model->setPastKept(std::chrono::seconds(0));
        apply(SessionId(2), sessionEnding(SessionOutcome::Finished));
        QVERIFY(!m_model->hasPast());
    }

    void whoComesBackIsNotOver()
    {
        apply(ClientId(1), clientEnding(ClientOutcome::Left, 40));
        apply(sampleClient(1, 1, QStringLiteral("PC-1")));
        QVERIFY(has(clientKey) && !has(pastClientKey));
        apply(ClientId(1), clientEnding(ClientOutcome::Left, 40));
        ClientInfo again = sampleClient(1, 1, QStringLiteral("PC-1"));
        again.id = ClientId(9);
        apply(again);
        QVERIFY(!has(pastClientKey));
        // A snapshot with the session in it, too.
        apply(SessionId(1), sessionEnding(SessionOutcome::Finished));
        QVERIFY(has(pastSessionKey));
        m_model->merge(here, sampleInventory());
        QVERIFY(has(sessionKey) && !has(pastSessionKey));
    }

    void byUnicastWhileAndAfterItsSession()
    {
        ClientInfo client = sampleClient(1, 1, QStringLiteral("PC-1"));
        client.byUnicast = true;
        client.percentCompletion = 27;
        apply(client);
        QCOMPARE(text(clientKey), QStringLiteral("By unicast 27 %"));
        QCOMPARE(sentence(clientKey), QStringLiteral("Gets the rest by unicast, 27 % so far"));
        QCOMPARE(m_model->facts(m_model->indexOf(sessionKey)).clients, 1); // whom its end would cut
        QCOMPARE(text(sessionKey, Column::Clients), QStringLiteral("2"));
        apply(SessionId(1), sessionEnding(SessionOutcome::Finished));
        QVERIFY(!has(clientKey));
        client.percentCompletion = 30;
        apply(client);
        QCOMPARE(m_model->indexOf(clientKey).parent(), m_model->indexOf(pastSessionKey));
        QCOMPARE(text(clientKey), QStringLiteral("By unicast 30 %"));
        m_model->setNow(m_now.addSecs(700));
        QVERIFY(has(clientKey)); // the row above stays for it
        client.percentCompletion = 31;
        apply(client);
        RowEnding ending = clientEnding(ClientOutcome::Completed, 100);
        ending.unicast = true;
        apply(ClientId(1), ending);
        QCOMPARE(text(pastClientKey), QStringLiteral("By unicast"));
        m_model->setNow(m_now.addSecs(1'400));
        QVERIFY(!m_model->hasPast());
        // Of a session that is not known it is nobody's.
        apply(client);
        QVERIFY(!has(clientKey));
    }
};

CASTDECK_TEST(TestPastRows)

} // namespace castdeck::test::tst_pastrows
#include "tst_pastrows.moc"
