// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/namespaceactions.h"
#include "gui/actions/serviceactions.h"
#include "gui/window/namespacepane.h"
#include "gui/windowfixture.h"
#include "support/utc.h"
#include "support/windowtest.h"

#include <QClipboard>
#include <QDialog>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>

namespace castdeck::tst_namespaces
{

using namespace castdeck::test;

/// Namespaces and the service in the real window.
class TestNamespaces : public QObject, WindowFixture
{
    Q_OBJECT

    NamespaceActions &actions() { return m_window->namespaces().actions(); }
    ServiceActions &service() { return m_window->service(); }
    QModelIndex row(quint32 id)
    {
        NamespacePane &pane = m_window->namespaces();
        return pane.rows().mapFromSource(pane.model().indexOf(m_id, NamespaceId(id)));
    }
    void select(const QModelIndexList &rows) { WindowFixture::select(m_window->namespaces().view(), rows); }
    NamespaceInfo scheduled(quint32 id, const QString &name)
    {
        NamespaceInfo info;
        info.id = NamespaceId(id);
        info.type = NamespaceType::ScheduledCastAutoStart;
        info.name = name;
        info.configuration = QStringLiteral("/srv/") + name;
        info.minimumClients = 10;
        info.waitingClients = 3;
        return info;
    }
    QString lastVerb() { return m_fake->calls().isEmpty() ? QString() : m_fake->calls().constLast().verb; }
    QString serverState()
    {
        return m_model->indexOf({m_id, RowKind::Server, 0}, Column::State).data().toString();
    }

private Q_SLOTS:
    void init()
    {
        Inventory state = sampleInventory(2, 3);
        state.namespaces.append(scheduled(2, QStringLiteral("drivers")));
        state.namespaces.append(scheduled(3, QStringLiteral("boot")));
        open(state);
        QTRY_VERIFY(row(3).isValid() && service().properties()->isEnabled());
    }

    void cleanup() { close(); }

    void theSameActionsEverywhere()
    {
        const auto inMenu = m_window->findChild<QMenu *>(QStringLiteral("namespaceMenu"))->actions();
        for (QAction *action : actions().all()) {
            QVERIFY(inMenu.contains(action));
            QVERIFY(m_window->namespaces().view().actions().contains(action));
            QVERIFY(!action->isEnabled());
            QVERIFY(!action->toolTip().isEmpty());
        }
    }

    void severalAreStartedAtOnce()
    {
        select({row(2), row(3)});
        actions().startNow()->trigger();
        QCOMPARE(m_prompter->confirmations().constLast().names.size(), 2);
        QVERIFY(m_prompter->confirmations().constLast().names.at(0).contains(QLatin1Char('3')));
        QVERIFY(m_fake->calls().isEmpty());
        QVERIFY(m_prompter->accept({}));
        QTRY_COMPARE(m_fake->calls().size(), 2);
        QTRY_COMPARE(lastVerb(), QStringLiteral("startTransmission"));
        QTRY_VERIFY(notice().contains(QLatin1Char('2')));
        QTRY_VERIFY(!actions().startNow()->isEnabled());
        QVERIFY(actions().startNow()->toolTip().contains(QStringLiteral("started already")));
    }

    void deregisterDrainsOrCuts_data()
    {
        QTest::addColumn<bool>("terminate");
        QTest::newRow("drain") << false;
        QTest::newRow("cut") << true;
    }

    void deregisterDrainsOrCuts()
    {
        QFETCH(const bool, terminate);
        select({row(1)});
        actions().deregister()->trigger();
        const Confirmation asked = m_prompter->confirmations().constLast();
        QVERIFY(asked.offersDrain);
        // Two sessions of three machines: each is named.
        QVERIFY2(asked.question.contains(QStringLiteral("6 client")), qPrintable(asked.question));
        const QString names = asked.names.join(QLatin1Char('\n'));
        for (const ClientInfo &client : m_fake->state().clients)
            QVERIFY2(names.contains(client.name), qPrintable(names));
        QVERIFY(m_prompter->end({terminate, QStringLiteral("old")}));
        QTRY_COMPARE(lastVerb(), QStringLiteral("deregisterNamespace"));
        QCOMPARE(m_fake->calls().constLast().terminate, terminate);
        QCOMPARE(m_fake->calls().constLast().order.reason, QStringLiteral("old"));
        QTRY_VERIFY(!row(1).isValid());
        QTRY_VERIFY(notice().contains(QStringLiteral("images")));
        QCOMPARE(notice().contains(QStringLiteral("finish")), !terminate);
    }

