// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/history/historytab.h"
#include "gui/history/historywindow.h"
#include "gui/servers/serverregistry.h"
#include "gui/text/errortext.h"
#include "management/inprocesschannel.h"
#include "management/serverendpoint.h"
#include "models/historyrecords.h"
#include "models/inventorymodel.h"
#include "models/inventoryrole.h"
#include "support/faketransportserver.h"
#include "support/scriptedprompter.h"
#include "support/utc.h"
#include "support/windowtest.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

namespace castdeck::tst_history
{

using namespace castdeck::test;

namespace
{

constexpr int sessions = 450; ///< more than two pages

EndedSession endedSession(int number)
{
    EndedSession session;
    session.number = static_cast<quint64>(number);
    session.id = SessionId(static_cast<quint32>(number));
    session.contentName = QStringLiteral("image-%1.wim").arg(number);
    session.namespaceName = QStringLiteral("images");
    session.groupAddress = QStringLiteral("239.0.0.1");
    session.port = 64001;
    session.startedAt = utc(QDate(2026, 1, 1), QTime(8, 0)).addSecs(number);
    session.endedAt = session.startedAt.addSecs(75);
    session.bytesSent = 5'000'000;
    session.meanRate = 66'666;
    session.by = QStringLiteral("anna");
    session.reason = QStringLiteral("=1+1");
    session.outcome = SessionOutcome::Terminated;
    EndedClient client;
    client.id = ClientId(1);
    client.name = QStringLiteral("PC-%1").arg(number);
    client.outcome = ClientOutcome::Vanished;
    client.percentCompletion = 40;
    client.joinedAt = session.startedAt;
    client.leftAt = session.endedAt;
    client.by = QStringLiteral("sick-machine rule");
    session.clients = {client};
    return session;
}

/// A server of the console.
struct Peer {
    Peer(ServerRegistry &servers, const QString &name)
    {
        InProcessChannel::Pair pair = InProcessChannel::pair();
        ServerEndpoint::Services services;
        services.server = &fake;
        const Identity person{QStringLiteral("anna"), Role::Admin, {}, {}, {}};
        endpoint =
            std::make_unique<ServerEndpoint>(std::move(pair.answering), services,
                                             ServerEndpoint::admitAs(person), ServerEndpoint::Limits::none());
        connection = std::make_unique<ServerConnection>(std::move(pair.asking), ServerConnection::Options());
        servers.add(ServerId(name), name, ServerRegistry::Files::Remote).attach(connection.get());
    }

    FakeTransportServer fake;
    std::unique_ptr<ServerEndpoint> endpoint;
    std::unique_ptr<ServerConnection> connection;
};

} // namespace

/// What servers remember, as it is shown, searched and exported.
class TestHistory : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<InventoryModel> m_model;
    std::unique_ptr<ServerRegistry> m_servers;
    std::unique_ptr<Peer> m_here;
    FakeTransportServer *m_fake = nullptr; ///< of m_here
    std::unique_ptr<ScriptedPrompter> m_prompter;
    std::unique_ptr<HistoryWindow> m_dialog;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    std::unique_ptr<QAbstractItemModelTester> m_rowsTester;

