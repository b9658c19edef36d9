// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/policiesdialog.h"
#include "gui/text/errortext.h"
#include "support/faketransportserver.h"
#include "support/windowtest.h"

#include <QApplication>
#include <QCheckBox>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QTabWidget>
#include <QTest>

namespace castdeck::tst_policiesdialog
{

/// The policies of a server that does as it is told.
class TestPoliciesDialog : public QObject
{
    Q_OBJECT

    std::unique_ptr<FakeTransportServer> m_fake;
    std::unique_ptr<PoliciesDialog> m_dialog;

    template <class T>
    T *child(const char *name)
    {
        return m_dialog->findChild<T *>(QLatin1String(name));
    }
    bool canClick(const char *name)
    {
        return child<QPushButton>(name)->isEnabled() && !child<QPushButton>(name)->isHidden();
    }
    void click(const char *name) { child<QPushButton>(name)->click(); }
    QString message() { return child<QLabel>("message")->text(); }
    /// What another administrator does meanwhile.
    void commitElsewhere(quint32 firstPort)
    {
        ServicePolicy theirs = m_fake->storedPolicies().service;
        theirs.startPort = firstPort;
        m_fake->ask(CommitPolicy{theirs});
    }
    quint32 storedPort() { return m_fake->storedPolicies().service.startPort; }

private Q_SLOTS:
    void init()
    {
        m_fake = std::make_unique<FakeTransportServer>();
        m_dialog = std::make_unique<PoliciesDialog>(
            QStringLiteral("here"), [this] { return m_fake.get(); }, PoliciesDialog::Access::Full);
        m_dialog->show();
        QTRY_COMPARE(child<QSpinBox>("firstPort")->value(), 64001);
        QVERIFY(message().isEmpty());
    }

    void cleanup() { m_dialog.reset(); }

    /// Ours knows no MADCAP server; one of WDS does, and its policy is not changed behind anybody's back.
    void addressesFromMadcap()
    {
        QVERIFY(child<QWidget>("ipv4")->findChild<QRadioButton *>(QStringLiteral("dhcp"))->isHidden());
        ServicePolicy policy = m_fake->storedPolicies().service;
        policy.ipv4 = {IpAddressSource::Dhcp, QStringLiteral("239.0.0.1"), QStringLiteral("239.0.0.9")};
        m_fake->setMadcap(Madcap::Known);
        m_fake->ask(CommitPolicy{policy});
        m_dialog = std::make_unique<PoliciesDialog>(
            QStringLiteral("wds"), [this] { return m_fake.get(); }, PoliciesDialog::Access::Full, nullptr,
            Madcap::Known);
        m_dialog->show();
        auto *dhcp = child<QWidget>("ipv4")->findChild<QRadioButton *>(QStringLiteral("dhcp"));
        QTRY_VERIFY(dhcp->isChecked() && dhcp->isVisible());
        QVERIFY(child<QWidget>("ipv6")->findChild<QRadioButton *>(QStringLiteral("dhcp"))->isHidden());
        child<QSpinBox>("firstPort")->setValue(64100);
        QVERIFY(canClick("apply"));
        click("apply");
        QTRY_COMPARE(storedPort(), 64100U);
        QCOMPARE(m_fake->storedPolicies().service.ipv4, policy.ipv4);
    }

    void cleanUntilSomethingIsWritten()
    {
        QVERIFY(!m_dialog->isDirty());
        QVERIFY(!canClick("apply") && !canClick("undo") && canClick("reload"));
        child<QSpinBox>("firstPort")->setValue(64100);
        QVERIFY(m_dialog->isDirty());
        QVERIFY(canClick("apply") && canClick("undo") && !canClick("reload"));
        click("undo");
        QVERIFY(!m_dialog->isDirty());
        QCOMPARE(child<QSpinBox>("firstPort")->value(), 64001);
        QCOMPARE(m_fake->calls().size(), 0);
    }

    void enterAppliesAndNeverCloses()
    {
        auto *port = child<QSpinBox>("firstPort");
        QTest::keyClick(port, Qt::Key_Return);
        QVERIFY(m_dialog->isVisible());
        QVERIFY(!m_dialog->isDirty());
        port->setValue(64100);
        QTest::keyClick(port, Qt::Key_Return);
        QTRY_COMPARE(storedPort(), 64100U);
        QVERIFY(m_dialog->isVisible());
    }

    void closingAsksForWhatIsNotApplied()
    {
        child<QSpinBox>("firstPort")->setValue(64100);
        m_dialog->close();
        QVERIFY(m_dialog->isVisible());
        const auto question = [this] { return child<QMessageBox>("notApplied"); };
        QVERIFY(question() && question()->isVisible());
        QTest::keyClick(question(), Qt::Key_Return); // the harmless answer is the default
        QTRY_VERIFY(!question());
        QVERIFY(m_dialog->isVisible() && m_dialog->isDirty());

        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(question());
        const auto buttons = question()->buttons();
        for (QAbstractButton *button : buttons) {
            if (question()->buttonRole(button) == QMessageBox::DestructiveRole)
                button->click();
        }
        QTRY_VERIFY(!m_dialog->isVisible());
        QCOMPARE(storedPort(), 64001U);
    }

