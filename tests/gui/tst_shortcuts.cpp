// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/aboutbox.h"
#include "gui/dialogs/confirmdialog.h"
#include "gui/dialogs/policiesdialog.h"
#include "gui/dialogs/publisheddialog.h"
#include "gui/dialogs/publishwizard.h"
#include "gui/dialogs/startdialog.h"
#include "gui/history/historywindow.h"
#include "gui/panes/commandpalette.h"
#include "gui/panes/noticedetails.h"
#include "gui/panes/settingsdialog.h"
#include "gui/panes/shortcutlist.h"
#include "gui/parts/howtoaskcard.h"
#include "gui/parts/inventoryview.h"
#include "gui/serverdialogs/manageserversdialog.h"
#include "gui/serverdialogs/serverdialog.h"
#include "gui/serverdialogs/setupdialog.h"
#include "gui/serverdialogs/tokensdialog.h"
#include "gui/servers/remoteservers.h"
#include "gui/servers/serverprofiles.h"
#include "gui/servers/serverregistry.h"
#include "gui/text/errortext.h"
#include "gui/window/keptlayout.h"
#include "gui/window/mainwindow.h"
#include "gui/window/namespacepane.h"
#include "models/inventorymodel.h"
#include "models/namespacecolumns.h"
#include "models/namespacetext.h"
#include "support/faketransportserver.h"
#include "support/scriptedprompter.h"
#include "support/scriptedvault.h"
#include "support/windowtest.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QComboBox>
#include <QGroupBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTranslator>

namespace castdeck::tst_shortcuts
{

namespace
{

/// The texts that share one letter, as "Z: &Zurück / zu dieser &Zeit".
QStringList clashes(const QStringList &texts)
{
    QMap<QString, QStringList> byLetter;
    for (const QString &text : texts) {
        const QKeySequence keys = QKeySequence::mnemonic(text);
        if (!keys.isEmpty())
            byLetter[keys.toString()] << text;
    }
    QStringList lines;
    for (const auto &[keys, sharing] : byLetter.toStdMap()) {
        if (sharing.size() > 1)
            lines << keys + QStringLiteral(": ") + sharing.join(QStringLiteral(" / "));
    }
    return lines;
}

/// What can be reached by Alt and a letter in @p window as it is shown now.
QStringList textsIn(const QWidget &window)
{
    QStringList texts;
    const auto all = window.findChildren<QWidget *>();
    for (const QWidget *widget : all) {
        if (!widget->isVisibleTo(&window))
            continue;
        if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
            texts << button->text();
        else if (const auto *box = qobject_cast<const QGroupBox *>(widget))
            texts << box->title();
        else if (const auto *label = qobject_cast<const QLabel *>(widget); label && label->buddy())
            texts << label->text();
        else if (const auto *tabs = qobject_cast<const QTabBar *>(widget))
            for (int i = 0; i < tabs->count(); ++i)
                texts << tabs->tabText(i);
    }
    return texts;
}

QStringList textsIn(const QMenu &menu)
{
    QStringList texts;
    for (const QAction *action : menu.actions()) {
        if (!action->isSeparator())
            texts << action->text();
    }
    return texts;
}

NamespaceInfo scheduled()
{
    NamespaceInfo info;
    info.id = NamespaceId(7);
    info.name = QStringLiteral("night");
    info.type = NamespaceType::ScheduledCastAutoStart;
    info.minimumClients = 2;
    return info;
}

ServerProfile server(const char *name)
{
    return {ServerId(QLatin1String(name)), QLatin1String(name), QLatin1String(name), 7, {}};
}

} // namespace

/// Alt and a letter leads to one thing, and every button says what it is, in every language.
class TestShortcuts : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QTranslator m_translator;
    FakeTransportServer m_fake;
    test::ScriptedPrompter m_prompter;

    /// What can have the focus and does not say what it is.
    static QStringList namelessIn(const QWidget &window)
    {
        QStringList lines;
        const auto all = window.findChildren<QWidget *>();
        for (QWidget *widget : all) {
            const QWidget *const around = widget->parentWidget();
            // What Qt puts into a widget of its own is that widget.
            const bool isInner = widget->objectName().startsWith(QStringLiteral("qt_")) ||
                                 widget->inherits("QToolBarExtension") || widget->inherits("QHeaderView") ||
                                 widget->inherits("QStackedWidget") || widget->inherits("QTabBar") ||
                                 widget->inherits("QTabWidget") || qobject_cast<const QLineEdit *>(around) ||
                                 qobject_cast<const QComboBox *>(around) ||
                                 qobject_cast<const QAbstractSpinBox *>(around) ||
                                 around->focusProxy() == widget;
            if (isInner || !widget->isVisibleTo(&window) || widget->focusPolicy() == Qt::NoFocus)
                continue;
            QAccessibleInterface *const spoken = QAccessible::queryAccessibleInterface(widget);
            if (!spoken || spoken->text(QAccessible::Name).isEmpty())
                lines << QStringLiteral("a nameless %1 “%2”")
                             .arg(QLatin1String(widget->metaObject()->className()), widget->objectName());
        }
        return lines;
    }

