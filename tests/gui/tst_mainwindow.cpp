// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/sessionactions.h"
#include "gui/parts/eventlog.h"
#include "gui/window/desktopnotices.h"
#include "gui/window/paneactions.h"
#include "gui/windowfixture.h"
#include "models/inventoryrole.h"
#include "support/windowtest.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLineEdit>
#include <QMenu>
#include <QScreen>
#include <QSignalSpy>
#include <QToolBar>

namespace castdeck::tst_mainwindow
{

using namespace castdeck::test;

class TestMainWindow : public QObject, WindowFixture
{
    Q_OBJECT

    SessionActions &actions() { return m_window->actions(); }
    InventoryView &view() { return m_window->view(); }
    QModelIndex row(RowKind kind, quint32 id)
    {
        return m_window->rows().mapFromSource(m_model->indexOf({m_id, kind, id}));
    }
    QModelIndex session(quint32 id) { return row(RowKind::Session, id); }
    QModelIndex client(quint32 id) { return row(RowKind::Client, id); }
    QString stateOf(const QModelIndex &index)
    {
        return index.siblingAtColumn(static_cast<int>(Column::State)).data().toString();
    }
    void select(const QModelIndexList &rows) { WindowFixture::select(view(), rows); }
    QMenu *openMenu() { return m_window->findChild<QMenu *>(QStringLiteral("rowMenu")); }
    void rightClick(const QPoint &at)
    {
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, view().viewport()->mapToGlobal(at));
        QCoreApplication::sendEvent(view().viewport(), &event);
    }

private Q_SLOTS:
    void init()
    {
        open(sampleInventory(2, 3));
        QTRY_VERIFY(session(1).isValid() && actions().publish()->isEnabled());
    }

    void cleanup() { close(); }

    void newRowsAreSeen()
    {
        QVERIFY(view().isExpanded(session(1)));
        QVERIFY(view().visualRect(client(4)).isValid());
    }

    void rightClickSelectsAndShowsTheSharedActions()
    {
        select({session(2)});
        rightClick(view().visualRect(session(1)).center());
        QCOMPARE(view().selectionModel()->selectedRows(), QModelIndexList{session(1)});
        QVERIFY(openMenu());
        QVERIFY(openMenu()->actions().contains(actions().terminate()));
        QVERIFY(m_window->findChild<QToolBar *>()->actions().contains(actions().terminate()));
        QVERIFY(m_window->findChild<QMenu *>(QStringLiteral("sessionMenu"))
                    ->actions()
                    .contains(actions().terminate()));
        openMenu()->close();
    }

    void rightClickKeepsASelectionOfSeveral()
    {
        select({session(1), session(2)});
        rightClick(view().visualRect(session(1)).center());
        QCOMPARE(view().selectionModel()->selectedRows().size(), 2);
        openMenu()->close();
    }

    void rightClickBesideTheRowsSelectsNothing()
    {
        m_window->resize(1280, 1000);
        select({session(1)});
        rightClick(QPoint(20, view().viewport()->height() - 2));
        QVERIFY(view().selectionModel()->selectedRows().isEmpty());
        QVERIFY(!actions().terminate()->isEnabled());
        openMenu()->close();
    }

    void terminateAsksThenEnds()
    {
        m_fake->setReplies(FakeTransportServer::Replies::Held);
        m_fake->holdEvents();
        m_fake->setUnanswered({QStringLiteral("MACHINE-2")});
        select({session(1)});
        view().setFocus();
        QTest::keyClick(&view(), Qt::Key_Delete);
        QCOMPARE(m_prompter->confirmations().size(), 1);
        const Confirmation &question = m_prompter->confirmations().constLast();
        QVERIFY2(question.question.contains(QLatin1Char('3')), qPrintable(question.question));
        QCOMPARE(question.names.size(), 1);
        QVERIFY(question.names.at(0).contains(QStringLiteral("install.wim")));
        QVERIFY(!question.consequence.isEmpty());
        QVERIFY(m_fake->calls().isEmpty());

        QVERIFY(m_prompter->accept(QStringLiteral("wrong image")));
        QTRY_COMPARE(m_fake->calls().size(), 1);
        QCOMPARE(m_fake->calls().at(0).verb, QStringLiteral("terminateSession"));
        QCOMPARE(m_fake->calls().at(0).id, 1u);
        QCOMPARE(m_fake->calls().at(0).order.reason, QStringLiteral("wrong image"));
        QCOMPARE(m_fake->calls().at(0).order.type, DisconnectType::Abort);
        QCOMPARE(stateOf(session(1)), QStringLiteral("Ending…"));
        QVERIFY(session(1).data(InventoryRole::Stale).toBool());
        QTRY_VERIFY(!actions().terminate()->isEnabled());

        m_fake->releaseEvents();
        QTRY_VERIFY(!session(1).isValid());
        QVERIFY(notice().isEmpty());
        m_fake->releaseReplies();
        QTRY_VERIFY(notice().contains(QStringLiteral("MACHINE-2")));
        QVERIFY2(notice().contains(QLatin1Char('2')), qPrintable(notice()));
        QVERIFY(session(2).isValid());
    }