    void closingAsksNothingOtherwise()
    {
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(!m_dialog->isVisible());
    }

    void theKeyboardStartsAtThePages()
    {
        m_dialog->activateWindow();
        QTRY_VERIFY(m_dialog->isActiveWindow());
        auto *pages = m_dialog->findChild<QTabWidget *>();
        const auto isThere = [&] { return pages->isAncestorOf(QApplication::focusWidget()); };
        QVERIFY(isThere());
        child<QSpinBox>("firstPort")->setValue(64100);
        child<QPushButton>("apply")->setFocus();
        click("apply");
        QVERIFY(!isThere());
        QTRY_COMPARE(storedPort(), 64100U);
        QTRY_VERIFY(isThere());
    }

    void reloadReadsAnew()
    {
        commitElsewhere(64200);
        QCOMPARE(child<QSpinBox>("firstPort")->value(), 64001);
        click("reload");
        QTRY_COMPARE(child<QSpinBox>("firstPort")->value(), 64200);
        QVERIFY(!m_dialog->isDirty());
    }

    void applyingSaysWhatTookEffect()
    {
        PolicyReport report;
        report.live = {QStringLiteral("startPort")};
        report.needsRestart = {QStringLiteral("ipv4")};
        report.clientsCut = 12;
        m_fake->setPolicyReport(report);
        child<QSpinBox>("firstPort")->setValue(64100);
        click("apply");
        QTRY_VERIFY(message().contains(QStringLiteral("UDP ports")));
        QVERIFY2(message().contains(QStringLiteral("12")), qPrintable(message()));
        QVERIFY(message().contains(QStringLiteral("ipv4")));
        QCOMPARE(storedPort(), 64100U);
        QVERIFY(!m_dialog->isDirty());
        // The next one is based on what this one has made.
        child<QSpinBox>("firstPort")->setValue(64110);
        click("apply");
        QTRY_COMPARE(storedPort(), 64110U);
    }

    void everyDirtyPageIsApplied()
    {
        child<QSpinBox>("firstPort")->setValue(64100);
        child<QRadioButton>("autoDisconnect")->click();
        child<QSpinBox>("threshold")->setValue(99);
        child<QGroupBox>("enabled")->setChecked(true);
        click("apply");
        QTRY_VERIFY(!m_dialog->isDirty());
        QCOMPARE(storedPort(), 64100U);
        QCOMPARE(m_fake->storedPolicies().multicastSession.slowClientHandling,
                 SlowClientHandling::AutoDisconnect);
        QCOMPARE(m_fake->storedPolicies().multicastSession.autoDisconnectThreshold, 99U);
        QVERIFY(m_fake->storedPolicies().diagnostics.enabled);
        QCOMPARE(m_fake->calls().size(), 3);
    }

    void theSecondIsTold_data()
    {
        QTest::addColumn<bool>("keepsMine");
        QTest::newRow("mine") << true;
        QTest::newRow("theirs") << false;
    }

    void theSecondIsTold()
    {
        QFETCH(const bool, keepsMine);
        child<QSpinBox>("firstPort")->setValue(64100);
        commitElsewhere(64200);
        click("apply");
        QTRY_VERIFY(canClick("takeTheirs"));
        QVERIFY2(message().contains(QStringLiteral("64200")), qPrintable(message()));
        QCOMPARE(storedPort(), 64200U);
        QVERIFY(!canClick("apply"));
        if (!keepsMine) {
            click("takeTheirs");
            QVERIFY(!m_dialog->isDirty());
            QCOMPARE(child<QSpinBox>("firstPort")->value(), 64200);
            return;
        }
        click("keepMine");
        QCOMPARE(child<QSpinBox>("firstPort")->value(), 64100);
        QVERIFY(canClick("apply"));
        click("apply");
        QTRY_COMPARE(storedPort(), 64100U);
    }