    void nobodyIsCutWhereNobodyIs()
    {
        select({row(2)});
        actions().deregister()->trigger();
        const Confirmation asked = m_prompter->confirmations().constLast();
        QVERIFY(!asked.offersDrain && !asked.takesReason);
        QVERIFY2(asked.question.contains(QStringLiteral("Nobody")), qPrintable(asked.question));
    }

    void failureTakesTheMarkBack()
    {
        m_fake->setReplies(FakeTransportServer::Replies::Held);
        m_fake->setFailure(Error{ErrorCode::NamespaceShutdownInProgress, {}});
        select({row(1)});
        actions().deregister()->trigger();
        QVERIFY(m_prompter->end({}));
        QCOMPARE(m_window->namespaces()
                     .model()
                     .facts(m_window->namespaces().model().indexOf(m_id, NamespaceId(1)))
                     .pending,
                 Pending::Unpublishing);
        QTRY_VERIFY(!actions().deregister()->isEnabled());
        QTRY_COMPARE(m_fake->calls().size(), 1);
        m_fake->releaseReplies();
        QTRY_VERIFY(notice().contains(ErrorText::sentence({ErrorCode::NamespaceShutdownInProgress, {}})));
        QTRY_VERIFY(actions().deregister()->isEnabled());
    }

    void minimumIsChangedWhileItWaits()
    {
        select({row(2)});
        actions().setMinimum()->trigger();
        QCOMPARE(m_prompter->startQuestions().constLast().minimumClients, 10U);
        QVERIFY(!m_prompter->startQuestions().constLast().hasTime);
        QVERIFY(m_prompter->start({4, {}}));
        QTRY_COMPARE(m_fake->state().find(NamespaceId(2))->minimumClients, 4U);
        QTRY_VERIFY(notice().contains(QLatin1Char('4')));
    }

    void aMissedStartIsArmedAgain()
    {
        select({row(2)});
        QVERIFY(!actions().rearm()->isEnabled());
        NamespaceInfo missed = scheduled(2, QStringLiteral("drivers"));
        missed.startMissed = true;
        m_fake->raise(missed);
        QTRY_VERIFY(actions().rearm()->isEnabled());
        actions().rearm()->trigger();
        QCOMPARE(m_prompter->startQuestions().constLast().kind, StartQuestion::Kind::Time);
        const QDateTime time = utc(QDateTime::currentDateTimeUtc().date().addDays(1), QTime(7, 45));
        QVERIFY(m_prompter->start({0, time}));
        QTRY_COMPARE(m_fake->state().find(NamespaceId(2))->startTime, time);
        QTRY_VERIFY(!actions().rearm()->isEnabled());
    }

    void contentIsTerminated()
    {
        const QModelIndex content = m_window->namespaces().rows().index(0, 0, row(1));
        select({content});
        QVERIFY(actions().terminateContent()->isEnabled());
        actions().terminateContent()->trigger();
        QVERIFY(
            m_prompter->confirmations().constLast().names.value(0).contains(QStringLiteral("install.wim")));
        QVERIFY(m_prompter->accept(QStringLiteral("wrong")));
        QTRY_COMPARE(lastVerb(), QStringLiteral("terminateContent"));
        QTRY_VERIFY(notice().contains(QLatin1Char('6')));
        QVERIFY(m_fake->state().sessions.isEmpty());
        QVERIFY(row(1).isValid());
    }

    void editReplaces_data()
    {
        QTest::addColumn<bool>("terminate");
        QTest::addColumn<QString>("said");
        QTest::newRow("at once") << true << QStringLiteral("cut off");
        QTest::newRow("when they have finished") << false << QStringLiteral("finish with the old one");
    }

    void editReplaces()
    {
        QFETCH(const bool, terminate);
        QFETCH(const QString, said);
        m_fake->setSetup({QStringLiteral("1"), 0, 0, {{QStringLiteral("WDS"), {}, true}}});
        select({row(1)});
        actions().edit()->trigger();
        QTRY_COMPARE(m_prompter->publishQuestions().size(), 1);
        const PublishQuestion asked = m_prompter->publishQuestions().constLast();
        QCOMPARE(asked.purpose, PublishQuestion::Purpose::Edit);
        QCOMPARE(asked.proposal.name, QStringLiteral("images"));
        QVERIFY(!asked.proposal.id.isValid());
        QVERIFY(!asked.takenNames.contains(QStringLiteral("images")));
        QVERIFY(asked.takenNames.contains(QStringLiteral("boot")));
        QCOMPARE(asked.sessions, 2);
        QCOMPARE(asked.clients, 6);
        QCOMPARE(asked.providers.size(), 1);
        PublishAnswer answer{asked.proposal, terminate, QStringLiteral("new image")};
        answer.what.configuration = QStringLiteral("/srv/better");
        QVERIFY(m_prompter->publish(answer));
        QTRY_COMPARE(lastVerb(), QStringLiteral("replaceNamespace"));
        QCOMPARE(m_fake->calls().constLast().id, 1U);
        QCOMPARE(m_fake->calls().constLast().terminate, terminate);
        QTRY_VERIFY(!row(1).isValid());
        QTRY_VERIFY2(notice().contains(QStringLiteral("replaced")) && notice().contains(said),
                     qPrintable(notice()));
    }

