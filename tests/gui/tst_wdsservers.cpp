// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A WDS server in the real window: what it has not is greyed with the reason, and whatever answers in its
// place, the tree says what is so and the window does not wait. The peer is a program that speaks the
// protocol, as castdeck-wds does; tests/wds has the real one.
#include "gui/actions/namespaceactions.h"
#include "gui/actions/serviceactions.h"
#include "gui/actions/sessionactions.h"
#include "gui/dialogs/confirmdialog.h"
#include "gui/text/obstacletext.h"
#include "gui/window/namespacepane.h"
#include "gui/window/rowdetails.h"
#include "management/jsoncodec.h"
#include "models/inventoryrole.h"
#include "support/sampleinventory.h"
#include "support/windowtest.h"
#include "windowfixture.h"

#include <QLineEdit>
#include <QRadioButton>
#include <csignal>
#include <iostream>
#include <unistd.h>

namespace castdeck::tst_wdsservers
{

using namespace std::chrono_literals;

namespace
{

/// Every kind of character that a name of WDS may have, and some that it should not.
const QString anyName = QStringLiteral("\u202eevil\n\t\"\\{\u2028 <b>\u00fc \u6f22 \U0001f600") + QChar(0);

// The peer: answers as the scenario of its argument says.

Inventory stateOf(const QByteArray &scenario)
{
    Inventory state = sampleInventory(1, 2);
    if (scenario == "many")
        state = sampleInventory(50, 200);
    state.server = sampleWdsServer();
    if (scenario == "names") {
        state.namespaces[0].name = state.contents[0].name = anyName;
        for (ClientInfo &client : state.clients)
            client.name = anyName;
    }
    if (scenario == "old") {
        for (ClientInfo &client : state.clients) {
            client.cpuUtilization = client.memoryUtilization = client.networkUtilization = UtilizationUnknown;
            client.joinedAt = {};
        }
    }
    return state;
}

void say(const Message &message)
{
    const QByteArray lines = JsonCodec::encode(message).value();
    std::cout.write(lines.constData(), lines.size()).flush();
}

std::optional<Error> refusalOf(const QByteArray &scenario)
{
    if (scenario == "no wds")
        return Error{static_cast<ErrorCode>(0x80040154),
                     QStringLiteral("WdsTransportManager: REGDB_E_CLASSNOTREG")};
    if (scenario == "no role")
        return Error{ErrorCode::TransportServerRoleNotConfigured, {}};
    return std::nullopt;
}

int wdsPeer(int argc, char **argv)
{
    const QByteArray scenario = argc > 1 ? argv[1] : "";
    JsonCodec codec(JsonCodec::Takes::Requests);
    Inventory state = stateOf(scenario);
    const auto raise = [&state](const Change &change) {
        const InventoryEvent event{state.revision + 1, change};
        state.apply(event);
        say(Event{event});
    };
    for (std::string line; std::getline(std::cin, line);) {
        const auto message = codec.decode(QByteArrayView(line.data(), qsizetype(line.size())));
        if (!message || !*message)
            return 1;
        const auto *request = std::get_if<Request>(&**message);
        if (!request)
            return 0; // a goodbye
        if (std::holds_alternative<Hello>(request->body)) {
            say(Reply{request->id,
                      Welcome{ProtocolVersion, sampleWdsServer(), Role::Admin, QStringLiteral("LAB\\anna")}});
        } else if (std::holds_alternative<Subscribe>(request->body)) {
            if (const auto refusal = refusalOf(scenario))
                say(Reply{request->id, tl::unexpected(*refusal)});
            else
                say(Reply{request->id, state});
            if (scenario == "id again") {
                ClientInfo next = state.clients.first();
                next.name = QStringLiteral("NEXT");
                raise(next.id);
                raise(next);
            } else if (scenario == "not seen") {
                ServerInfo server = state.server;
                server.error =
                    Error{ErrorCode::TransportServerUnavailable, QStringLiteral("RetrieveNamespaces")};
                raise(server);
            }
        } else if (const auto *verb = std::get_if<TerminateSession>(&request->body)) {
            if (scenario == "hangs")
                ::sleep(60);
            raise(verb->id);
            say(Reply{request->id, DisconnectReport{state.revision, 2, 0, {}}});
        } else {
            say(Reply{request->id, Done{}});
        }
    }
    return 0;
}

const test::ProgramPart peer(__FILE__, &wdsPeer, "wdspeer");

} // namespace

class TestWdsServers : public QObject, private test::WindowFixture
{
    Q_OBJECT

