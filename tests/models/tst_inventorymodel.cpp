// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/eligible.h"
#include "models/inventorymodel.h"
#include "models/inventorynode.h"
#include "models/inventoryrole.h"
#include "models/rowfields.h"
#include "support/sampleinventory.h"
#include "support/testprogram.h"
#include "support/treetolines.h"

#include <QAbstractItemModelTester>
#include <QCoreApplication>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTest>

namespace castdeck::tst_inventorymodel
{

using namespace castdeck::test;

namespace
{

const ServerId here(QStringLiteral("here"));
const ServerId there(QStringLiteral("there"));

QString nameOnly(const Error &error)
{
    return errorName(error.code);
}

RowKey sessionKey(quint32 id)
{
    return {here, RowKind::Session, id};
}

RowKey clientKey(quint32 id)
{
    return {here, RowKind::Client, id};
}

RowKey folderKey(quint32 id)
{
    return {here, RowKind::Namespace, id};
}

/// Writes a text that turns around what follows it wherever a row has a text.
struct Spoiler {
    static inline const QString text = QStringLiteral("left\u202Etfel\nnext");

    static void spoil(auto &row)
    {
        Spoiler spoiler;
        std::decay_t<decltype(row)>::describe(spoiler, row);
    }
    void operator()(const char *, auto &field)
    {
        if constexpr (std::is_same_v<std::decay_t<decltype(field)>, QString>)
            field = text;
    }
    void optional(const char *name, auto &field) { (*this)(name, field); }
    void assumed(const char *name, auto &field) { (*this)(name, field); }
};

/// Every signal that changes the shape of a model.
struct ShapeSpy {
    explicit ShapeSpy(QAbstractItemModel &model)
        : inserted(&model, &QAbstractItemModel::rowsInserted)
        , removed(&model, &QAbstractItemModel::rowsRemoved)
        , moved(&model, &QAbstractItemModel::rowsMoved)
        , layout(&model, &QAbstractItemModel::layoutChanged)
        , reset(&model, &QAbstractItemModel::modelReset)
    {
    }

    qsizetype count() const
    {
        return inserted.size() + removed.size() + moved.size() + layout.size() + reset.size();
    }

    QSignalSpy inserted;
    QSignalSpy removed;
    QSignalSpy moved;
    QSignalSpy layout;
    QSignalSpy reset;
};

} // namespace

class TestInventoryModel : public QObject
{
    Q_OBJECT

    std::unique_ptr<InventoryModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;