    HistoryTab &page() { return m_dialog->sessions(); }
    template <class T>
    T *child(HistoryTab &of, const char *name)
    {
        return of.findChild<T *>(QLatin1String(name));
    }
    QString message(HistoryTab &of) { return child<QLabel>(of, "historyMessage")->text(); }
    void open()
    {
        m_dialog = std::make_unique<HistoryWindow>(*m_model, *m_servers, *m_prompter);
        m_tester = std::make_unique<QAbstractItemModelTester>(
            &page().model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        m_rowsTester = std::make_unique<QAbstractItemModelTester>(
            &page().rows(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        m_dialog->openFor();
    }
    /// Everything in the list, as a person reads it.
    QString shown(const QAbstractItemModel &model, const QModelIndex &parent = {})
    {
        QString text;
        for (int row = 0; row < model.rowCount(parent); ++row) {
            const QModelIndex index = model.index(row, 0, parent);
            text += index.data(Qt::AccessibleTextRole).toString() + QLatin1Char('\n') + shown(model, index);
        }
        return text;
    }
    /// Once it has been said what became of an export.
    bool isExported()
    {
        return QTest::qWaitFor([this] { return message(page()).contains(QStringLiteral(" to ")); }, Patience);
    }
    /// Empty if nothing was written.
    QJsonArray exportedRows()
    {
        child<QPushButton>(page(), "historyExport")->click();
        QFile file(m_folder.filePath(QStringLiteral("history.json")));
        const bool isWritten =
            m_prompter->exportTo(file.fileName()) && isExported() && file.open(QIODevice::ReadOnly);
        return isWritten ? QJsonDocument::fromJson(file.readAll()).array() : QJsonArray();
    }

private Q_SLOTS:
    void init()
    {
        m_model = std::make_unique<InventoryModel>(ErrorText::sentence);
        m_servers = std::make_unique<ServerRegistry>(*m_model);
        m_here = std::make_unique<Peer>(*m_servers, QStringLiteral("here"));
        m_fake = &m_here->fake;
        QTRY_COMPARE(m_model->status(ServerId(QStringLiteral("here"))).state, ConnectionState::Ready);
        QList<EndedSession> ended;
        for (int number = 1; number <= sessions; ++number)
            ended << endedSession(number);
        m_fake->setHistory(ended);
        AuditRecord refused;
        refused.time = QDateTime::currentDateTimeUtc();
        refused.who = QStringLiteral("bert");
        refused.role = QStringLiteral("viewer");
        refused.verb = QStringLiteral("session.terminate");
        refused.subject = QStringLiteral("session 7");
        refused.error = Error{ErrorCode::NotAuthorised, {}};
        m_fake->append(refused);
        m_prompter = std::make_unique<ScriptedPrompter>();
    }

    void cleanup()
    {
        m_rowsTester.reset();
        m_tester.reset();
        m_dialog.reset();
        m_here.reset();
        m_servers.reset();
        m_model.reset();
    }

    void pagesComeWhenTheyAreAskedFor()
    {
        open();
        QTRY_VERIFY(page().model().rowCount() > 0);
        const int first = page().model().rowCount();
        QVERIFY(first < sessions);
        QCOMPARE(page().model().index(0, 0).data().toString(), QStringLiteral("image-%1.wim").arg(sessions));
        QVERIFY(message(page()).contains(QString::number(first)));
        auto *older = child<QPushButton>(page(), "older");
        older->click();
        QTRY_COMPARE(page().model().rowCount(), 2 * first);
        while (older->isEnabled()) {
            const int before = page().model().rowCount();
            older->click();
            QTRY_VERIFY(page().model().rowCount() > before);
        }
        QCOMPARE(page().model().rowCount(), sessions);
        QVERIFY(!older->toolTip().isEmpty());
        child<QPushButton>(page(), "historyReload")->click();
        QTRY_COMPARE(page().model().rowCount(), first);
    }

    void rowsSayWhatHappened()
    {
        open();
        QTRY_VERIFY(page().model().rowCount() > 0);
        const QModelIndex row = page().model().index(0, 0);
        QCOMPARE(page().model().rowCount(row), 1);
        const QString spoken = row.data(Qt::AccessibleTextRole).toString();
        for (const QString &part : {QStringLiteral("Terminated"), QStringLiteral("anna"),
                                    QStringLiteral("1:15"), QStringLiteral("239.0.0.1:64001")})
            QVERIFY2(spoken.contains(part), qPrintable(spoken));
        const QModelIndex client = page().model().index(0, 0, row);
        QCOMPARE(client.data().toString(), QStringLiteral("PC-%1").arg(sessions));
        QVERIFY(client.data(InventoryRole::Alert).toBool());
    }

    void theNewestComeFirst()
    {
        open();
        QTRY_VERIFY(page().model().rowCount() > 0);
        QCOMPARE(page().rows().sortOrder(), Qt::DescendingOrder);
        QCOMPARE(page().model().columns().at(page().rows().sortColumn()).key, QStringLiteral("ended"));
    }

    void theNameOfAMachineFindsWhatWasOnIt()
    {
        open();
        QTRY_VERIFY(page().model().rowCount() > 0);
        QTest::keyClicks(child<QLineEdit>(page(), "historyFilter"), QStringLiteral("pc-7"));
        // It is in none of the pages that were fetched.
        QTRY_COMPARE(page().model().rowCount(), sessions);
        QTRY_COMPARE(page().rows().rowCount(), 11); // PC-7, PC-70 to PC-79
        child<QLineEdit>(page(), "historyFilter")->setText(QStringLiteral("PC-217"));
        QTRY_COMPARE(page().rows().rowCount(), 1);
        const QModelIndex session = page().rows().index(0, 0);
        QCOMPARE(session.data().toString(), QStringLiteral("image-217.wim"));
        auto *view = page().findChild<QTreeView *>();
        QVERIFY(view->isExpanded(session));
        const QModelIndex machine = page().rows().index(0, 0, session);
        QVERIFY(view->visualRect(machine).isValid());
        QVERIFY(machine.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("Vanished")));
        QVERIFY2(message(page()).contains(QStringLiteral("1 of %1").arg(sessions)),
                 qPrintable(message(page())));
    }

    void whoHasNothingToTellIsNamedInFull()
    {
        m_fake->setHistory({});
        m_servers->add(ServerId(QStringLiteral("away")), QStringLiteral("a-server-far-away.school.example"),
                       ServerRegistry::Files::Remote);
        open();
        QTRY_COMPARE(page().model().rowCount(), 2);
        const QAbstractItemView *view = page().findChild<QTreeView *>();
        for (int column = 0; column < page().model().columnCount(); ++column) {
            const auto shown = static_cast<const QTreeView *>(view)->columnWidth(column);
            QVERIFY2(shown >= view->sizeHintForColumn(column), qPrintable(QString::number(column)));
        }
    }

    void allServersAreInOneList()
    {
        Peer other(*m_servers, QStringLiteral("other"));
        EndedSession elsewhere = endedSession(3);
        elsewhere.endedAt = elsewhere.endedAt.addDays(1);
        EndedClient second = elsewhere.clients.constFirst();
        second.id = ClientId(2);
        second.name = QStringLiteral("PC-217");
        second.outcome = ClientOutcome::Completed;
        elsewhere.clients << second;
        other.fake.setHistory({elsewhere});
        Peer empty(*m_servers, QStringLiteral("empty"));
        m_servers->add(ServerId(QStringLiteral("away")), QStringLiteral("away"),
                       ServerRegistry::Files::Remote);
        for (const char *const name : {"other", "empty"})
            QTRY_COMPARE(m_model->status(ServerId(QString::fromLatin1(name))).state, ConnectionState::Ready);
        open();
        QVERIFY(!m_dialog->isModal());
        QTRY_COMPARE(page().model().rowCount(), 203); // a page, one, and two rows of words
        // Words stay above; the newest of all follows, whoever says it.
        const QString all = shown(page().rows());
        QVERIFY2(all.contains(QStringLiteral("Server: away, Outcome: Not connected")),
                 qPrintable(all.left(500)));
        QVERIFY(all.contains(QStringLiteral("Server: empty, Outcome: Nothing is recorded")));
        // Where the time comes first, a server's name is not that.
        const auto verbs = [this] { return shown(m_dialog->audit().rows()); };
        QTRY_VERIFY(verbs().contains(QStringLiteral("Server: away")));
        QVERIFY2(!verbs().contains(QStringLiteral("Time: away")), qPrintable(verbs()));
        const QModelIndex newest = page().rows().index(2, 0);
        QCOMPARE(newest.siblingAtColumn(1).data().toString(), QStringLiteral("other"));
        const QString complete =
            QStringLiteral("%1 of %2 complete").arg(QLocale().toString(1), QLocale().toString(2));
        QVERIFY2(newest.data(Qt::AccessibleTextRole).toString().contains(complete),
                 qPrintable(newest.data(Qt::AccessibleTextRole).toString()));

        child<QLineEdit>(page(), "historyFilter")->setText(QStringLiteral("PC-217"));
        QTRY_COMPARE(page().rows().rowCount(), 2);
        QVERIFY2(message(page()).contains(QStringLiteral("Not searched: away")), qPrintable(message(page())));
        child<QLineEdit>(page(), "historyFilter")->clear();
        auto *server = child<QComboBox>(page(), "server");
        server->setCurrentIndex(server->findText(QStringLiteral("other")));
        QTRY_COMPARE(page().rows().rowCount(), 1);
        m_dialog->openFor(ServerId(QStringLiteral("empty")));
        QTRY_VERIFY(message(page()).contains(QStringLiteral("Nothing is recorded")));
        QCOMPARE(server->currentText(), QStringLiteral("empty"));
    }

    void refusedVerbsStandOut()
    {
        open();
        HistoryTab &audit = m_dialog->audit();
        QTRY_COMPARE(audit.model().rowCount(), 1);
        const QModelIndex row = audit.model().index(0, 0);
        QVERIFY(row.data(InventoryRole::Alert).toBool());
        const QString spoken = row.data(Qt::AccessibleTextRole).toString();
        for (const QString &part :
             {QStringLiteral("bert"), QStringLiteral("session.terminate"), QStringLiteral("session 7"),
              ErrorText::sentence({ErrorCode::NotAuthorised, {}})})
            QVERIFY2(spoken.contains(part), qPrintable(spoken));
        const AuditRecord granted;
        const Record record = HistoryRecords::of(granted, ErrorText::sentence);
        // As castctl calls it.
        QVERIFY(std::any_of(record.cells.cbegin(), record.cells.cend(),
                            [](const RecordCell &cell) { return cell.value == QStringLiteral("ok"); }));
    }

    void enterInTheFilterDoesNotClose()
    {
        open();
        QTRY_VERIFY(page().model().rowCount() > 0);
        auto *filter = child<QLineEdit>(page(), "historyFilter");
        QTest::keyClicks(filter, QStringLiteral("image"));
        QTest::keyClick(filter, Qt::Key_Return);
        QVERIFY(m_dialog->isVisible());
        QCOMPARE(filter->text(), QStringLiteral("image"));
    }

    void exportsWhatIsShown()
    {
        open();
        QTRY_VERIFY(page().model().rowCount() > 0);
        child<QLineEdit>(page(), "historyFilter")->setText(QStringLiteral("image-%1.wim").arg(sessions));
        const QJsonArray rows = exportedRows();
        QCOMPARE(rows.size(), 2);
        QCOMPARE(rows.at(0)[QStringLiteral("outcome")].toString(), QStringLiteral("terminated"));
        QCOMPARE(rows.at(0)[QStringLiteral("duration")].toInt(), 75);
        QCOMPARE(rows.at(0)[QStringLiteral("bytes")].toInt(), 5'000'000);
        QCOMPARE(rows.at(1)[QStringLiteral("session")].toString(),
                 QStringLiteral("image-%1.wim").arg(sessions));
        QCOMPARE(rows.at(1)[QStringLiteral("client")].toString(), QStringLiteral("PC-%1").arg(sessions));
        QCOMPARE(rows.at(1)[QStringLiteral("by")].toString(), QStringLiteral("sick-machine rule"));

        child<QPushButton>(page(), "historyExport")->click();
        const QString csv = m_folder.filePath(QStringLiteral("history.csv"));
        QVERIFY(m_prompter->exportTo(csv));
        QTRY_VERIFY(message(page()).endsWith(csv));
        QFile table(csv);
        QVERIFY(table.open(QIODevice::ReadOnly));
        const QByteArray text = table.readAll();
        QVERIFY(text.startsWith("session,client,server,namespace,ended,outcome,"));
        QVERIFY(text.contains("'=1+1"));

        child<QPushButton>(page(), "historyExport")->click();
        QVERIFY(m_prompter->exportTo(m_folder.filePath(QStringLiteral("no/such/folder.csv"))));
        QTRY_VERIFY(message(page()).contains(QStringLiteral("no/such/folder.csv")));
    }

    void exportsWhatIsSelectedWithItsClients()
    {
        open();
        QTRY_VERIFY(page().model().rowCount() > 3);
        auto *view = page().findChild<QTreeView *>();
        for (const int row : {2, 1}) // not in this order
            view->selectionModel()->select(view->model()->index(row, 0),
                                           QItemSelectionModel::Select | QItemSelectionModel::Rows);
        const QJsonArray rows = exportedRows();
        QStringList sessionsAndClients;
        for (const QJsonValue &row : rows)
            sessionsAndClients << row[QStringLiteral("session")].toString() +
                                      (row[QStringLiteral("client")].toString().isEmpty()
                                           ? QString()
                                           : QStringLiteral("+"));
        const auto name = [&](int row) { return view->model()->index(row, 0).data().toString(); };
        QCOMPARE(sessionsAndClients,
                 QStringList({name(1), name(1) + QLatin1Char('+'), name(2), name(2) + QLatin1Char('+')}));
    }

    void anOlderAnswerIsNotTaken()
    {
        open();
        QTRY_VERIFY(page().model().rowCount() > 0);
        const int first = page().model().rowCount();
        child<QPushButton>(page(), "older")->click();
        child<QComboBox>(page(), "period")->setCurrentIndex(1);
        QTRY_VERIFY(child<QPushButton>(page(), "historyReload")->isEnabled());
        QCOMPARE(page().model().rowCount(), first);
    }

    void aServerThatRefusesOrIsGone()
    {
        m_fake->setFailure(Error{ErrorCode::UnknownVerb, {}});
        open();
        QTRY_VERIFY(shown(page().rows()).contains(ErrorText::sentence({ErrorCode::UnknownVerb, {}})));
        // All of it can be read.
        QTreeView &rows = *child<QTreeView>(page(), "rows");
        for (int column = 0; column < rows.model()->columnCount(); ++column) {
            const QString words = rows.model()->index(0, column).data().toString();
            QVERIFY2(rows.columnWidth(column) >= rows.fontMetrics().horizontalAdvance(words),
                     qPrintable(words));
        }
        QVERIFY(child<QPushButton>(page(), "historyReload")->isEnabled());
        m_here->connection.reset();
        child<QPushButton>(page(), "historyReload")->click();
        QTRY_VERIFY(shown(page().rows()).contains(QStringLiteral("Not connected")));
    }

    void nothingIsSaidToBeNothing()
    {
        m_fake->setHistory({});
        open();
        QTRY_VERIFY(message(page()).contains(QStringLiteral("Nothing")));
    }
};

CASTDECK_WINDOW_TEST(TestHistory)

} // namespace castdeck::tst_history
#include "tst_history.moc"