    void onlyWhatTheServerHasIsShown()
    {
        const auto components = [this] {
            QStringList shown;
            const auto boxes = m_dialog->findChildren<QCheckBox *>();
            for (const QCheckBox *box : boxes) {
                if (box->objectName().startsWith(QStringLiteral("component")) && !box->isHidden())
                    shown << box->text();
            }
            return shown.size();
        };
        m_fake->setSetup({QStringLiteral("7"), FeatureTransportServer, ProtocolMulticast, {}});
        m_dialog = std::make_unique<PoliciesDialog>(
            QStringLiteral("here"), [this] { return m_fake.get(); }, PoliciesDialog::Access::Full);
        QTRY_COMPARE(components(), 1);
        // What is not shown is kept.
        QTRY_COMPARE(child<QSpinBox>("firstPort")->value(), 64001);
        child<QGroupBox>("enabled")->setChecked(true);
        click("apply");
        QTRY_VERIFY(m_fake->storedPolicies().diagnostics.enabled);
        QCOMPARE(m_fake->storedPolicies().diagnostics.components, quint32(DiagnosticsAll));
        m_fake->setSetup(
            {QStringLiteral("7"), FeatureTransportServer | FeatureDeploymentServer, ProtocolMulticast, {}});
        m_dialog = std::make_unique<PoliciesDialog>(
            QStringLiteral("here"), [this] { return m_fake.get(); }, PoliciesDialog::Access::Full);
        QTRY_COMPARE(components(), 4);
    }

    void addressesAreCheckedWhereTheyAreTyped_data()
    {
        QTest::addColumn<QByteArray>("family");
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("last");
        QTest::addColumn<bool>("valid");
        const auto row = [](const char *label, const char *family, const char *first, const char *last,
                            bool ok) {
            QTest::newRow(label) << QByteArray(family) << QString::fromLatin1(first)
                                 << QString::fromLatin1(last) << ok;
        };
        row("range", "ipv4", "239.1.0.1", "239.1.0.9", true);
        row("turned round", "ipv4", "239.1.0.9", "239.1.0.1", false);
        row("no group", "ipv4", "10.0.0.1", "10.0.0.9", false);
        row("no address", "ipv4", "somewhere", "239.1.0.1", false);
        row("half", "ipv4", "239.1.0.1", "", false);
        row("other family", "ipv4", "ff3e::1", "ff3e::9", false);
        row("IPv6", "ipv6", "ff3e::8000:1", "ff3e::8000:9", true);
        row("no IPv6 group", "ipv6", "fe80::1", "fe80::2", false);
    }

    void addressesAreCheckedWhereTheyAreTyped()
    {
        QFETCH(const QByteArray, family);
        QFETCH(const QString, first);
        QFETCH(const QString, last);
        QFETCH(const bool, valid);
        QWidget *field = child<QWidget>(family.constData());
        field->findChild<QRadioButton *>(QStringLiteral("range"))->click();
        field->findChild<QLineEdit *>(QStringLiteral("first"))->setText(first);
        field->findChild<QLineEdit *>(QStringLiteral("last"))->setText(last);
        QCOMPARE(field->findChild<QLabel *>(QStringLiteral("problem"))->text().isEmpty(), valid);
        QCOMPARE(canClick("apply"), valid);
    }

    void portsAreCheckedWhereTheyAreTyped()
    {
        child<QSpinBox>("lastPort")->setValue(60000);
        QVERIFY(!child<QLabel>("portProblem")->text().isEmpty());
        QVERIFY(!canClick("apply"));
        child<QSpinBox>("firstPort")->setValue(50000);
        QVERIFY(child<QLabel>("portProblem")->text().isEmpty());
        QVERIFY(canClick("apply"));
    }

    void refusalIsShown()
    {
        m_fake->setFailure(Error{ErrorCode::NotAuthorised, {}});
        child<QSpinBox>("firstPort")->setValue(64100);
        click("apply");
        QTRY_VERIFY(message().contains(ErrorText::sentence({ErrorCode::NotAuthorised, {}})));
        QVERIFY(m_dialog->isDirty());
        QVERIFY(canClick("apply"));
    }

    void whoMayOnlyLookIsToldSo()
    {
        QVERIFY(child<QLabel>("forbidden")->isHidden());
        m_dialog = std::make_unique<PoliciesDialog>(
            QStringLiteral("here"), [this] { return m_fake.get(); }, PoliciesDialog::Access::LookOnly);
        m_dialog->show();
        QTRY_COMPARE(child<QSpinBox>("firstPort")->value(), 64001);
        QVERIFY(!child<QSpinBox>("firstPort")->isEnabled());
        QVERIFY(child<QLabel>("forbidden")->text().contains(QStringLiteral("role")));
        QVERIFY(!canClick("apply"));
    }

    void aServerThatVanishesIsNoEnd()
    {
        m_fake->setReplies(FakeTransportServer::Replies::Never);
        child<QSpinBox>("firstPort")->setValue(64100);
        click("apply");
        QVERIFY(!canClick("apply"));
        m_fake.reset();
        QTRY_VERIFY(canClick("apply"));
        click("apply");
        QVERIFY(message().contains(QStringLiteral("not connected")));
        QCOMPARE(child<QSpinBox>("firstPort")->value(), 64100);
    }
};

CASTDECK_WINDOW_TEST(TestPoliciesDialog)

} // namespace castdeck::tst_policiesdialog
#include "tst_policiesdialog.moc"