    QString lacking() const { return ObstacleText::sentence(Obstacle::Lacking); }
    bool isGreyed(const QAction *action) const
    {
        return !action->isEnabled() && action->toolTip().endsWith(lacking());
    }
    Inventory wdsState(Inventory state) const
    {
        state.server = sampleWdsServer();
        return state;
    }
    QModelIndex shown(const RowKey &key) const
    {
        return m_window->rows().mapFromSource(m_model->indexOf(key));
    }
    /// Beside the console's own, the peer as a WDS server; waits until it is connected, or is said not to be.
    ServerId add(const char *scenario, ConnectionState then = ConnectionState::Ready)
    {
        ServerProfile profile;
        profile.name = QStringLiteral("Downstairs");
        profile.kind = ServerKind::Wds;
        profile.command = {QCoreApplication::applicationFilePath(), QStringLiteral("wdspeer"),
                           QString::fromLatin1(scenario)};
        const ServerId id = m_remote->keep(profile, {}, RemoteServers::Life::ThisRun);
        const bool isThere = QTest::qWaitFor([&] { return m_model->status(id).state == then; }, Patience);
        return isThere ? id : ServerId();
    }
    QString stateOfServer(const ServerId &id) const
    {
        return m_model->indexOf({id, RowKind::Server, 0}, Column::State)
            .data(InventoryRole::Sentence)
            .toString();
    }

private Q_SLOTS:
    void init()
    {
        m_linkOptions = {};
        m_linkOptions.firstWait = m_linkOptions.longestWait = std::chrono::hours(1);
        m_linkOptions.connection.quiet = m_linkOptions.connection.silence = 100ms;
        open(sampleInventory());
    }
    void cleanup() { close(); }

    void whatItLacksIsGreyed()
    {
        close();
        open(wdsState(sampleInventory()));
        const NamespaceActions &namespaces = m_window->namespaces().actions();
        select(m_window->view(), {shown({m_id, RowKind::Session, 1})});
        QVERIFY(m_window->actions().terminate()->isEnabled());
        QVERIFY(isGreyed(m_window->service().history()));
        QVERIFY(m_window->service().policies()->isEnabled());
        select(m_window->namespaces().view(), {m_window->namespaces().view().model()->index(0, 0)});
        for (const QAction *action : {namespaces.edit(), namespaces.rearm(), namespaces.howToAsk()})
            QVERIFY2(isGreyed(action), qPrintable(action->objectName() + action->toolTip()));
        QVERIFY(namespaces.deregister()->isEnabled());
    }

    void oneThatLacksNothingIsAsBefore()
    {
        select(m_window->namespaces().view(), {m_window->namespaces().view().model()->index(0, 0)});
        QVERIFY(m_window->namespaces().actions().edit()->isEnabled());
        QVERIFY(m_window->namespaces().actions().howToAsk()->isEnabled());
        select(m_window->view(), {shown({m_id, RowKind::Session, 1})});
        QVERIFY(m_window->service().history()->isEnabled());
        m_window->actions().terminate()->trigger();
        m_window->service().stop()->trigger();
        for (const Confirmation &question : m_prompter->confirmations())
            QVERIFY(question.noReason.isEmpty() && question.noDrain.isEmpty());
    }

    void questionsOfferWhatItHas()
    {
        close();
        open(wdsState(sampleInventory()));
        select(m_window->view(), {shown({m_id, RowKind::Session, 1})});
        m_window->actions().terminate()->trigger();
        QCOMPARE(m_prompter->confirmations().size(), 1);
        QVERIFY(!m_prompter->confirmations().first().noReason.isEmpty());
        m_window->service().stop()->trigger();
        QCOMPARE(m_prompter->confirmations().size(), 2);
        const Confirmation stop = m_prompter->confirmations().last();
        QVERIFY(!stop.noDrain.isEmpty());
        ConfirmDialog dialog(stop);
        const auto *reason = dialog.findChild<QLineEdit *>(QStringLiteral("reason"));
        QVERIFY(!reason->isEnabled());
        QCOMPARE(reason->placeholderText(), stop.noReason);
        const auto *drain = dialog.findChild<QRadioButton *>(QStringLiteral("drain"));
        QVERIFY(!drain->isEnabled());
        QCOMPARE(drain->toolTip(), stop.noDrain);
        QVERIFY(dialog.ending().terminate);
        m_window->actions().publish()->trigger();
        QTRY_COMPARE(m_prompter->publishQuestions().size(), 1);
        QCOMPARE(m_prompter->publishQuestions().first().lacks, sampleWdsServer().lacks);
    }