    /// Also: what has no text has a name for those who do not see its picture.
    static QStringList faults(QWidget &window)
    {
        QStringList lines = clashes(textsIn(window)) + namelessIn(window);
        const auto buttons = window.findChildren<QAbstractButton *>();
        for (const QAbstractButton *button : buttons) {
            const bool isOurs = !button->inherits("QToolBarExtension") &&
                                !button->objectName().startsWith(QStringLiteral("qt_")) &&
                                !qobject_cast<QLineEdit *>(button->parentWidget());
            if (isOurs && button->isVisibleTo(&window) && button->text().isEmpty() &&
                button->accessibleName().isEmpty())
                lines << QStringLiteral("a nameless %1 in %2")
                             .arg(QLatin1String(button->metaObject()->className()),
                                  button->parentWidget()->objectName());
        }
        return lines;
    }

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<QString>("language");
        QTest::newRow("English") << QStringLiteral("en");
        QTest::newRow("German") << QStringLiteral("de");
    }

    void init()
    {
        QFETCH_GLOBAL(const QString, language);
        QVERIFY(m_translator.load(QStringLiteral(":/i18n/castdeck_%1.qm").arg(language)));
        QVERIFY(QCoreApplication::installTranslator(&m_translator));
    }

    void cleanup() { QCoreApplication::removeTranslator(&m_translator); }

    void confirmation()
    {
        ConfirmDialog dialog(
            {QStringLiteral("t"), QStringLiteral("q"), {}, {}, QStringLiteral("go"), true, true});
        QCOMPARE(faults(dialog).join(QLatin1Char('\n')), QString());
    }

    void addingAServer()
    {
        ServerDialog dialog(ServerQuestion{});
        dialog.findChild<QToolButton *>(QStringLiteral("moreButton"))->setChecked(true);
        QCOMPARE(faults(dialog).join(QLatin1Char('\n')), QString());
    }

    void tokens()
    {
        TokensDialog dialog({{server("a"), server("b")}, false});
        QCOMPARE(faults(dialog).join(QLatin1Char('\n')), QString());
    }

    void serverList()
    {
        ManageServersDialog dialog({{{{server("a"), {}}, {}}, {{server("b"), {}}, {}}}, true});
        QCOMPARE(faults(dialog).join(QLatin1Char('\n')), QString());
    }

    void publishing_data()
    {
        QTest::addColumn<int>("purpose");
        QTest::newRow("publish") << static_cast<int>(PublishQuestion::Purpose::Publish);
        QTest::newRow("edit") << static_cast<int>(PublishQuestion::Purpose::Edit);
    }

    void publishing()
    {
        QFETCH(const int, purpose);
        PublishQuestion question;
        question.purpose = static_cast<PublishQuestion::Purpose>(purpose);
        question.filesAreShared = true;
        question.providers = {{QStringLiteral("WDS"), {}, true}, {QStringLiteral("File"), {}, false}};
        question.clients = 3;
        question.sessions = 1;
        question.proposal = scheduled();
        question.proposal.contentProvider = QStringLiteral("WDS");
        question.proposal.configuration = m_folder.path();
        PublishWizard wizard(question);
        wizard.show();
        for (int page = 0; page < 3; ++page) {
            QCOMPARE(faults(wizard).join(QLatin1Char('\n')), QString());
            wizard.next();
        }
        QVERIFY(wizard.nextId() < 0);
    }

    void start()
    {
        for (const auto kind : {StartQuestion::Kind::Clients, StartQuestion::Kind::Time}) {
            StartDialog dialog({kind, QStringLiteral("a & b"), 1, true});
            QCOMPARE(faults(dialog).join(QLatin1Char('\n')), QString());
        }
    }

    void policies()
    {
        PoliciesDialog dialog(
            QStringLiteral("here"), [this] { return &m_fake; }, PoliciesDialog::Access::Full);
        dialog.show();
        auto *tabs = dialog.findChild<QTabWidget *>();
        QTRY_VERIFY(tabs->isEnabled());
        for (int tab = 0; tab < tabs->count(); ++tab) {
            tabs->setCurrentIndex(tab);
            QCOMPARE(faults(dialog).join(QLatin1Char('\n')), QString());
        }

        // Another administrator was faster.
        m_fake.ask(CommitPolicy{m_fake.storedPolicies().service});
        dialog.findChild<QSpinBox *>(QStringLiteral("firstPort"))->setValue(64100);
        dialog.findChild<QPushButton *>(QStringLiteral("apply"))->click();
        auto *takeTheirs = dialog.findChild<QPushButton *>(QStringLiteral("takeTheirs"));
        QTRY_VERIFY(takeTheirs->isVisible());
        QCOMPARE(faults(dialog).join(QLatin1Char('\n')), QString());
        QVERIFY(!takeTheirs->isDefault() && !takeTheirs->autoDefault()); // Enter loses nothing
    }

    void history()
    {
        InventoryModel model(ErrorText::sentence);
        ServerRegistry servers(model);
        servers.add(ServerId(QStringLiteral("a")), QStringLiteral("a"), ServerRegistry::Files::Remote);
        servers.add(ServerId(QStringLiteral("b")), QStringLiteral("b"), ServerRegistry::Files::Remote);
        HistoryWindow dialog(model, servers, m_prompter);
        dialog.openFor();
        auto *tabs = dialog.findChild<QTabWidget *>();
        for (int tab = 0; tab < tabs->count(); ++tab) {
            tabs->setCurrentIndex(tab);
            QCOMPARE(faults(dialog).join(QLatin1Char('\n')), QString());
        }
    }

    void asking()
    {
        PublishedDialog dialog(QStringLiteral("done"));
        HowToAsk facts;
        facts.server = QStringLiteral("here");
        facts.namespaceName = QStringLiteral("images");
        facts.takesAnybody = true;
        facts.initiationPort = 1;
        facts.managementPort = 2;
        facts.files = Offering{{{QStringLiteral("a"), 1}}, false};
        dialog.card().tell(facts);
        dialog.show();
        QCOMPARE(faults(dialog).join(QLatin1Char('\n')), QString());
        AboutBox about(&dialog);
        about.show();
        QCOMPARE(faults(about).join(QLatin1Char('\n')), QString());
    }

    void properties()
    {
        SetupDialog dialog({QStringLiteral("here"), {}, {}, {}, {}}, [this] { return &m_fake; });
        QCOMPARE(faults(dialog).join(QLatin1Char('\n')), QString());
    }

    void settings()
    {
        QWidget parent;
        auto *const dialog = new SettingsDialog({}, {{QStringLiteral("State"), true}}, {}, &parent);
        auto *tabs = dialog->findChild<QTabWidget *>();
        for (int tab = 0; tab < tabs->count(); ++tab) {
            tabs->setCurrentIndex(tab);
            QCOMPARE(faults(*dialog).join(QLatin1Char('\n')), QString());
        }
    }

    void listsOfTheWindow()
    {
        QWidget parent;
        QCOMPARE(faults(*new ShortcutList({}, &parent)).join(QLatin1Char('\n')), QString());
        QCOMPARE(faults(*new CommandPalette({}, &parent)).join(QLatin1Char('\n')), QString());
        QCOMPARE(faults(*new NoticeDetails({}, &parent)).join(QLatin1Char('\n')), QString());
        QCOMPARE(faults(*new AboutBox(&parent)).join(QLatin1Char('\n')), QString());
    }

    void menus()
    {
        KeptLayout layout(QSettings(m_folder.filePath(QStringLiteral("castdeck.ini")), QSettings::IniFormat));
        InventoryModel model({});
        ServerRegistry servers(model);
        ServerProfiles profiles({m_folder.filePath(QStringLiteral("servers.json"))});
        test::ScriptedVault vault(nullptr);
        RemoteServers remote(servers, profiles, vault, {});
        MainWindow window(model, servers, remote, m_prompter, layout);
        QStringList bar;
        for (const QAction *action : window.menuBar()->actions())
            bar << action->text();
        QCOMPARE(clashes(bar).join(QLatin1Char('\n')), QString());
        QVERIFY(bar.size() >= 6);
        const auto menus = window.findChildren<QMenu *>();
        QStringList missing;
        QStringList shared;
        for (const QMenu *menu : menus) {
            shared << clashes(textsIn(*menu));
            for (const QAction *action : menu->actions()) {
                // Docks and tool bars are called as their titles say.
                if (!action->isSeparator() && !action->isCheckable() &&
                    QKeySequence::mnemonic(action->text()).isEmpty())
                    missing << action->text();
            }
        }
        QCOMPARE(shared.join(QLatin1Char('\n')), QString());
        QCOMPARE(missing.join(QLatin1Char('\n')), QString());
        QCOMPARE(faults(window).join(QLatin1Char('\n')), QString());

        // The columns are as wide as the language needs.
        const QTreeView &namespaces = window.namespaces().view();
        const int needed = namespaces.fontMetrics().horizontalAdvance(
            NamespaceText::typeName(NamespaceType::ScheduledCastAutoStart));
        QVERIFY(namespaces.header()->sectionSize(static_cast<int>(NamespaceColumn::Type)) >= needed + 6);
    }
};

CASTDECK_WINDOW_TEST(TestShortcuts)

} // namespace castdeck::tst_shortcuts
#include "tst_shortcuts.moc"
