// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "../management/rig.h"
#include "gui/actions/namespaceactions.h"
#include "gui/actions/serveractions.h"
#include "gui/actions/serviceactions.h"
#include "gui/actions/sessionactions.h"
#include "gui/parts/eventlog.h"
#include "gui/parts/inventoryview.h"
#include "gui/servers/remoteservers.h"
#include "gui/servers/serverprofiles.h"
#include "gui/servers/serverregistry.h"
#include "gui/text/errortext.h"
#include "gui/window/keptlayout.h"
#include "gui/window/mainwindow.h"
#include "gui/window/namespacepane.h"
#include "models/inventorymodel.h"
#include "support/outcome.h"
#include "support/sampleinventory.h"
#include "support/scriptedprompter.h"
#include "support/scriptedvault.h"
#include "support/windowtest.h"

#include <QMenu>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>
#include <algorithm>

namespace castdeck::tst_serveractions
{

using namespace castdeck::test;

/// The list of servers in the real window, against a real listener.
class TestServerActions : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<KeptLayout> m_layout;
    std::unique_ptr<InventoryModel> m_model;
    std::unique_ptr<ServerRegistry> m_registry;
    std::unique_ptr<ServerProfiles> m_profiles;
    ScriptedVault::Keychain m_keychain;
    std::unique_ptr<ScriptedVault> m_vault;
    std::unique_ptr<RemoteServers> m_remote;
    std::unique_ptr<ScriptedPrompter> m_prompter;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<Rig> m_rig;
    ServerActions *m_actions = nullptr;