    void whatWasSelectedWhenTriggeredIsMeant()
    {
        select({session(1)});
        actions().terminate()->trigger();
        select({session(2)});
        QVERIFY(m_prompter->accept({}));
        QTRY_COMPARE(m_fake->calls().size(), 1);
        QCOMPARE(m_fake->calls().at(0).id, 1u);
    }

    void declinedPromptDoesNothing()
    {
        select({session(1)});
        actions().terminate()->trigger();
        QCOMPARE(stateOf(session(1)), QStringLiteral("Sending"));
        QVERIFY(m_fake->calls().isEmpty());
    }

    void failureBringsTheRowBackAndSaysWhy()
    {
        m_fake->setFailure(Error{ErrorCode::NotAuthorised, {}});
        m_fake->setReplies(FakeTransportServer::Replies::Held);
        select({session(1), session(2)});
        actions().terminate()->trigger();
        QVERIFY(m_prompter->accept({}));
        QCOMPARE(stateOf(session(2)), QStringLiteral("Ending…"));
        QTRY_COMPARE(m_fake->calls().size(), 2);
        m_fake->releaseReplies();
        QTRY_VERIFY(notice().contains(ErrorText::sentence({ErrorCode::NotAuthorised, {}})));
        const EventLog &log = m_window->log();
        const QModelIndex last = log.index(log.rowCount() - 1, EventLog::Event);
        QCOMPARE(last.data().toString(), notice());
        QVERIFY(last.data(EventLog::AlertRole).toBool());
        QCOMPARE(stateOf(session(1)), QStringLiteral("Sending"));
        QCOMPARE(stateOf(session(2)), QStringLiteral("Sending"));
        QTRY_VERIFY(actions().terminate()->isEnabled());
    }

    void eachOutcomeIsCounted()
    {
        select({session(1), session(2)});
        actions().terminate()->trigger();
        m_fake->raise(SessionId(2));
        QVERIFY(m_prompter->accept({}));
        QTRY_VERIFY(!notice().isEmpty());
        QVERIFY2(notice().contains(ErrorText::sentence({ErrorCode::SessionNotFound, {}})),
                 qPrintable(notice()));
        QVERIFY(notice().contains(QStringLiteral("terminated")));
    }

    void missedEventIsFetchedOnCompletion()
    {
        m_fake->holdEvents();
        select({session(1)});
        actions().terminate()->trigger();
        QVERIFY(m_prompter->accept({}));
        QTRY_VERIFY(!session(1).isValid());
        QTRY_COMPARE(m_model->revision(m_id), m_fake->state().revision);
    }

    void vanishedServerFailsTheOrder()
    {
        m_fake->holdEvents();
        m_fake->setReplies(FakeTransportServer::Replies::Never);
        select({session(1)});
        actions().terminate()->trigger();
        QVERIFY(m_prompter->accept({}));
        QCOMPARE(stateOf(session(1)), QStringLiteral("Ending…"));
        m_endpoint.reset();
        QTRY_VERIFY(!notice().isEmpty());
        QCOMPARE(stateOf(session(1)), QStringLiteral("Sending"));
    }

    void clientsAreDisconnectedAndBypassed_data()
    {
        QTest::addColumn<bool>("bypass");
        QTest::addColumn<DisconnectType>("type");
        QTest::newRow("disconnect") << false << DisconnectType::Abort;
        QTest::newRow("bypass") << true << DisconnectType::Fallback;
    }

    void clientsAreDisconnectedAndBypassed()
    {
        QFETCH(const bool, bypass);
        QFETCH(const DisconnectType, type);
        select({client(1), client(5)});
        (bypass ? actions().bypass() : actions().disconnectClients())->trigger();
        QCOMPARE(m_prompter->confirmations().constLast().names.size(), 2);
        QVERIFY(m_prompter->accept(QStringLiteral("slow")));
        QTRY_COMPARE(m_fake->calls().size(), 2);
        for (const auto &call : m_fake->calls()) {
            QCOMPARE(call.verb, QStringLiteral("disconnectClient"));
            QCOMPARE(call.order.type, type);
        }
        QTRY_VERIFY(!client(1).isValid() && !client(5).isValid() && client(2).isValid());
        QTRY_VERIFY(notice().contains(QLatin1Char('2')));
    }