    InventoryModel &model() { return *m_model; }
    QString text(const RowKey &key, Column column) { return model().indexOf(key, column).data().toString(); }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); } // so are the numbers written that are expected

    void init()
    {
        m_model = std::make_unique<InventoryModel>(nameOnly);
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        model().addServer(here, QStringLiteral("This computer"));
        model().setStatus(here, {ConnectionState::Ready, {}, {}, {}});
        model().merge(here, sampleInventory());
    }

    void showsServersSessionsClients()
    {
        QStringList names;
        for (const QString &line : treeToLines(model()))
            names << line.section(QStringLiteral(" | "), 0, 2);
        QCOMPARE(names, (QStringList{
                            QStringLiteral("This computer |  | Connected"),
                            QStringLiteral("  install.wim | images | Sending"),
                            QStringLiteral("    PC-1 |  | Receiving"),
                            QStringLiteral("    PC-2 |  | Master"),
                            QStringLiteral("  install.wim | images | Sending"),
                            QStringLiteral("  drivers | /srv/drivers | Published"),
                        }));
        QCOMPARE(model().revision(here), 10u);
    }

    void aServerSaysHowItStands_data()
    {
        QTest::addColumn<ConnectionState>("connection");
        QTest::addColumn<Powers>("powers");
        QTest::addColumn<bool>("isDeaf");
        QTest::addColumn<QString>("state");
        QTest::addColumn<bool>("alert");
        const Powers viewer{false, false};
        const Powers looking{true, true, true};
        QTest::newRow("all is well") << ConnectionState::Ready << Powers() << false << "Connected" << false;
        QTest::newRow("a viewer") << ConnectionState::Ready << viewer << false << "Connected, guest" << false;
        QTest::newRow("look-only") << ConnectionState::Ready << looking << false << "Connected, look-only"
                                   << false;
        QTest::newRow("deaf") << ConnectionState::Ready << Powers() << true << "Receivers cannot ask" << true;
        QTest::newRow("lost") << ConnectionState::Lost << Powers() << true << "Unreachable" << false;
        QTest::newRow("no token") << ConnectionState::TokenMissing << viewer << false << "Token missing"
                                  << true;
    }
    void aServerSaysHowItStands()
    {
        QFETCH(const ConnectionState, connection);
        QFETCH(const Powers, powers);
        QFETCH(const bool, isDeaf);
        Inventory inventory = sampleInventory();
        if (isDeaf)
            inventory.server.initiationError = Error{ErrorCode::AddressInUse, QStringLiteral("5041")};
        model().merge(here, inventory);
        model().setStatus(here, {connection, {}, {}, powers, {}, QStringLiteral("guest")});
        const QModelIndex row = model().indexOf({here, RowKind::Server, 0}, Column::State);
        QTEST(row.data().toString(), "state");
        QTEST(row.data(InventoryRole::Alert).toBool(), "alert");
        QCOMPARE(row.data(Qt::ToolTipRole).toString().contains(errorName(ErrorCode::AddressInUse)), isDeaf);
        QCOMPARE(obstacleOf(model().facts(row).powers, &Powers::publish) == Obstacle::LookOnly,
                 powers.lookOnly);
    }

    /// What a bridge to a server asks does not answer: all that is shown was true once.
    void aServerThatIsNotSeenSaysSo()
    {
        Inventory inventory = sampleInventory();
        inventory.server.error =
            Error{ErrorCode::TimedOut, QStringLiteral("RetrieveNamespaces does not return")};
        model().merge(here, inventory);
        model().setStatus(here, {ConnectionState::Ready, {}, {}, Powers(), {}, {}});
        const QModelIndex row = model().indexOf({here, RowKind::Server, 0}, Column::State);
        QCOMPARE(row.data().toString(), QStringLiteral("Not seen now"));
        QCOMPARE(row.data(InventoryRole::Alert), QVariant(true));
        QVERIFY(row.data(Qt::ToolTipRole).toString().contains(errorName(ErrorCode::TimedOut)));
        inventory.server.error.reset();
        model().merge(here, inventory);
        QCOMPARE(row.data().toString(), QStringLiteral("Connected"));
        QCOMPARE(row.data(InventoryRole::Alert), QVariant(false));
    }

    void serversAreArrangedAndGrouped_data()
    {
        QTest::addColumn<QString>("order");
        QTest::addColumn<QString>("seen");
        QTest::newRow("as they came") << "abc"
                                      << "Tabc";
        QTest::newRow("backwards") << "cba"
                                   << "Tcba";
        QTest::newRow("some") << "ca"
                              << "Tbca";
        QTest::newRow("strangers are left out") << "cxab"
                                                << "Tcab";
        QTest::newRow("all") << "cTba"
                             << "cTba";
        QTest::newRow("none") << ""
                              << "Tabc";
    }
    void serversAreArrangedAndGrouped()
    {
        QFETCH(const QString, order);
        model().renameServer(here, QStringLiteral("T"));
        for (const QChar name : QStringLiteral("abc"))
            model().addServer(ServerId(name), name);
        const QPersistentModelIndex session = model().indexOf(sessionKey(1));
        const int children = model().rowCount(model().indexOf(here));
        QList<ServerId> ids;
        for (const QChar name : order)
            ids << (name == u'T' ? here : ServerId(name));
        model().arrangeServers(ids);
        QString seen;
        for (int row = 0; row < model().rowCount(); ++row)
            seen += model().index(row, 0).data().toString();
        QTEST(seen, "seen");
        QCOMPARE(session, model().indexOf(sessionKey(1)));
        QCOMPARE(model().rowCount(model().indexOf(here)), children);
        model().setServerGroup(here, QStringLiteral("Berlin"));
        QCOMPARE(model().indexOf({here, RowKind::Server, 0}, Column::Namespace).data().toString(),
                 QStringLiteral("Berlin"));
        const auto site = [this](const RowKey &key) {
            return model().indexOf(key).data(InventoryRole::Fields).value<RowFields>().site;
        };
        QCOMPARE(site({here, RowKind::Server, 0}), QStringLiteral("Berlin"));
        QCOMPARE(site(clientKey(1)), QStringLiteral("Berlin"));
    }

    void aSlowerStreamAndItsLimitAreTold()
    {
        const auto toolTip = [this] {
            return model().indexOf(sessionKey(1)).data(Qt::ToolTipRole).toString();
        };
        QVERIFY(!toolTip().contains(QStringLiteral("tier")));
        Inventory inventory = sampleInventory();
        inventory.sessions.first().tier = 1;
        inventory.sessions.first().rateLimit = 50'000'000;
        const QSignalSpy changed(&model(), &QAbstractItemModel::dataChanged);
        model().merge(here, inventory);
        QVERIFY(!changed.isEmpty());
        QVERIFY2(toolTip().contains(QStringLiteral("slower, tier 1")), qPrintable(toolTip()));
        QVERIFY2(toolTip().contains(QStringLiteral("50 MB/s")) ||
                     toolTip().contains(QStringLiteral("50.0 MB/s")),
                 qPrintable(toolTip()));
    }

    void theToolTipSaysWhetherTheServiceStartsWithTheServer()
    {
        const auto toolTip = [this] {
            return model().indexOf({here, RowKind::Server, 0}).data(Qt::ToolTipRole).toString();
        };
        QVERIFY2(toolTip().contains(QStringLiteral("starts with the server")), qPrintable(toolTip()));
        Inventory inventory = sampleInventory();
        inventory.server.serviceEnabled = false;
        model().merge(here, inventory);
        QVERIFY2(toolTip().contains(QStringLiteral("does not start")), qPrintable(toolTip()));
    }

    void sameSnapshotSaysNothing()
    {
        const ShapeSpy shape(model());
        const QSignalSpy changed(&model(), &QAbstractItemModel::dataChanged);
        model().merge(here, sampleInventory());
        QCOMPARE(shape.count(), 0);
        QCOMPARE(changed.size(), 0);
    }

    void progressRepaintsWhatGrowsWithIt()
    {
        const ShapeSpy shape(model());
        QSignalSpy changed(&model(), &QAbstractItemModel::dataChanged);
        ClientInfo client = sampleInventory().clients.at(1);
        client.percentCompletion = 41;
        model().apply(here, {11, client});
        QCOMPARE(shape.count(), 0);
        const QModelIndex cell = model().indexOf(clientKey(2), Column::Progress);
        QCOMPARE(changed.at(0).at(0).toModelIndex(), cell);
        QCOMPARE(changed.at(0).at(1).toModelIndex(), model().indexOf(clientKey(2), Column::Remaining));
        const auto roles = changed.at(0).at(2).value<QList<int>>();
        QVERIFY(roles.contains(Qt::DisplayRole) && roles.contains(InventoryRole::Progress));
        QVERIFY(!roles.contains(InventoryRole::Alert) && !roles.contains(InventoryRole::Filter));
        QCOMPARE(cell.data(InventoryRole::Progress).toInt(), 41);
        QCOMPARE(model().revision(here), 11u);
    }

    void aStateColoursTheWholeRow()
    {
        QSignalSpy changed(&model(), &QAbstractItemModel::dataChanged);
        SessionInfo session = sampleInventory().sessions.constFirst();
        session.state = SessionState::Failed;
        model().apply(here, {11, session});
        const QModelIndex row = model().indexOf(sessionKey(session.id.value()));
        bool whole = false;
        for (const auto &span : changed) {
            whole |= span.at(0).toModelIndex() == row &&
                     span.at(1).toModelIndex() == row.siblingAtColumn(ColumnCount - 1) &&
                     span.at(2).value<QList<int>>().contains(InventoryRole::Alert);
        }
        QVERIFY(whole);
    }

    void neighboursChangeAsOneSpan()
    {
        Inventory inventory = sampleInventory();
        inventory.clients.clear();
        for (quint32 id = 1; id <= 100; ++id)
            inventory.clients.append(sampleClient(id, 1, QStringLiteral("PC")));
        model().merge(here, inventory);
        for (quint32 id = 21; id <= 60; ++id)
            inventory.clients[static_cast<int>(id) - 1].lossRate = 0.5;
        QSignalSpy changed(&model(), &QAbstractItemModel::dataChanged);
        model().merge(here, inventory);
        QCOMPARE(changed.size(), 2); // the session's mean, too
        const bool sessionFirst =
            changed.at(0).at(0).toModelIndex() == model().indexOf(sessionKey(1), Column::Loss);
        const QList<QVariant> span = changed.at(sessionFirst ? 1 : 0);
        QCOMPARE(span.at(0).toModelIndex(), model().indexOf(clientKey(21), Column::Loss));
        QCOMPARE(span.at(1).toModelIndex(), model().indexOf(clientKey(60), Column::Loss));
        // A client holds its place, whatever else the tree has to hold: 100 000 of them are 30 MB.
        QVERIFY(sizeof(InventoryNode) <= 320);
    }

    void snapshotInsertsInSpans()
    {
        Inventory inventory = sampleInventory();
        inventory.clients.clear();
        for (quint32 id = 1; id <= 1000; ++id)
            inventory.clients.append(sampleClient(id, 1, QStringLiteral("PC")));
        const ShapeSpy shape(model());
        model().merge(here, inventory);
        QCOMPARE(shape.inserted.size(), 1);
        QCOMPARE(shape.count(), 1);
        inventory.clients.remove(100, 800);
        model().merge(here, inventory);
        QCOMPARE(shape.removed.size(), 1);
        QCOMPARE(text(sessionKey(1), Column::Clients), QStringLiteral("200"));
        QCOMPARE(model().indexOf(clientKey(901)).row(), 100);
    }

    void persistentIndexesFollowTheirRow()
    {
        const QPersistentModelIndex second = model().indexOf(clientKey(2));
        const QPersistentModelIndex session = model().indexOf(sessionKey(2));
        model().apply(here, {11, ClientId(1)});
        QCOMPARE(second.row(), 0);
        QCOMPARE(second.data().toString(), QStringLiteral("PC-2"));
        model().apply(here, {12, SessionId(1)});
        QVERIFY(!second.isValid());
        QCOMPARE(session.row(), 0);
    }

    void clientThatChangesSessionIsMoved()
    {
        const QPersistentModelIndex client = model().indexOf(clientKey(1));
        Inventory inventory = sampleInventory();
        inventory.clients[0].sessionId = SessionId(2);
        const ShapeSpy shape(model());
        model().merge(here, inventory);
        QCOMPARE(shape.moved.size(), 1);
        QCOMPARE(shape.count(), 1);
        QCOMPARE(client.parent(), model().indexOf(sessionKey(2)));
        model().apply(here, {11, sampleClient(1, 1, QStringLiteral("PC-1"))});
        QCOMPARE(shape.moved.size(), 2);
        QCOMPARE(client.parent(), model().indexOf(sessionKey(1)));
    }

    void publishedFolderShowsWhileIdle()
    {
        QVERIFY(model().indexOf(folderKey(2)).isValid());
        QVERIFY(!model().indexOf(folderKey(1)).isValid());
        model().apply(here, {11, sampleContent(2, 2, QStringLiteral("net.cab"))});
        QVERIFY(model().indexOf(folderKey(2)).isValid());
        model().apply(here, {12, sampleSession(3, 2)});
        QVERIFY(!model().indexOf(folderKey(2)).isValid());
        model().apply(here, {13, SessionId(3)});
        QVERIFY(model().indexOf(folderKey(2)).isValid());
        model().apply(here, {14, NamespaceId(2)});
        QVERIFY(!model().indexOf(folderKey(2)).isValid());
    }

    void namespaceTakesItsSessionsWithIt()
    {
        model().apply(here, {11, NamespaceId(1)});
        QCOMPARE(model().rowCount(model().indexOf(here)), 1);
        QVERIFY(!model().indexOf(clientKey(1)).isValid());
    }

    void renamedContentRenamesItsSessions()
    {
        model().apply(here, {11, sampleContent(1, 1, QStringLiteral("boot.wim"))});
        QCOMPARE(text(sessionKey(2), Column::Name), QStringLiteral("boot.wim"));
        Inventory inventory = sampleInventory();
        inventory.namespaces[0].name = QStringLiteral("pictures");
        QSignalSpy changed(&model(), &QAbstractItemModel::dataChanged);
        model().merge(here, inventory);
        QCOMPARE(text(sessionKey(1), Column::Namespace), QStringLiteral("pictures"));
        QVERIFY(!changed.isEmpty());
    }

    void masterIsMarkedAndMoves()
    {
        QVERIFY(model().indexOf(clientKey(2)).data(InventoryRole::Master).toBool());
        SessionInfo session = sampleInventory().sessions.at(0);
        session.masterClientId = ClientId(1);
        QSignalSpy changed(&model(), &QAbstractItemModel::dataChanged);
        model().apply(here, {11, session});
        QVERIFY(model().indexOf(clientKey(1)).data(InventoryRole::Master).toBool());
        QVERIFY(!model().indexOf(clientKey(2)).data(InventoryRole::Master).toBool());
        const QModelIndex first = model().indexOf(clientKey(1));
        const QModelIndex last = model().indexOf(clientKey(2)).siblingAtColumn(ColumnCount - 1);
        QVERIFY(std::any_of(changed.cbegin(), changed.cend(), [&](const auto &args) {
            return args.at(0).toModelIndex() == first && args.at(1).toModelIndex() == last;
        }));
    }

    void unknownIsADash()
    {
        QCOMPARE(text(clientKey(1), Column::Cpu), QStringLiteral("17 %"));
        QCOMPARE(text(clientKey(1), Column::Memory), QStringLiteral("–"));
        QCOMPARE(text(clientKey(1), Column::RoundTrip), QStringLiteral("3 ms"));
        QVERIFY(model().indexOf(clientKey(1), Column::Memory).data(InventoryRole::Sort).toInt() <
                model().indexOf(clientKey(1), Column::Cpu).data(InventoryRole::Sort).toInt());
    }

    void joinedForCountsAndStandsStillWhenLost()
    {
        const QDateTime joined = sampleInventory().clients.at(0).joinedAt;
        model().setNow(joined.addSecs(3722));
        QSignalSpy changed(&model(), &QAbstractItemModel::dataChanged);
        model().setNow(joined.addSecs(3723));
        QCOMPARE(changed.size(), 0); // nobody looks
        QCOMPARE(text(clientKey(1), Column::JoinedFor), QStringLiteral("1:02:03"));
        model().setNow(joined.addSecs(3724));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.at(0).at(1).toModelIndex(), model().indexOf(clientKey(1), Column::JoinedFor));
        QCOMPARE(text(clientKey(1), Column::JoinedFor), QStringLiteral("1:02:04"));
        model().apply(here, {11, ClientId(1)});
        model().setNow(joined.addSecs(3725)); // whoever was looked at and went is forgotten
        model().merge(here, sampleInventory());
        model().setStatus(here, {ConnectionState::Lost, joined.addSecs(60), {}, {}});
        model().setNow(joined.addSecs(9999));
        QCOMPARE(text(clientKey(1), Column::JoinedFor), QStringLiteral("1:00"));
        model().setStatus(here, {ConnectionState::Ready, {}, {}, {}});
        model().setNow(joined.addSecs(-5));
        QCOMPARE(text(clientKey(1), Column::JoinedFor), QStringLiteral("0:00"));
    }

    void lostServerKeepsItsRowsGreyed()
    {
        QVERIFY(!model().indexOf(clientKey(1)).data(InventoryRole::Stale).toBool());
        const ShapeSpy shape(model());
        model().setStatus(here, {ConnectionState::Lost, QDateTime::currentDateTimeUtc(), {}, {}});
        QCOMPARE(shape.count(), 0);
        QVERIFY(model().indexOf(clientKey(1)).data(InventoryRole::Stale).toBool());
        const QModelIndex state = model().indexOf({here, RowKind::Server, 0}, Column::State);
        QVERIFY(state.data().toString().startsWith(QStringLiteral("Lost ")));
        QVERIFY(state.data(InventoryRole::Sentence).toString().startsWith(QStringLiteral("Lost at ")));
        QCOMPARE(state.data(InventoryRole::Severity).toInt(), static_cast<int>(Severity::Warning));
        QCOMPARE(model().totals(), (Totals{0, 0, {0, 1, 0}}));
        QVERIFY(!model().facts(model().indexOf(sessionKey(1))).reachable);
    }

    void refusedServerSaysWhy()
    {
        model().setStatus(here, {ConnectionState::Refused, {}, Error{ErrorCode::NotAuthenticated, {}}, {}});
        const QModelIndex state = model().indexOf({here, RowKind::Server, 0}, Column::State);
        QCOMPARE(state.data().toString(), QStringLiteral("Token refused"));
        QCOMPARE(state.data(InventoryRole::Sentence).toString(), errorName(ErrorCode::NotAuthenticated));
        QVERIFY(state.data(InventoryRole::Alert).toBool());
    }

    void failedSessionSaysWhy()
    {
        SessionInfo session = sampleSession(1, 1);
        session.state = SessionState::Failed;
        session.error = Error{ErrorCode::AddressInUse, QStringLiteral("239.0.0.1:64001")};
        model().apply(here, {11, session});
        const QModelIndex state = model().indexOf(sessionKey(1), Column::State);
        QCOMPARE(state.data().toString(), QStringLiteral("Failed"));
        QCOMPARE(state.data(InventoryRole::Sentence).toString(), errorName(ErrorCode::AddressInUse));
        QVERIFY(model().facts(state).failed);
        QCOMPARE(model().facts(state).health, Health::Failed);
        QVERIFY(state.data(InventoryRole::Alert).toBool());
        QVERIFY(state.data(Qt::ToolTipRole).toString().contains(errorHex(ErrorCode::AddressInUse)));
    }

    void pendingIsShownAndTakenBack()
    {
        QSignalSpy changed(&model(), &QAbstractItemModel::dataChanged);
        model().setPending(sessionKey(1), Pending::Ending);
        QCOMPARE(text(sessionKey(1), Column::State), QStringLiteral("Ending…"));
        QVERIFY(model().indexOf(sessionKey(1)).data(InventoryRole::Stale).toBool());
        QCOMPARE(changed.at(0).at(0).toModelIndex(), model().indexOf(sessionKey(1)));
        model().merge(here, sampleInventory());
        QCOMPARE(model().facts(model().indexOf(sessionKey(1))).pending, Pending::Ending);
        model().setPending(sessionKey(1), Pending::None);
        QCOMPARE(text(sessionKey(1), Column::State), QStringLiteral("Sending"));
        changed.clear();
        model().setPending(sessionKey(99), Pending::Ending);
        QVERIFY(changed.isEmpty());
    }

    void factsAreCapturedByValue()
    {
        const RowFacts facts = model().facts(model().indexOf(sessionKey(1)));
        QCOMPARE(facts.key, sessionKey(1));
        QCOMPARE(facts.name, QStringLiteral("install.wim"));
        QCOMPARE(facts.serverName, QStringLiteral("This computer"));
        QCOMPARE(facts.namespaceId, NamespaceId(1));
        QCOMPARE(facts.namespaceName, QStringLiteral("images"));
        QCOMPARE(facts.clients, 2);
        QVERIFY(facts.reachable);
        QCOMPARE(model().facts(model().indexOf(clientKey(2))).sessionId, SessionId(1));
    }

    void serversAreSeparate()
    {
        model().addServer(there, QStringLiteral("Far away"));
        model().addServer(there, QStringLiteral("Twice"));
        QCOMPARE(model().rowCount(), 2);
        model().merge(there, sampleInventory());
        model().apply(here, {11, SessionId(1)});
        QVERIFY(model().indexOf({there, RowKind::Session, 1}).isValid());
        const QPersistentModelIndex far = model().indexOf(there);
        model().removeServer(here);
        QCOMPARE(far.row(), 0);
        QCOMPARE(model().indexOf(there), QModelIndex(far));
        QCOMPARE(model().indexOf({there, RowKind::Client, 2}).parent().parent(), QModelIndex(far));
        model().merge(here, sampleInventory());
        QCOMPARE(model().rowCount(), 1);
    }

    void readsAloud()
    {
        const QString row = model().indexOf(sessionKey(1)).data(Qt::AccessibleTextRole).toString();
        for (const QString &part : {QStringLiteral("install.wim"), QStringLiteral("Sending"),
                                    QStringLiteral("40 %"), QStringLiteral("Clients 2")})
            QVERIFY2(row.contains(part), qPrintable(row));
        QCOMPARE(model().indexOf(clientKey(1), Column::Loss).data(Qt::AccessibleTextRole).toString(),
                 QStringLiteral("Loss: 0.4 %"));
    }

    void hostileNamesStayText()
    {
        ClientInfo client = sampleClient(1, 1, QStringLiteral("<b>x</b>\n\u202Eevil"));
        model().apply(here, {11, client});
        QCOMPARE(text(clientKey(1), Column::Name), QStringLiteral("<b>x</b>\uFFFD\uFFFDevil"));
        QVERIFY(
            !model().indexOf(clientKey(1)).data(Qt::ToolTipRole).toString().contains(QStringLiteral("<b>x")));
        client.percentCompletion = 255;
        client.lossRate = std::numeric_limits<double>::quiet_NaN();
        model().apply(here, {12, client});
        QCOMPARE(text(clientKey(1), Column::Progress), QStringLiteral("100 %"));
        QCOMPARE(text(clientKey(1), Column::Loss), QStringLiteral("–"));
    }

    /// In no cell, tool tip or spoken text of any row, whichever text of it came from a peer.
    void noTextOfAPeerSteersWhatShowsIt()
    {
        Inventory inventory = sampleInventory();
        inventory.namespaces[1].error = Error{ErrorCode::FileNotFound, {}};
        const auto spoil = [](auto &rows) {
            for (auto &row : rows)
                Spoiler::spoil(row);
        };
        Spoiler::spoil(inventory.server);
        spoil(inventory.namespaces);
        spoil(inventory.contents);
        spoil(inventory.sessions);
        spoil(inventory.clients);
        model().merge(here, inventory);
        RowEnding ending;
        ending.client = ClientOutcome::Disconnected;
        ending.by = ending.reason = Spoiler::text;
        model().apply(here, {11, ClientId(1), 0, ending});
        int texts = 0;
        const std::function<void(const QModelIndex &)> look = [&](const QModelIndex &above) {
            for (int row = 0; row < model().rowCount(above); ++row) {
                for (int column = 0; column < model().columnCount(); ++column) {
                    const QModelIndex cell = model().index(row, column, above);
                    for (const int role : {int(Qt::DisplayRole), int(Qt::ToolTipRole),
                                           int(Qt::AccessibleTextRole), int(InventoryRole::Sentence)}) {
                        const QString text = cell.data(role).toString();
                        QVERIFY2(!text.contains(QChar(0x202E)) && !text.contains(QLatin1Char('\n')),
                                 qPrintable(text));
                        texts += text.contains(QStringLiteral("left")) ? 1 : 0;
                    }
                }
                look(model().index(row, 0, above));
            }
        };
        look({});
        QVERIFY(texts > 20); // they are shown, after all
    }

    /// The marks that keep a number and its unit together from right to left are ours, and stay.
    void mirroredTextsKeepTheirMarks()
    {
        QCoreApplication::instance()->setProperty("layoutDirection", int(Qt::RightToLeft));
        const auto restore =
            qScopeGuard([] { QCoreApplication::instance()->setProperty("layoutDirection", QVariant()); });
        const QString tip = model().indexOf(sessionKey(1)).data(Qt::ToolTipRole).toString();
        QVERIFY2(tip.contains(QChar(0x2066)) && !tip.contains(QChar(QChar::ReplacementCharacter)),
                 qPrintable(tip));
    }

    void hostileSnapshotsDoNoHarm()
    {
        Inventory inventory = sampleInventory();
        inventory.sessions.append(sampleSession(1, 77)); // a second session 1, of no content
        inventory.clients.append(sampleClient(9, 55, QStringLiteral("nowhere")));
        inventory.clients.append(sampleClient(1, 2, QStringLiteral("twice")));
        std::reverse(inventory.clients.begin(), inventory.clients.end());
        model().merge(here, inventory);
        QVERIFY(!model().indexOf(clientKey(9)).isValid());
        QCOMPARE(text(sessionKey(1), Column::Name), QStringLiteral("Session 1"));
        QCOMPARE(model().rowCount(model().indexOf(sessionKey(1))) +
                     model().rowCount(model().indexOf(sessionKey(2))),
                 2);
        model().apply(here, {11, sampleClient(2, 66, QStringLiteral("lost"))});
        QVERIFY(!model().indexOf(clientKey(2)).isValid());
        for (const Change &change : {Change(SessionId(500)), Change(ClientId(0)), Change(ContentId(9))})
            model().apply(here, {12, change});
        QCOMPARE(model().revision(here), 12u);
    }
};

CASTDECK_TEST(TestInventoryModel)

} // namespace castdeck::tst_inventorymodel
#include "tst_inventorymodel.moc"