    void cloneIsAnother()
    {
        select({row(2)});
        actions().clone()->trigger();
        QTRY_COMPARE(m_prompter->publishQuestions().size(), 1);
        const PublishQuestion asked = m_prompter->publishQuestions().constLast();
        QVERIFY(asked.proposal.name != QStringLiteral("drivers"));
        QCOMPARE(asked.proposal.minimumClients, 10U);
        QCOMPARE(asked.proposal.waitingClients, 0U);
        QVERIFY(m_prompter->publish(asked.proposal));
        QTRY_COMPARE(lastVerb(), QStringLiteral("registerNamespace"));
        QTRY_VERIFY(row(4).isValid());
    }

    void refusedIsAskedAgain()
    {
        select({row(2)});
        actions().clone()->trigger();
        QTRY_COMPARE(m_prompter->publishQuestions().size(), 1);
        NamespaceInfo wanted = m_prompter->publishQuestions().constLast().proposal;
        wanted.name = QStringLiteral("typed by hand");
        m_fake->setFailure(Error{ErrorCode::FolderEmpty, QStringLiteral("/srv/drivers")});
        QVERIFY(m_prompter->publish(wanted));
        QTRY_COMPARE(m_prompter->publishQuestions().size(), 2);
        const PublishQuestion again = m_prompter->publishQuestions().constLast();
        QCOMPARE(again.proposal.name, wanted.name);
        QCOMPARE(again.error->code, ErrorCode::FolderEmpty);
        m_fake->setFailure({});
        QVERIFY(m_prompter->publish(wanted));
        QTRY_VERIFY(row(4).isValid());
    }

    void theFilterIsForBoth()
    {
        m_window->findChild<QLineEdit *>(QStringLiteral("filter"))->setText(QStringLiteral("drivers"));
        QVERIFY(row(2).isValid());
        QVERIFY(!row(3).isValid());
    }

    void serviceStopsAndStarts()
    {
        QVERIFY(service().stop()->isEnabled());
        QVERIFY(!service().start()->isEnabled());
        QVERIFY(!service().start()->toolTip().isEmpty());
        service().stop()->trigger();
        const Confirmation asked = m_prompter->confirmations().constLast();
        QVERIFY(asked.offersDrain);
        QVERIFY2(asked.names.value(0).contains(QLatin1Char('6')), qPrintable(asked.names.value(0)));
        QVERIFY(m_prompter->end({true, QStringLiteral("maintenance")}));
        QTRY_COMPARE(lastVerb(), QStringLiteral("stopService"));
        QVERIFY(m_fake->calls().constLast().terminate);
        QCOMPARE(m_fake->calls().constLast().order.reason, QStringLiteral("maintenance"));
        // It is a narrow column: that it is connected goes without saying.
        QTRY_COMPARE(serverState(), QStringLiteral("Service stopped"));
        QTRY_VERIFY(service().start()->isEnabled());
        QTRY_VERIFY(notice().contains(QLatin1Char('6')));
        service().start()->trigger();
        QTRY_VERIFY(!service().start()->isEnabled());
        QVERIFY(!serverState().contains(QStringLiteral("stopped")));
    }

    void serviceRestartsAndIsEnabled()
    {
        service().restart()->trigger();
        QVERIFY(m_prompter->end({}));
        QTRY_COMPARE(lastVerb(), QStringLiteral("restartService"));
        QVERIFY(!m_fake->calls().constLast().terminate);
        QVERIFY(!service().enable()->isEnabled());
        service().disable()->trigger();
        QTRY_VERIFY(service().enable()->isEnabled());
        QVERIFY(!service().disable()->isEnabled());
        service().enable()->trigger();
        QTRY_VERIFY(m_fake->state().server.serviceEnabled);
        m_fake->setFailure(Error{ErrorCode::NotAuthorised, {}});
        QTRY_VERIFY(service().disable()->isEnabled());
        service().disable()->trigger();
        QTRY_VERIFY(notice().contains(ErrorText::sentence({ErrorCode::NotAuthorised, {}})));
    }

