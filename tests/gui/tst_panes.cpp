// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/namespaceactions.h"
#include "gui/actions/orderactions.h"
#include "gui/actions/serveractions.h"
#include "gui/actions/sessionactions.h"
#include "gui/paint/readablecolor.h"
#include "gui/panes/detailspane.h"
#include "gui/panes/factlist.h"
#include "gui/parts/blockstrip.h"
#include "gui/parts/eventlog.h"
#include "gui/parts/howtoaskcard.h"
#include "gui/parts/ratechart.h"
#include "gui/window/eventtabs.h"
#include "gui/window/namespacepane.h"
#include "gui/window/paneactions.h"
#include "gui/windowfixture.h"
#include "models/inventoryrole.h"
#include "support/windowtest.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QDockWidget>
#include <QLineEdit>
#include <QMenu>
#include <QTabBar>
#include <QTranslator>

namespace castdeck::tst_panes
{

using namespace castdeck::test;

/// Keys, menus and details of the panes of the window: each for what is selected in it.
class TestPanes : public QObject, WindowFixture
{
    Q_OBJECT

    QTreeView &tree() { return m_window->view(); }
    QTreeView &namespaces() { return m_window->namespaces().view(); }
    QTreeView *view(const char *name) { return m_window->findChild<QTreeView *>(QLatin1String(name)); }
    QModelIndex row(RowKind kind, quint32 id)
    {
        return m_window->rows().mapFromSource(m_model->indexOf({m_id, kind, id}));
    }
    QModelIndex nameSpace(quint32 id)
    {
        NamespacePane &pane = m_window->namespaces();
        return pane.rows().mapFromSource(pane.model().indexOf(m_id, NamespaceId(id)));
    }
    FactList &facts() { return *m_window->findChild<FactList *>(); }
    QString fact(const QString &label)
    {
        for (const Fact &fact : facts().facts()) {
            if (fact.label == label)
                return fact.value;
        }
        return {};
    }
    static QString clipboard() { return QGuiApplication::clipboard()->text(); }
    void showEvents(EventTabs::Tab tab)
    {
        m_window->findChild<QDockWidget *>(QStringLiteral("eventsDock"))->raise();
        m_window->events().open(tab);
    }
    /// The texts of the menu that the key asks for; the menu is closed.
    QList<QAction *> menuOf(QWidget &view, const char *name)
    {
        QTest::keyClick(&view, Qt::Key_F10, Qt::ShiftModifier);
        auto *const menu = m_window->findChild<QMenu *>(QLatin1String(name));
        if (!menu)
            return {};
        QList<QAction *> actions = menu->actions();
        actions.removeIf([](const QAction *action) { return action->isSeparator(); });
        menu->setObjectName(QString());
        menu->close();
        return actions;
    }

private Q_SLOTS:
    void init()
    {
        Inventory state = sampleInventory(2, 3);
        NamespaceInfo waiting;
        waiting.id = NamespaceId(2);
        waiting.type = NamespaceType::ScheduledCastManualStart;
        waiting.name = QStringLiteral("drivers");
        waiting.waitingClients = 3;
        state.namespaces.append(waiting);
        state.sessions[0].masterClientId = ClientId(2);
        open(state);
        QTRY_VERIFY(nameSpace(2).isValid() && row(RowKind::Client, 6).isValid());
    }

    void cleanup() { close(); }