    QString token(Role role) { return m_rig->open(role).token; }
    ServerProfile profile()
    {
        const TlsTarget target = m_rig->target();
        return {{}, QStringLiteral("Upstairs"), target.host, target.port, target.fingerprint};
    }
    ServerProfiles::Places places() const { return {m_folder->filePath(QStringLiteral("servers.json"))}; }
    QList<ServerProfile> saved() const
    {
        ServerProfiles profiles(places());
        QSignalSpy loaded(&profiles, &ServerProfiles::loaded);
        profiles.load();
        return !loaded.isEmpty() || loaded.wait(60'000) ? profiles.all() : QList<ServerProfile>();
    }
    ConnectionState state(const ServerId &id) { return m_model->status(id).state; }
    void select(const ServerId &id)
    {
        const QModelIndex row = m_window->rows().mapFromSource(m_model->indexOf(id));
        m_window->view().selectionModel()->setCurrentIndex(row, QItemSelectionModel::ClearAndSelect |
                                                                    QItemSelectionModel::Rows);
    }
    QString notice() { return m_window->lastWords(); }
    QString lastEvent()
    {
        const EventLog &log = m_window->log();
        return log.index(log.rowCount() - 1, EventLog::Event).data().toString();
    }
    /// Through the action and the prompt, as a person adds one.
    ServerId add(Role role)
    {
        m_actions->add()->trigger();
        if (!m_prompter->answerServer({profile(), token(role)}))
            return {};
        const ServerId id = m_remote->all().constLast().id;
        return QTest::qWaitFor([&] { return state(id) == ConnectionState::Ready; }, Patience) ? id
                                                                                              : ServerId();
    }
    void openWindow(ScriptedVault::Keychain *keychain)
    {
        m_window.reset();
        m_remote.reset();
        m_profiles = std::make_unique<ServerProfiles>(places());
        m_vault = std::make_unique<ScriptedVault>(keychain);
        ServerLink::Options options;
        options.firstWait = options.longestWait = std::chrono::hours(1);
        m_model = std::make_unique<InventoryModel>(ErrorText::sentence);
        m_registry = std::make_unique<ServerRegistry>(*m_model);
        m_remote = std::make_unique<RemoteServers>(*m_registry, *m_profiles, *m_vault, options);
        m_prompter = std::make_unique<ScriptedPrompter>();
        m_window = std::make_unique<MainWindow>(*m_model, *m_registry, *m_remote, *m_prompter, *m_layout);
        m_actions = &m_window->serverActions();
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_layout = std::make_unique<KeptLayout>(
            QSettings(m_folder->filePath(QStringLiteral("castdeck.ini")), QSettings::IniFormat));
        m_keychain.clear();
        m_rig = std::make_unique<Rig>(Rig::Kind::RemoteTls);
        m_rig->onServer([](FakeTransportServer &server) { server.setState(sampleInventory(2, 3)); });
        openWindow(&m_keychain);
    }

    void cleanup()
    {
        m_window.reset();
        m_remote.reset();
        m_registry.reset();
        m_rig.reset();
    }

    void disconnectKeepsTheRowsAndConnectMakesThemTrue()
    {
        const ServerId id = add(Role::Admin);
        QVERIFY(id.isValid());
        select(id);
        QVERIFY(!m_actions->connectServer()->isEnabled());
        QVERIFY(m_actions->connectServer()->toolTip().contains(QStringLiteral("already")));
        QVERIFY(m_actions->disconnectServer()->isEnabled());
        m_actions->disconnectServer()->trigger();
        QCOMPARE(state(id), ConnectionState::Closed);
        QCOMPARE(m_model->rowCount(m_model->indexOf(id)), 2);
        QTRY_COMPARE(m_rig->endpointCount(), 0);
        QVERIFY(!m_actions->disconnectServer()->isEnabled());
        QVERIFY(!m_actions->disconnectServer()->toolTip().isEmpty());
        m_rig->onServer([](FakeTransportServer &server) { server.raise(SessionId(2)); });
        m_actions->connectServer()->trigger();
        QTRY_COMPARE(state(id), ConnectionState::Ready);
        QCOMPARE(m_model->rowCount(m_model->indexOf(id)), 1);
    }

    void retryNowIsForThoseThatWait()
    {
        const ServerId id = add(Role::Admin);
        select(id);
        QVERIFY(!m_actions->retryNow()->isEnabled());
        m_rig->dropAll({ErrorCode::Busy, QStringLiteral("restart")});
        QTRY_COMPARE(state(id), ConnectionState::Lost);
        QTRY_VERIFY(m_actions->retryNow()->isEnabled());
        m_actions->retryNow()->trigger();
        QTRY_COMPARE(state(id), ConnectionState::Ready);
        QTRY_VERIFY(!m_actions->retryNow()->isEnabled());
    }

    void editChangesNameAndToken()
    {
        const ServerId id = add(Role::Viewer);
        select(id);
        QVERIFY(!m_window->actions().publish()->isEnabled());
        QVERIFY(m_window->actions().publish()->toolTip().contains(QStringLiteral("role")));
        m_actions->edit()->trigger();
        const ServerQuestion asked = m_prompter->serverQuestions().constLast();
        QCOMPARE(asked.profile.id, id);
        QVERIFY(!asked.isNew);
        ServerProfile changed = asked.profile;
        changed.name = QStringLiteral("Cellar");
        QVERIFY(m_prompter->answerServer({changed, token(Role::Admin)}));
        QTRY_VERIFY(m_window->actions().publish()->isEnabled());
        QCOMPARE(m_model->indexOf(id).data().toString(), QStringLiteral("Cellar"));
        QTRY_COMPARE(saved().value(0).name, QStringLiteral("Cellar"));
    }

    void removeAsksAndForgets()
    {
        const ServerId id = add(Role::Admin);
        QVERIFY(m_keychain.contains(id));
        select(id);
        m_actions->remove()->trigger();
        QVERIFY(m_model->indexOf(id).isValid());
        const Confirmation &asked = m_prompter->confirmations().constLast();
        QVERIFY(asked.names.value(0).contains(QStringLiteral("Upstairs")));
        QVERIFY(!asked.takesReason);
        QVERIFY(m_prompter->accept({}));
        QVERIFY(!m_model->indexOf(id).isValid());
        QVERIFY(!m_keychain.contains(id));
        QTRY_VERIFY(saved().isEmpty());
        QTRY_COMPARE(m_rig->endpointCount(), 0);
    }

    void roleForbidsAndSaysSo_data()
    {
        QTest::addColumn<Role>("role");
        QTest::addColumn<bool>("mayTerminate");
        QTest::addColumn<bool>("mayPublish");
        QTest::newRow("viewer") << Role::Viewer << false << false;
        QTest::newRow("operator") << Role::Operator << true << false;
        QTest::newRow("admin") << Role::Admin << true << true;
    }

    void roleForbidsAndSaysSo()
    {
        QFETCH(const Role, role);
        QFETCH(const bool, mayTerminate);
        QFETCH(const bool, mayPublish);
        const ServerId id = add(role);
        const QModelIndex session =
            m_window->rows().mapFromSource(m_model->indexOf({id, RowKind::Session, 1}));
        m_window->view().selectionModel()->setCurrentIndex(session, QItemSelectionModel::ClearAndSelect |
                                                                        QItemSelectionModel::Rows);
        const SessionActions &actions = m_window->actions();
        QCOMPARE(actions.terminate()->isEnabled(), mayTerminate);
        QCOMPARE(actions.terminate()->toolTip().contains(QStringLiteral("role")), !mayTerminate);
        QCOMPARE(actions.publish()->isEnabled(), mayPublish);
        QCOMPARE(m_window->namespaces().actions().deregister()->toolTip().contains(QStringLiteral("role")),
                 !mayPublish);
    }

    void nothingToDoWithoutASelection()
    {
        add(Role::Admin);
        m_window->view().selectionModel()->clear();
        for (const QAction *action : m_actions->all()) {
            const bool isAdd = action == m_actions->add() || action == m_actions->manage();
            QCOMPARE(action->isEnabled(), isAdd);
            QVERIFY(!action->toolTip().isEmpty());
        }
        QVERIFY(m_window->findChild<QMenu *>(QStringLiteral("serverMenu"))
                    ->actions()
                    .contains(m_actions->retryNow()));
    }

    void aServerThatStopsSaysSo()
    {
        const ServerId id = add(Role::Admin);
        m_rig->onServer([this](FakeTransportServer &) {
            m_rig->listener().shutDown(
                {ErrorCode::TransportServerUnavailable, QStringLiteral("the server was stopped")});
        });
        QTRY_COMPARE(state(id), ConnectionState::Lost);
        QVERIFY2(lastEvent().contains(QStringLiteral("The server is stopping: the server was stopped")),
                 qPrintable(lastEvent()));
        QVERIFY(lastEvent().contains(QStringLiteral("last true at")));
        m_remote->retryNow(id);
        QTRY_VERIFY2(lastEvent().contains(QStringLiteral("Not connected")), qPrintable(lastEvent()));
        QVERIFY(lastEvent().contains(QStringLiteral("last true at")));
    }

    void aTokenIsKeptByTheKeychainAlone()
    {
        const ServerId id = add(Role::Admin);
        QVERIFY(m_keychain.contains(id));
        QVERIFY(notice().isEmpty());
        m_actions->add()->trigger();
        QVERIFY(m_prompter->serverQuestions().constLast().tokenIsKept);
        openWindow(&m_keychain);
        m_remote->openSaved();
        QTRY_COMPARE(state(id), ConnectionState::Ready);
    }

    void withoutAKeychainItIsSaidAndAskedForAgain()
    {
        openWindow(nullptr);
        QTRY_VERIFY(!m_remote->keepsTokens());
        const ServerId id = add(Role::Admin);
        QVERIFY(!m_prompter->serverQuestions().constLast().tokenIsKept);
        QTRY_VERIFY(notice().contains(QStringLiteral("keychain")));
        QTRY_VERIFY(m_profiles->isKept());
        QFile file(places().file);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains(m_remote->knownToken(id).toUtf8()));

        openWindow(nullptr);
        m_remote->openSaved();
        QTRY_VERIFY(notice().contains(QStringLiteral("token")));
        QCOMPARE(state(id), ConnectionState::TokenMissing);
        select(id);
        m_actions->connectServer()->trigger();
        QTRY_COMPARE(m_prompter->tokenQuestions().size(), 1);
        QCOMPARE(m_prompter->tokenQuestions().constLast().servers.value(0).id, id);
        QVERIFY(m_prompter->giveTokens({{id, token(Role::Admin)}}));
        QTRY_COMPARE(state(id), ConnectionState::Ready);
        QTRY_VERIFY(!m_actions->enterTokens()->isEnabled());
    }