    void stopPublishingEndsItsSessions()
    {
        select({session(1), session(2)});
        view().setFocus();
        QTest::keyClick(&view(), Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
        const Confirmation &question = m_prompter->confirmations().constLast();
        QCOMPARE(question.names.size(), 3); // the namespace and its sessions
        QVERIFY(question.offersDrain);
        QVERIFY2(question.question.contains(QStringLiteral("2 session")) &&
                     question.question.contains(QStringLiteral("6 client")),
                 qPrintable(question.question));
        QVERIFY(m_prompter->end({true, {}}));
        QTRY_COMPARE(m_fake->calls().size(), 1);
        QVERIFY(m_fake->calls().at(0).terminate);
        QTRY_COMPARE(m_model->rowCount(m_model->indexOf(m_id)), 0);
        QTRY_VERIFY(notice().contains(QStringLiteral("images")));
    }

    void aFailedSessionIsRemoved()
    {
        SessionInfo failed = m_fake->state().sessions.constFirst();
        for (const ClientInfo &client : QList<ClientInfo>(m_fake->state().clients)) {
            if (client.sessionId == failed.id)
                m_fake->raise(client.id);
        }
        failed.state = SessionState::Failed;
        failed.error = Error{ErrorCode::FileNotFound, QStringLiteral("/srv/images/boot.wim")};
        m_fake->raise(failed);
        QTRY_COMPARE(m_model->rowCount(m_model->indexOf({m_id, RowKind::Session, failed.id.value()})), 0);
        select({session(1)});
        actions().terminate()->trigger();
        const Confirmation asked = m_prompter->confirmations().constLast();
        QVERIFY2(asked.question.startsWith(QStringLiteral("Remove")), qPrintable(asked.question));
        QVERIFY(!asked.question.contains(QLatin1Char('0')) && !asked.takesReason);
        QVERIFY(m_prompter->accept({}));
        QTRY_COMPARE(m_fake->calls().size(), 1);
        QCOMPARE(m_fake->calls().constFirst().verb, QStringLiteral("terminateSession"));
    }

    void namesakesAreToldApart()
    {
        ClientInfo twin = m_fake->state().clients.constFirst();
        twin.id = ClientId(99);
        twin.ipAddress = QStringLiteral("10.9.9.9");
        m_fake->raise(twin);
        QTRY_VERIFY(client(99).isValid());
        select({client(1), client(2), client(99)});
        actions().disconnectClients()->trigger();
        const QStringList names = m_prompter->confirmations().constLast().names;
        QCOMPARE(names.filter(QStringLiteral("10.9.9.9")).size(), 1);
        QCOMPARE(names.filter(QStringLiteral("(")).size(), 2);
    }

    void publishesWhatIsAskedFor()
    {
        actions().publish()->trigger();
        QTRY_COMPARE(m_prompter->publishQuestions().size(), 1);
        QCOMPARE(m_prompter->publishQuestions().constLast().takenNames.value(0), QStringLiteral("images"));
        QVERIFY(m_prompter->publishQuestions().constLast().filesAreShared);
        NamespaceInfo what;
        what.name = QStringLiteral("drivers");
        what.configuration = QStringLiteral("/srv/drivers");
        QVERIFY(m_prompter->publish(what));
        QTRY_VERIFY(row(RowKind::Namespace, 2).isValid());
        QCOMPARE(stateOf(row(RowKind::Namespace, 2)), QStringLiteral("Published"));
        QTRY_VERIFY(notice().contains(QStringLiteral("drivers")));
        m_fake->setFailure(Error{ErrorCode::NamespaceAlreadyExists, {}});
        actions().publish()->trigger();
        QTRY_COMPARE(m_prompter->publishQuestions().size(), 2);
        QVERIFY(m_prompter->publish(what));
        QTRY_VERIFY(notice().contains(ErrorText::sentence({ErrorCode::NamespaceAlreadyExists, {}})));
    }

    void disabledActionsSayWhy()
    {
        select({});
        QVERIFY(!actions().terminate()->isEnabled());
        QVERIFY(actions().terminate()->toolTip().contains(QStringLiteral("Select a session")));
        select({client(1)});
        QVERIFY(!actions().terminate()->isEnabled());
        QVERIFY(actions().disconnectClients()->isEnabled());
        m_registry->feed(m_id)->setState(ConnectionState::Lost);
        QTRY_VERIFY(!actions().disconnectClients()->isEnabled());
        QVERIFY(actions().disconnectClients()->toolTip().contains(QStringLiteral("not connected")));
        QVERIFY(client(1).data(InventoryRole::Stale).toBool());
    }

    void selectionExpansionAndScrollStay()
    {
        m_fake->setState(sampleInventory(20, 5));
        m_registry->refreshAll();
        QTRY_VERIFY(session(20).isValid());
        view().collapse(session(3));
        select({session(10), client(77)});
        view().scrollTo(session(15), QAbstractItemView::PositionAtTop);
        const int top = view().visualRect(session(15)).top();
        const QSignalSpy changed(view().selectionModel(), &QItemSelectionModel::selectionChanged);
        Inventory inventory = m_fake->state();
        for (SessionInfo &info : inventory.sessions)
            info.transferRate += 1000;
        for (ClientInfo &info : inventory.clients)
            info.percentCompletion = static_cast<quint8>((info.percentCompletion + 1) % 100);
        inventory.revision += 50;
        m_fake->setState(inventory);
        m_registry->refreshAll();
        QTRY_COMPARE(m_model->revision(m_id), inventory.revision);
        ClientInfo late = inventory.clients.constLast();
        late.id = ClientId(5000);
        m_fake->raise(late);
        QTRY_VERIFY(client(5000).isValid());
        QCOMPARE(changed.size(), 0);
        QVERIFY(view().selectionModel()->isSelected(session(10)));
        QVERIFY(view().selectionModel()->isSelected(client(77)));
        QVERIFY(!view().isExpanded(session(3)));
        QVERIFY(view().isExpanded(session(4)));
        QCOMPARE(view().visualRect(session(15)).top(), top);
    }

    void filterFindsByKeyboard()
    {
        QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
        auto *filter = m_window->findChild<QLineEdit *>(QStringLiteral("filter"));
        QTRY_VERIFY(filter->hasFocus());
        QTest::keyClicks(filter, QStringLiteral("MACHINE-5"));
        QVERIFY(client(5).isValid() && !client(1).isValid());
        QTest::keyClicks(filter, QStringLiteral("<i>"));
        QVERIFY(view().hint().contains(QStringLiteral("&lt;i&gt;")));
        filter->clear();
        QVERIFY(view().hint().isEmpty());
    }

    void keyboardAloneIsEnough()
    {
        view().setFocus();
        view().setCurrentIndex(m_window->rows().index(0, 0));
        QTest::keyClick(&view(), Qt::Key_Down);
        QCOMPARE(view().selectionModel()->selectedRows().size(), 1);
        QTest::keyClick(&view(), Qt::Key_C, Qt::ControlModifier);
        const QStringList lines = QGuiApplication::clipboard()->text().split(QLatin1Char('\n'));
        QVERIFY(lines.at(0).startsWith(QStringLiteral("Name\t")));
        QVERIFY(lines.at(1).startsWith(QStringLiteral("install.wim")));
        QTest::keyClick(&view(), Qt::Key_Down);
        QTest::keyClick(&view(), Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(m_prompter->confirmations().size(), 1);
        QContextMenuEvent key(QContextMenuEvent::Keyboard, QPoint(), QPoint());
        QCoreApplication::sendEvent(&view(), &key);
        QVERIFY(openMenu() && openMenu()->isVisible());
        openMenu()->close();
        m_fake->raiseUnseen(SessionId(1));
        QTest::keyClick(&view(), Qt::Key_F5);
        QTRY_VERIFY(!session(1).isValid());
    }

    void exportsSelectionOrAll()
    {
        const QString path = m_dir.filePath(QStringLiteral("rows.json"));
        const auto rowsWritten = [&path] {
            QFile file(path);
            return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).array().size()
                                                  : -1;
        };
        select({});
        actions().exportRows()->trigger();
        QVERIFY(m_prompter->exportTo(path));
        QTRY_COMPARE(rowsWritten(), 9);
        select({client(1), client(2)});
        actions().exportRows()->trigger();
        QVERIFY(m_prompter->exportTo(path));
        QTRY_COMPARE(rowsWritten(), 2);
        actions().exportRows()->trigger();
        QVERIFY(m_prompter->exportTo(m_dir.filePath(QStringLiteral("no/such/folder.csv"))));
        QTRY_VERIFY(notice().contains(QStringLiteral("no/such/folder.csv")));
    }

    void noticesAreLogged()
    {
        Notice said;
        said.kind = Notice::Kind::ClientVanished;
        said.subject = QStringLiteral("MACHINE-1");
        said.time = QDateTime::currentDateTimeUtc();
        m_fake->raise(said);
        QTRY_COMPARE(m_window->log().rowCount(), 1);
        QVERIFY(m_window->log().index(0, EventLog::Event).data().toString().contains(said.subject));
    }

    void endsAreToldToWhoLooksElsewhere()
    {
        QSignalSpy told(&m_window->desktop(), &DesktopNotices::told);
        Notice said;
        said.kind = Notice::Kind::SessionFailed;
        said.subject = QStringLiteral("windows.wim");
        said.time = QDateTime::currentDateTimeUtc();
        said.error = Error{ErrorCode::ContentChanged, {}};
        m_fake->raise(said);
        QTRY_COMPARE(m_window->log().rowCount(), 1);
        QCOMPARE(told.size(), 0);
        QWidget other;
        other.show();
        other.activateWindow();
        QTRY_VERIFY(!m_window->isActiveWindow());
        m_fake->raise(said);
        QTRY_COMPARE(told.size(), 1);
        QVERIFY(told.constFirst().at(1).toString().contains(said.subject));
        QCOMPARE(told.constFirst().at(2).toBool(), true);
        said.kind = Notice::Kind::ClientJoined;
        m_fake->raise(said);
        QTRY_COMPARE(m_window->log().rowCount(), 3);
        QCOMPARE(told.size(), 1);
        said.kind = Notice::Kind::SessionEnded;
        said.error.reset();
        m_fake->raise(said);
        QTRY_COMPARE(told.size(), 2);
        QCOMPARE(told.constLast().at(2).toBool(), false);

        m_window->desktop().wanted()->trigger();
        m_fake->raise(said);
        QTRY_COMPARE(m_window->log().rowCount(), 5);
        QCOMPARE(told.size(), 2);
        m_window->close();
        openWindow();
        QVERIFY(!m_window->desktop().wanted()->isChecked());
    }

    void emptyTreeSaysWhatToDo()
    {
        QTRY_VERIFY(view().hint().isEmpty()); // it is said a moment later
        m_fake->raise(NamespaceId(1));
        QTRY_VERIFY(view().hint().contains(QStringLiteral("Publish a folder")));
        Q_EMIT view().hintActivated(QStringLiteral("publish:here"));
        QTRY_COMPARE(m_prompter->publishQuestions().size(), 1);
        QVERIFY(notice().isEmpty());
        m_registry->feed(m_id)->setState(ConnectionState::Lost);
        Q_EMIT view().hintActivated(QStringLiteral("publish:here"));
        QTRY_VERIFY(notice().contains(QStringLiteral("not connected")));
        QCOMPARE(m_prompter->publishQuestions().size(), 1);
    }

    void layoutIsRemembered()
    {
        // A window that is larger than the screen is made smaller when it comes back.
        m_window->resize(m_window->screen()->availableSize() - QSize(99, 245));
        const QSize chosen = m_window->size();
        view().header()->resizeSection(0, 321);
        view().header()->setSectionHidden(static_cast<int>(Column::Cpu), true);
        m_window->close();
        m_tester.reset();
        m_window.reset();
        openWindow();
        QCOMPARE(m_window->size(), chosen);
        QCOMPARE(view().header()->sectionSize(0), 321);
        QVERIFY(view().header()->isSectionHidden(static_cast<int>(Column::Cpu)));
        QVERIFY(!view().header()->isSectionHidden(static_cast<int>(Column::Size)));
    }

    void columnsAreChosenOnTheHeader()
    {
        Q_EMIT view().header()->customContextMenuRequested(QPoint(5, 5));
        auto *menu = m_window->findChild<QMenu *>(QStringLiteral("columnMenu"));
        QVERIFY(menu);
        QCOMPARE(menu->actions().size(), ColumnCount - 1);
        menu->actions().constFirst()->trigger();
        QVERIFY(view().header()->isSectionHidden(1));
        select({session(1)});
        m_window->panes().copy()->trigger();
        const int shown = ColumnCount - view().header()->hiddenSectionCount();
        QVERIFY(shown > 5 && shown < ColumnCount - 1);
        QCOMPARE(QGuiApplication::clipboard()->text().section(QLatin1Char('\n'), 1).count(QLatin1Char('\t')),
                 shown - 1);
    }
};

CASTDECK_WINDOW_TEST(TestMainWindow)

} // namespace castdeck::tst_mainwindow
#include "tst_mainwindow.moc"