    void keysAreForThePaneWithTheFocus()
    {
        select(tree(), {row(RowKind::Session, 1)});
        select(namespaces(), {nameSpace(2)});
        QTest::keyClick(&namespaces(), Qt::Key_C, Qt::ControlModifier);
        QVERIFY2(clipboard().section(QLatin1Char('\n'), 1).startsWith(QStringLiteral("drivers")),
                 qPrintable(clipboard()));
        QTest::keyClick(&namespaces(), Qt::Key_Delete);
        QCOMPARE(m_prompter->confirmations().size(), 1);
        QVERIFY(m_prompter->confirmations().constLast().names.value(0).startsWith(QStringLiteral("drivers")));
        QTest::keyClick(&namespaces(), Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(namespaces().selectionModel()->selectedRows().size(), 2);
        QCOMPARE(tree().selectionModel()->selectedRows().size(), 1);

        tree().setFocus();
        QTest::keyClick(&tree(), Qt::Key_C, Qt::ControlModifier);
        QVERIFY(clipboard().section(QLatin1Char('\n'), 1).startsWith(QStringLiteral("install.wim")));
        QTest::keyClick(&tree(), Qt::Key_Delete);
        QCOMPARE(m_prompter->confirmations().size(), 2);
        QVERIFY(
            m_prompter->confirmations().constLast().names.value(0).startsWith(QStringLiteral("install.wim")));
    }

    void keysOfARowAreNobodysElsewhere()
    {
        select(tree(), {row(RowKind::Session, 1)});
        auto *const filter = m_window->findChild<QLineEdit *>(QStringLiteral("filter"));
        filter->setFocus();
        QTest::keyClicks(filter, QStringLiteral("PC?"));
        QTest::keyClick(filter, Qt::Key_Delete);
        QTest::keyClick(filter, Qt::Key_D, Qt::ControlModifier);
        QVERIFY(m_prompter->confirmations().isEmpty());
        QCOMPARE(filter->text(), QStringLiteral("PC?"));
    }

    void menusAreForThePaneThatHadTheFocusLast()
    {
        select(namespaces(), {nameSpace(2)});
        select(tree(), {row(RowKind::Session, 1)});
        m_window->findChild<QLineEdit *>(QStringLiteral("filter"))->setFocus();
        QAction *const stop = m_window->namespaces().actions().deregister();
        stop->trigger();
        QVERIFY(m_prompter->confirmations().constLast().names.value(0).startsWith(QStringLiteral("images")));
        namespaces().setFocus();
        stop->trigger();
        QVERIFY(m_prompter->confirmations().constLast().names.value(0).startsWith(QStringLiteral("drivers")));
        m_window->panes().copy()->trigger();
        QVERIFY(clipboard().section(QLatin1Char('\n'), 1).startsWith(QStringLiteral("drivers")));
    }

    void onePaneLooksSelected()
    {
        select(namespaces(), {nameSpace(2)});
        select(tree(), {row(RowKind::Session, 1)});
        const auto color = [](const QTreeView &view) {
            return view.palette().color(QPalette::Active, QPalette::Highlight);
        };
        const QColor awake =
            readable::selection(QApplication::palette()).color(QPalette::Active, QPalette::Highlight);
        QCOMPARE(color(tree()), awake);
        QVERIFY(color(namespaces()) != awake);
        namespaces().setFocus();
        QCOMPARE(color(namespaces()), awake);
        QVERIFY(color(tree()) != awake);
    }

    void menusAreByKind_data()
    {
        QTest::addColumn<QList<quint32>>("rows"); ///< kind * 100 + id
        QTest::addColumn<QStringList>("offered");
        QTest::addColumn<QStringList>("notOffered");
        const auto session = [](quint32 id) { return static_cast<quint32>(RowKind::Session) * 100 + id; };
        const auto client = [](quint32 id) { return static_cast<quint32>(RowKind::Client) * 100 + id; };
        const quint32 folder = static_cast<quint32>(RowKind::Namespace) * 100 + 2;
        QTest::newRow("server") << QList<quint32>{static_cast<quint32>(RowKind::Server) * 100}
                                << QStringList{QStringLiteral("publish"), QStringLiteral("history")}
                                << QStringList{QStringLiteral("terminate"), QStringLiteral("removeServer")};
        QTest::newRow("session") << QList<quint32>{session(1)}
                                 << QStringList{QStringLiteral("terminate"), QStringLiteral("deregister"),
                                                QStringLiteral("copy")}
                                 << QStringList{QStringLiteral("removeServer"), QStringLiteral("startNow"),
                                                QStringLiteral("disconnect")};
        QTest::newRow("client") << QList<quint32>{client(1)}
                                << QStringList{QStringLiteral("disconnect"), QStringLiteral("bypass")}
                                << QStringList{QStringLiteral("terminate"), QStringLiteral("removeServer")};
        QTest::newRow("a cast that waits")
            << QList<quint32>{folder} << QStringList{QStringLiteral("startNow"), QStringLiteral("deregister")}
            << QStringList{QStringLiteral("terminate"), QStringLiteral("removeServer")};
        QTest::newRow("many") << QList<quint32>{session(1), session(2), client(1)}
                              << QStringList{QStringLiteral("terminate"), QStringLiteral("disconnect")}
                              << QStringList{QStringLiteral("removeServer"), QStringLiteral("editServer")};
        QTest::newRow("nothing") << QList<quint32>{}
                                 << QStringList{QStringLiteral("publish"), QStringLiteral("addServer")}
                                 << QStringList{QStringLiteral("terminate")};
    }

    void menusAreByKind()
    {
        QFETCH(const QList<quint32>, rows);
        QFETCH(const QStringList, offered);
        QFETCH(const QStringList, notOffered);
        for (const char *language : {"en", "de"}) {
            QTranslator translator;
            QVERIFY(translator.load(QStringLiteral(":/i18n/castdeck_%1.qm").arg(QLatin1String(language))));
            QCoreApplication::installTranslator(&translator);
            m_tester.reset();
            m_window.reset();
            openWindow(); // its words are chosen when it is made
            QModelIndexList selected;
            for (const quint32 which : rows)
                selected << row(static_cast<RowKind>(which / 100), which % 100);
            select(tree(), selected);
            const QList<QAction *> actions = menuOf(tree(), "rowMenu");
            QStringList names;
            QSet<QString> letters;
            for (const QAction *action : actions) {
                // Of a submenu, that of what opens it.
                names << action->objectName();
                const QString letter = QKeySequence::mnemonic(action->text()).toString();
                QVERIFY2(!letter.isEmpty(), qPrintable(action->text()));
                QVERIFY2(!letters.contains(letter),
                         qPrintable(letter + QStringLiteral(": ") + action->text()));
                letters << letter;
            }
            QVERIFY2(actions.size() <= 8 && actions.size() >= 2, qPrintable(names.join(u' ')));
            for (const QString &name : offered)
                QVERIFY2(names.contains(name), qPrintable(name));
            for (const QString &name : notOffered)
                QVERIFY2(!names.contains(name), qPrintable(name));
        }
    }

    void aWaitingCastIsStartedFromTheTree()
    {
        select(tree(), {row(RowKind::Namespace, 2)});
        m_window->namespaces().actions().startNow()->trigger();
        QVERIFY(m_prompter->accept({}));
        QTRY_COMPARE(m_fake->calls().size(), 1);
        QCOMPARE(m_fake->calls().constFirst().verb, QStringLiteral("startTransmission"));
    }

    void detailsAreFactsToCopy()
    {
        select(tree(), {row(RowKind::Client, 2)});
        QTRY_COMPARE(fact(QStringLiteral("Name")), QStringLiteral("MACHINE-2"));
        QVERIFY(fact(QStringLiteral("Address")).startsWith(QStringLiteral("127.0.")));
        facts().setFocus();
        facts().setCurrentItem(facts().topLevelItem(0));
        QTest::keyClick(&facts(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(clipboard(), QStringLiteral("Name\tMACHINE-2"));
        // What is selected stays so while the numbers change.
        ClientInfo client = m_fake->state().clients.at(1);
        client.percentCompletion = 77;
        m_fake->raise(client);
        QTRY_VERIFY(fact(QStringLiteral("Progress")).contains(QStringLiteral("77")));
        QCOMPARE(facts().selectedItems().size(), 1);

        select(namespaces(), {nameSpace(2)});
        QTRY_COMPARE(fact(QStringLiteral("Name")), QStringLiteral("drivers"));
        QTRY_VERIFY(m_window->findChild<HowToAskCard *>(QString()));
        select(tree(), {row(RowKind::Server, 0)});
        QTRY_VERIFY(!fact(QStringLiteral("Calls itself")).isEmpty());
        tree().selectionModel()->clear();
        QTRY_VERIFY(!facts().isVisible());
    }

    /// Holes are where the machine misses something, and mirrored from right to left; a server that does not
    /// tell costs nothing but the strip.
    void whatAMachineStillMissesIsAStrip()
    {
        BlockMap map{6'400, QList<quint8>(qsizetype(BlockMap::Parts), 0)};
        for (qsizetype part = 32; part < map.missing.size(); ++part)
            map.missing[part] = 100;
        m_fake->setBlocks(map);
        select(tree(), {row(RowKind::Client, 2)});
        auto *const strip = m_window->findChild<BlockStrip *>();
        QVERIFY(strip);
        QTRY_VERIFY(strip->isVisible());
        QTRY_COMPARE(strip->map(), map);
        QVERIFY2(strip->accessibleDescription().contains(QStringLiteral("50 %")),
                 qPrintable(strip->accessibleDescription()));
        const auto colors = [strip] {
            const QImage image = strip->grab().toImage();
            const int y = image.height() / 2;
            return std::pair(image.pixel(2, y), image.pixel(image.width() - 3, y));
        };
        const auto [there, hole] = colors();
        QVERIFY(there != hole);
        strip->setLayoutDirection(Qt::RightToLeft);
        QCOMPARE(colors(), std::pair(hole, there));
        // What no server should send is shown as far as it goes.
        for (const QList<quint8> &odd : {QList<quint8>{}, QList<quint8>{255}, QList<quint8>(5'000, 200)}) {
            strip->show({0, odd});
            QVERIFY(!strip->grab().isNull());
        }

        select(tree(), {row(RowKind::Session, 1)});
        QTRY_VERIFY(!strip->isVisible());
        m_fake->setFailure(Error{ErrorCode::UnknownVerb, QString()});
        select(tree(), {row(RowKind::Client, 1)});
        QTRY_COMPARE(fact(QStringLiteral("Name")), QStringLiteral("MACHINE-1"));
        QVERIFY(!strip->isVisible());
    }

    void whoPacesASessionIsALink()
    {
        m_window->resize(1280, 1000);
        select(tree(), {row(RowKind::Session, 1)});
        QTRY_VERIFY(fact(QStringLiteral("Paced by")).startsWith(QStringLiteral("MACHINE-2")));
        const auto items = facts().findItems(QStringLiteral("Paced by"), Qt::MatchExactly);
        facts().scrollToItem(items.constFirst());
        QTest::mouseClick(facts().viewport(), Qt::LeftButton, {},
                          facts().visualItemRect(items.constFirst()).center() + QPoint(40, 0));
        QTRY_COMPARE(tree().selectionModel()->selectedRows(), QModelIndexList{row(RowKind::Client, 2)});
        QVERIFY(tree().hasFocus());
    }

    void lossHasAnAxisOfItsOwn()
    {
        QCOMPARE(RateChart::lossTop(0), 0.05);
        QCOMPARE(RateChart::lossTop(0.02), 0.05);
        QCOMPARE(RateChart::lossTop(0.07), 0.1);
        QCOMPARE(RateChart::lossTop(1), 1.0);
    }

    void eventsAreFilteredCopiedAndFollowed()
    {
        showEvents(EventTabs::All);
        Notice said;
        said.time = QDateTime::currentDateTimeUtc();
        said.kind = Notice::Kind::ClientJoined;
        said.subject = QStringLiteral("MACHINE-1");
        said.clientId = ClientId(1);
        m_fake->raise(said);
        said.kind = Notice::Kind::ClientVanished;
        said.subject = QStringLiteral("MACHINE-2");
        said.clientId = ClientId(2);
        m_fake->raise(said);
        QTreeView *const events = view("events");
        QTRY_COMPARE(events->model()->rowCount(), 2);
        const QString spoken = events->model()->index(0, 0).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(spoken.contains(events->model()->index(0, EventLog::Time).data().toString()),
                 qPrintable(spoken));
        showEvents(EventTabs::Trouble);
        QCOMPARE(events->model()->rowCount(), 1);
        select(*events, {events->model()->index(0, 0)});
        QTest::keyClick(events, Qt::Key_C, Qt::ControlModifier);
        QVERIFY2(clipboard().contains(QStringLiteral("MACHINE-2 vanished")), qPrintable(clipboard()));
        events->setCurrentIndex(events->model()->index(0, 0));
        QTest::keyClick(events, Qt::Key_Return);
        QCOMPARE(tree().selectionModel()->selectedRows(), QModelIndexList{row(RowKind::Client, 2)});
        showEvents(EventTabs::All);
        QTest::keyClicks(m_window->findChild<QLineEdit *>(QStringLiteral("eventFilter")),
                         QStringLiteral("joined"));
        QCOMPARE(events->model()->rowCount(), 1);
    }

    void ordersAreListedWithEachOutcomeAndGivenAgain()
    {
        QTreeView *const orders = view("orders");
        m_fake->setReplies(FakeTransportServer::Replies::Held);
        select(tree(), {row(RowKind::Client, 1), row(RowKind::Client, 5)});
        m_window->actions().disconnectClients()->trigger();
        QVERIFY(m_prompter->accept(QStringLiteral("old image")));
        showEvents(EventTabs::Mine);
        QCOMPARE(orders->model()->rowCount(), 1);
        const QModelIndex order = orders->model()->index(0, 0);
        QCOMPARE(orders->model()->rowCount(order), 2);
        const auto outcome = [&](int which) {
            return orders->model()->index(which, OrderLog::Outcome, order).data().toString();
        };
        QCOMPARE(outcome(0), QStringLiteral("waits for the answer"));
        QTRY_COMPARE(m_fake->calls().size(), 2);
        m_fake->releaseReplies();
        QTRY_VERIFY(outcome(0).startsWith(QStringLiteral("done")));
        QTRY_VERIFY(outcome(1).startsWith(QStringLiteral("done")));
        QVERIFY(orders->model()->index(0, OrderLog::What).data().toString().contains(QLatin1Char('2')));

        m_fake->setReplies(FakeTransportServer::Replies::Immediate);
        m_window->orders().askAgain(m_window->orders().log().index(0, 0));
        QCOMPARE(m_prompter->confirmations().constLast().names.size(), 2);
        QVERIFY(m_prompter->accept({}));
        QTRY_COMPARE(m_fake->calls().size(), 4);
        QCOMPARE(m_fake->calls().constLast().order.reason, QStringLiteral("old image"));
        QTRY_COMPARE(orders->model()->rowCount(), 2);
        // They are gone: both fail, and only what failed is given once more.
        const QModelIndex second = orders->model()->index(1, 0);
        QTRY_VERIFY(second.data(OrderLog::AlertRole).toBool());
        QVERIFY(second.siblingAtColumn(OrderLog::Outcome).data().toString().contains(QLatin1Char('2')));
    }

    void theListOfOrdersIsBounded()
    {
        OrderLog log(3);
        const QAbstractItemModelTester tester(&log, QAbstractItemModelTester::FailureReportingMode::Fatal);
        for (int i = 0; i < 5; ++i) {
            auto *const order = new Order(QString::number(i)); // deletes itself
            log.follow(*order);
            order->give({nullptr, QStringLiteral("a"), QStringLiteral("s")},
                        TerminateSession{SessionId(1), {}});
        }
        QCOMPARE(log.rowCount(), 3);
        QVERIFY(log.index(0, OrderLog::What).data().toString().startsWith(QLatin1Char('2')));
        QTRY_VERIFY(log.index(2, 0).data(OrderLog::AlertRole).toBool());
        QCOMPARE(log.namesAgain(log.index(2, 0)).size(), 1);
    }
};

CASTDECK_WINDOW_TEST(TestPanes)

} // namespace castdeck::tst_panes
#include "tst_panes.moc"