    /// Fifty are asked for at once, and told of once.
    void allMissingTokensAreGivenAtOnce()
    {
        openWindow(nullptr);
        constexpr int servers = 50;
        for (int i = 0; i < servers; ++i) {
            ServerProfile one = profile();
            one.id = ServerId(QString::number(i));
            one.name = QStringLiteral("Server %1").arg(i);
            one.group = QString::number(i % 3);
            m_profiles->save(one);
        }
        QTRY_VERIFY(m_profiles->isKept());
        m_remote->openSaved();
        QTRY_VERIFY(notice().contains(QString::number(servers)));
        QVERIFY(m_actions->enterTokens()->isEnabled());
        m_actions->enterTokens()->trigger();
        const QList<ServerProfile> asked = m_prompter->tokenQuestions().constLast().servers;
        QCOMPARE(asked.size(), servers);
        QVERIFY(std::ranges::is_sorted(asked, {}, &ServerProfile::group));
        const QString shared = token(Role::Viewer);
        TokenAnswer answer;
        for (const ServerProfile &one : asked.first(3))
            answer.insert(one.id, shared);
        QVERIFY(m_prompter->giveTokens(answer));
        for (const ServerProfile &one : asked.first(3))
            QTRY_COMPARE(state(one.id), ConnectionState::Ready);
        QCOMPARE(m_remote->withoutToken().size(), servers - 3);
    }