    void aServiceThatDrainsCanBeCut()
    {
        ServerInfo server = m_fake->state().server;
        server.serviceRunning = false;
        server.serviceDraining = true;
        m_fake->raise(server);
        QTRY_VERIFY(service().start()->isEnabled());
        QVERIFY(service().stop()->isEnabled());
        QVERIFY(!service().restart()->isEnabled());
        server.serviceDraining = false;
        m_fake->raise(server);
        QTRY_VERIFY(!service().stop()->isEnabled());
    }

    void propertiesAreShown()
    {
        m_fake->setSetup({QStringLiteral("4.5.6"),
                          FeatureTransportServer,
                          ProtocolMulticast | ProtocolUnicast,
                          {{QStringLiteral("WDS"), {}, true}, {QStringLiteral("Tape"), {}, false}}});
        m_registry->setWhereabouts(m_id, {QStringLiteral("deploy:7"), QStringLiteral("sha256:00")});
        ServerInfo server = m_fake->state().server;
        server.initiationPort = 5041;
        server.fallbackPort = 5043;
        m_fake->raise(server);
        QTRY_COMPARE(m_model->serverInfo(m_id).fallbackPort, server.fallbackPort);
        service().properties()->trigger();
        auto *dialog = m_window->findChild<QDialog *>(QStringLiteral("setupDialog"));
        QVERIFY(dialog);
        const auto text = [&dialog](const char *name) {
            auto *label = dialog->findChild<QLabel *>(QLatin1String(name));
            return label ? label->text() : QString();
        };
        QTRY_COMPARE(text("version"), QStringLiteral("4.5.6"));
        QCOMPARE(text("role"), QStringLiteral("administrator"));
        QCOMPARE(text("address"), QStringLiteral("deploy:7"));
        QCOMPARE(text("fingerprint"), QStringLiteral("sha256:00"));
        QVERIFY(text("ports").contains(QStringLiteral("5041")));
        dialog->findChild<QPushButton *>(QStringLiteral("copy"))->click();
        const QString copied = QGuiApplication::clipboard()->text();
        for (const char *fact : {"sha256:00", "deploy:7", "UDP 5041", "TCP 5043", "4.5.6", "administrator"})
            QVERIFY2(copied.contains(QLatin1String(fact)), qPrintable(copied));
        QCOMPARE(text("features"), QStringLiteral("Transport server"));
        QCOMPARE(text("protocols"), QStringLiteral("Multicast, Unicast"));
        QCOMPARE(text("providers").section(QLatin1Char('\n'), 0, 0), QStringLiteral("Folder (WDS)"));
        QVERIFY(text("providers").section(QLatin1Char('\n'), 1).startsWith(QStringLiteral("Tape ")));
        QVERIFY(dialog->findChild<QLabel *>(QStringLiteral("message"))->isHidden());
        auto *providers = dialog->findChild<QLabel *>(QStringLiteral("providers"));
        const QWidget *label = dialog->findChild<QFormLayout *>()->labelForField(providers);
        QTRY_COMPARE(label->geometry().top(), providers->geometry().top());
        QVERIFY(static_cast<const QLabel *>(label)->alignment() & Qt::AlignTop);
        delete dialog;
        m_fake->setFailure(Error{ErrorCode::NotAuthorised, {}});
        service().properties()->trigger();
        dialog = m_window->findChild<QDialog *>(QStringLiteral("setupDialog"));
        QTRY_VERIFY(text("message").contains(QStringLiteral("NOT_AUTHORISED")));
    }

    void settingsAreReadAgain()
    {
        QVERIFY(service().readSettings()->isEnabled());
        service().readSettings()->trigger();
        QTRY_COMPARE(lastVerb(), QStringLiteral("readSettings"));
        QTRY_VERIFY(notice().contains(QStringLiteral("read again")));
    }

    void lostServerStopsEverything()
    {
        select({row(1)});
        QVERIFY(actions().deregister()->isEnabled());
        m_registry->feed(m_id)->setState(ConnectionState::Lost);
        for (const QAction *action : actions().all())
            QTRY_VERIFY2(!action->isEnabled(), qPrintable(action->text()));
        for (const QAction *action : service().all()) // the history is that of others too
            QTRY_VERIFY2(!action->isEnabled() || action == service().history(), qPrintable(action->text()));
        QVERIFY(service().policies()->toolTip().contains(QStringLiteral("not connected")));
    }
};

CASTDECK_WINDOW_TEST(TestNamespaces)

} // namespace castdeck::tst_namespaces
#include "tst_namespaces.moc"