    void standsInTheTree()
    {
        const ServerId id = add("plain");
        QVERIFY(id.isValid());
        QCOMPARE(m_model->indexOf(id).data().toString(), QStringLiteral("Downstairs (WDS)"));
        QVERIFY(
            m_model->indexOf(id).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("(WDS)")));
        const RowDetails details(*m_model, *m_remote);
        QStringList told;
        for (const Fact &fact : details.facts(m_model->indexOf(id)))
            told << fact.value;
        QVERIFY(told.contains(QStringLiteral("WDS server over ssh")));
        // Its session is ended as any other.
        select(m_window->view(), {shown({id, RowKind::Session, 1})});
        m_window->actions().terminate()->trigger();
        QVERIFY(m_prompter->accept({}));
        QTRY_VERIFY(!m_model->indexOf({id, RowKind::Session, 1}).isValid());
    }

    void whatIsNoWdsServer_data()
    {
        QTest::addColumn<QByteArray>("scenario");
        QTest::addColumn<QString>("said");
        QTest::newRow("no WDS") << QByteArray("no wds") << QStringLiteral("REGDB_E_CLASSNOTREG");
        QTest::newRow("no role") << QByteArray("no role")
                                 << QStringLiteral("No transport server is set up there");
    }

    void whatIsNoWdsServer()
    {
        QFETCH(QByteArray, scenario);
        QFETCH(QString, said);
        const ServerId id = add(scenario.constData(), ConnectionState::Lost);
        QVERIFY(id.isValid());
        QVERIFY2(stateOfServer(id).contains(said), qPrintable(stateOfServer(id)));
    }

    void anOldOneTellsLess()
    {
        const ServerId id = add("old");
        QVERIFY(id.isValid());
        QCOMPARE(m_model->rowCount(m_model->indexOf({id, RowKind::Session, 1})), 2);
    }

    void namesWithAnyCharacter()
    {
        const ServerId id = add("names");
        QVERIFY(id.isValid());
        const QString name = m_model->indexOf({id, RowKind::Client, 1}).data().toString();
        QVERIFY(name.contains(QChar(0x6f22)));
        QVERIFY(!name.contains(QChar(0x202e)) && !name.contains(QChar(u'\n')) &&
                !name.contains(QChar(0x2028)));
    }

    void tenThousandClients()
    {
        const ServerId id = add("many");
        QVERIFY(id.isValid());
        QTRY_COMPARE(m_model->totals().clients, 10'000 + sampleInventory().clients.size());
    }

    void anIdThatIsUsedAgain()
    {
        const ServerId id = add("id again");
        QVERIFY(id.isValid());
        QTRY_COMPARE(m_model->indexOf({id, RowKind::Client, 1}).data().toString(), QStringLiteral("NEXT"));
    }

    void oneThatIsNotSeenItself()
    {
        const ServerId id = add("not seen");
        QVERIFY(id.isValid());
        QTRY_COMPARE(m_model->indexOf({id, RowKind::Server, 0}, Column::State).data().toString(),
                     QStringLiteral("Not seen now"));
    }

    /// The window goes on, says that nothing is heard, and closes without waiting.
    void oneThatHangs()
    {
        const ServerId id = add("hangs");
        QVERIFY(id.isValid());
        select(m_window->view(), {shown({id, RowKind::Session, 1})});
        m_window->actions().terminate()->trigger();
        QVERIFY(m_prompter->accept({}));
        QTRY_VERIFY(m_model->status(id).silentSince.isValid());
        QVERIFY(stateOfServer(id).startsWith(QStringLiteral("Not heard for")));
        QCOMPARE(m_model->facts(m_model->indexOf({id, RowKind::Session, 1})).pending, Pending::Ending);
        // Another server is as it was.
        select(m_window->view(), {shown({m_id, RowKind::Session, 1})});
        m_window->actions().terminate()->trigger();
        QVERIFY(m_prompter->accept({}));
        QTRY_VERIFY(!m_model->indexOf({m_id, RowKind::Session, 1}).isValid());
        m_remote->close(id);
        QCOMPARE(m_model->status(id).state, ConnectionState::Closed);
    }
};

CASTDECK_WINDOW_TEST(TestWdsServers)

} // namespace castdeck::tst_wdsservers
#include "tst_wdsservers.moc"