    void lookOnlyLetsNothingThrough()
    {
        const ServerId id = add(Role::Admin);
        m_actions->manage()->trigger();
        ServerListAnswer servers;
        for (const ServerListQuestion::Row &row : m_prompter->listQuestions().constLast().rows)
            servers << row.server;
        QCOMPARE(servers.size(), 1);
        servers.first().profile.lookOnly = true;
        QVERIFY(m_prompter->arrange(servers));
        QTRY_VERIFY(m_model->status(id).state == ConnectionState::Ready &&
                    m_model->status(id).powers.lookOnly);
        QTRY_COMPARE(saved().value(0).lookOnly, true);
        const QModelIndex session =
            m_window->rows().mapFromSource(m_model->indexOf({id, RowKind::Session, 1}));
        m_window->view().selectionModel()->setCurrentIndex(session, QItemSelectionModel::ClearAndSelect |
                                                                        QItemSelectionModel::Rows);
        for (const QAction *verb :
             {m_window->actions().terminate(), m_window->actions().publish(), m_window->service().stop()}) {
            QVERIFY2(!verb->isEnabled(), qPrintable(verb->text()));
            QVERIFY2(verb->toolTip().contains(QStringLiteral("look-only")), qPrintable(verb->toolTip()));
        }
        // Whatever the screen says: it does not go out.
        const auto answer = outcome(m_registry->server(id)->ask(TerminateSession{SessionId(1), {}}));
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, ErrorCode::NotAuthorised);
        QCOMPARE(answer.error().detail, QStringLiteral("look-only"));
        QVERIFY(outcome(m_registry->server(id)->ask(RetrieveSetup{})));
        servers.first().profile.lookOnly = false;
        m_actions->manage()->trigger();
        QVERIFY(m_prompter->arrange(servers));
        QTRY_VERIFY(m_window->actions().publish()->isEnabled());
    }

    void whatWasArrangedIsSeen()
    {
        for (int i = 0; i < 4; ++i) {
            ServerProfile one = profile();
            one.id = ServerId(QString::number(i));
            one.name = QString::number(i);
            one.connectsAtStart = false;
            m_profiles->save(one);
        }
        m_remote->openSaved();
        QTRY_COMPARE(m_model->rowCount(), 4);
        m_actions->manage()->trigger();
        ServerListAnswer servers;
        for (const int i : {2, 0, 3}) {
            ServerProfile one = m_prompter->listQuestions().constLast().rows[i].server.profile;
            one.group = i == 2 ? QStringLiteral("Zürich") : QString();
            one.place = static_cast<int>(servers.size());
            servers << ServerAnswer{one, {}};
        }
        ServerProfile added = profile();
        added.name = QStringLiteral("new");
        added.place = 9;
        added.connectsAtStart = false;
        servers << ServerAnswer{added, {}};
        QVERIFY(m_prompter->arrange(servers));
        QStringList names;
        for (int row = 0; row < m_model->rowCount(); ++row)
            names << m_model->index(row, 0).data().toString();
        QCOMPARE(names.join(u' '), QStringLiteral("0 3 new 2"));
        const RowKey last{ServerId(QStringLiteral("2")), RowKind::Server, 0};
        QCOMPARE(m_model->indexOf(last, Column::Namespace).data().toString(), QStringLiteral("Zürich"));
        QTRY_VERIFY(m_profiles->isKept());
        QCOMPARE(inOrder(saved()), m_remote->all());
        for (const ServerProfile &one : m_remote->all())
            QCOMPARE(state(one.id), ConnectionState::Closed);
    }
};

CASTDECK_WINDOW_TEST(TestServerActions)

} // namespace castdeck::tst_serveractions
#include "tst_serveractions.moc"
