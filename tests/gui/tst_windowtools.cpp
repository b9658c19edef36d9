// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/panes/preferences.h"
#include "gui/panes/settingsdialog.h"
#include "gui/panes/shortcutlist.h"
#include "gui/window/desktopnotices.h"
#include "gui/window/windowtools.h"
#include "gui/windowfixture.h"
#include "support/windowtest.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTreeWidget>

namespace castdeck::tst_windowtools
{

using namespace castdeck::test;

/// Settings, list of keys, diagnostics.
class TestWindowTools : public QObject, WindowFixture
{
    Q_OBJECT

    template <class T>
    T *child(const char *name)
    {
        return m_window->findChild<T *>(QLatin1String(name));
    }
    Preferences kept()
    {
        return Preferences::read([this](const QString &key, const QVariant &otherwise) {
            return m_layout->value(key, otherwise);
        });
    }

private Q_SLOTS:
    void init() { open(sampleInventory(2, 3)); }
    void cleanup() { close(); }

    void preferencesAreKeptAsTheyAre()
    {
        Preferences chosen;
        QCOMPARE(Preferences::read([](const QString &, const QVariant &otherwise) { return otherwise; }),
                 chosen);
        chosen = {QStringLiteral("de"),
                  false,
                  QStringLiteral("eth0"),
                  QStringLiteral("/srv/x"),
                  {false, false, false, true}};
        const QVariantMap values = chosen.values();
        QCOMPARE(Preferences::read([&](const QString &key, const QVariant &otherwise) {
                     return values.value(key, otherwise);
                 }),
                 chosen);
        QCOMPARE(chosen.locale().language(), QLocale::German);
        QCOMPARE(Preferences().locale(), QLocale());
    }

    void settingsAreChosenAndKept()
    {
        m_window->tools().settings()->trigger();
        auto *const dialog = m_window->findChild<SettingsDialog *>();
        QVERIFY(dialog);
        child<QComboBox>("language")->setCurrentIndex(2);
        QTest::mouseClick(child<QRadioButton>("tokenFiles"), Qt::LeftButton);
        child<QCheckBox>("ended")->click();
        child<QCheckBox>("trouble")->click();
        child<QComboBox>("interfaceName")->setCurrentText(QStringLiteral("eth7"));
        auto *const columns = child<QListWidget>("columns");
        const int column = 3;
        QVERIFY(!m_window->view().header()->isSectionHidden(column));
        columns->item(column - 1)->setCheckState(Qt::Unchecked);
        QTest::mouseClick(dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok),
                          Qt::LeftButton);
        const Preferences chosen = kept();
        QCOMPARE(chosen.language, QStringLiteral("de"));
        QVERIFY(!chosen.usesKeychain);
        QCOMPARE(chosen.interfaceName, QStringLiteral("eth7"));
        QCOMPARE(chosen.told, (Preferences::Told{false, true, true, true}));
        QVERIFY(m_window->view().header()->isSectionHidden(column));
        // It is used from now on.
        QSignalSpy told(&m_window->desktop(), &DesktopNotices::told);
        QWidget other;
        other.show();
        other.activateWindow();
        QTRY_VERIFY(!m_window->isActiveWindow());
        Notice notice;
        notice.kind = Notice::Kind::SessionEnded;
        m_window->desktop().take(QStringLiteral("here"), notice);
        QCOMPARE(told.size(), 0);
        notice.kind = Notice::Kind::ClientVanished;
        m_window->desktop().take(QStringLiteral("here"), notice);
        QCOMPARE(told.size(), 1);
    }

    void settingsThatAreLeftChangeNothing()
    {
        m_window->tools().settings()->trigger();
        auto *const dialog = m_window->findChild<SettingsDialog *>();
        child<QComboBox>("language")->setCurrentIndex(2);
        QTest::keyClick(dialog, Qt::Key_Escape);
        QVERIFY(kept().language.isEmpty());
    }

    void keysAreListedFromTheActions_data()
    {
        QTest::addColumn<int>("key");
        QTest::newRow("F1") << int(Qt::Key_F1);
        QTest::newRow("?") << int(Qt::Key_Question);
    }

    void keysAreListedFromTheActions()
    {
        QFETCH(const int, key);
        m_window->view().setFocus();
        QTest::keyClick(&m_window->view(), static_cast<Qt::Key>(key));
        auto *const dialog = m_window->findChild<ShortcutList *>();
        QVERIFY(dialog);
        auto *const list = dialog->findChild<QTreeWidget *>();
        const auto linesOf = [&](const QString &name) { return list->findItems(name, Qt::MatchExactly, 1); };
        QVERIFY(list->topLevelItemCount() > 12);
        for (const char *name : {"Terminate", "Stop Publishing", "Go to Anything", "Copy", "Filter"})
            QCOMPARE(linesOf(QLatin1String(name)).size(), 1);
        QVERIFY(linesOf(QStringLiteral("Add Server")).isEmpty() ||
                !linesOf(QStringLiteral("Add Server")).constFirst()->text(0).isEmpty());
        QTest::keyClicks(dialog->findChild<QLineEdit *>(), QStringLiteral("ctrl+k"));
        int shown = 0;
        for (int i = 0; i < list->topLevelItemCount(); ++i)
            shown += list->topLevelItem(i)->isHidden() ? 0 : 1;
        QCOMPARE(shown, 1);
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY(!m_window->findChild<ShortcutList *>());
    }

    void diagnosticsTellNoSecrets()
    {
        ServerProfile profile;
        profile.name = QStringLiteral("Upstairs");
        profile.host = QStringLiteral("deploy.example.org");
        profile.keyFile = QStringLiteral("/home/anna/secret-key.pem");
        profile.certificateFile = QStringLiteral("/home/anna/my-certificate.pem");
        m_remote->keep(profile, QStringLiteral("token-of-anna"), RemoteServers::Life::ThisRun);
        m_window->tools().copyDiagnostics()->trigger();
        const QString text = QGuiApplication::clipboard()->text();
        for (const char *part : {CASTDECK_VERSION, "Qt 6", "offscreen", "deploy.example.org", "this computer",
                                 "6 clients", "Screen:"})
            QVERIFY2(text.contains(QLatin1String(part)), qPrintable(text));
        for (const char *secret : {"token-of-anna", "secret-key", "my-certificate", "anna"})
            QVERIFY2(!text.contains(QLatin1String(secret)), qPrintable(text));
        QVERIFY(notice().contains(QStringLiteral("without secrets")));
    }
};

CASTDECK_WINDOW_TEST(TestWindowTools)

} // namespace castdeck::tst_windowtools
#include "tst_windowtools.moc"
