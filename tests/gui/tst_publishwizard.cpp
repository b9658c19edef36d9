// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/publishwizard.h"
#include "gui/parts/filefield.h"
#include "gui/parts/starttimefield.h"
#include "gui/text/errortext.h"
#include "support/windowtest.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QRadioButton>
#include <QScopeGuard>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

namespace castdeck::tst_publishwizard
{

namespace
{

template <class T>
T *child(QWidget &parent, const char *name)
{
    return parent.findChild<T *>(QLatin1String(name));
}

PublishQuestion question(bool shared)
{
    PublishQuestion asked;
    asked.serverName = QStringLiteral("there");
    asked.filesAreShared = shared;
    asked.takenNames = {QStringLiteral("images")};
    asked.providers = {{QStringLiteral("WDS"), QStringLiteral("All files of a folder"), true},
                       {QStringLiteral("File"), QStringLiteral("One file"), false}};
    return asked;
}

} // namespace

class TestPublishWizard : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    static bool canGoOn(const PublishWizard &wizard) { return wizard.currentPage()->isComplete(); }
    static void name(PublishWizard &wizard, const QString &source)
    {
        child<FileField>(wizard, "source")->setPath(source);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("empty")));
        QFile file(m_folder.filePath(QStringLiteral("image.wim")));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }

    void sourcesAreCheckedWhereTheyAreTyped_data()
    {
        QTest::addColumn<int>("provider");
        QTest::addColumn<QString>("source");
        QTest::addColumn<bool>("valid");
        const QString file = m_folder.filePath(QStringLiteral("image.wim"));
        QTest::newRow("folder") << 0 << m_folder.path() << true;
        QTest::newRow("nothing") << 0 << QString() << false;
        QTest::newRow("missing") << 0 << m_folder.filePath(QStringLiteral("nowhere")) << false;
        QTest::newRow("relative") << 0 << QStringLiteral("tmp") << false;
        QTest::newRow("a file for a folder") << 0 << file << false;
        QTest::newRow("empty folder") << 0 << m_folder.filePath(QStringLiteral("empty")) << false;
        QTest::newRow("file") << 1 << file << true;
        QTest::newRow("a folder for a file") << 1 << m_folder.path() << false;
        QTest::newRow("missing file") << 1 << m_folder.filePath(QStringLiteral("nowhere")) << false;
    }

    void sourcesAreCheckedWhereTheyAreTyped()
    {
        QFETCH(const int, provider);
        QFETCH(const QString, source);
        QFETCH(const bool, valid);
        PublishWizard wizard(question(true));
        child<QComboBox>(wizard, "provider")->setCurrentIndex(provider);
        name(wizard, source);
        child<QLineEdit>(wizard, "name")->setText(QStringLiteral("boot"));
        QTRY_COMPARE(canGoOn(wizard), valid);
        QCOMPARE(child<QLabel>(wizard, "sourceProblem")->text().isEmpty(), valid || source.isEmpty());
    }

    void namesAreSuggestedAndChecked()
    {
        PublishWizard wizard(question(false));
        auto *typed = child<QLineEdit>(wizard, "name");
        name(wizard, QStringLiteral("/srv/images/"));
        QCOMPARE(typed->text(), QStringLiteral("images"));
        QVERIFY(!canGoOn(wizard));
        QVERIFY(child<QLabel>(wizard, "nameProblem")->text().contains(QStringLiteral("already")));
        typed->clear();
        QTest::keyClicks(typed, QStringLiteral("boot"));
        name(wizard, QStringLiteral("/srv/other"));
        QCOMPARE(typed->text(), QStringLiteral("boot"));
        QVERIFY(canGoOn(wizard));
        typed->setText(QString(600, QLatin1Char('x')));
        QVERIFY(!canGoOn(wizard));
        QVERIFY(!child<QLabel>(wizard, "nameProblem")->text().isEmpty());
    }

    void theUnicastUrlIsChecked()
    {
        PublishWizard wizard(question(false));
        name(wizard, QStringLiteral("/srv/boot"));
        QCOMPARE(wizard.answer().what.fallbackUrl, QString());
        auto *field = child<QLineEdit>(wizard, "fallback");
        field->setText(QStringLiteral("https://mirror.example/"));
        QVERIFY(!canGoOn(wizard));
        QVERIFY(child<QLabel>(wizard, "fallbackProblem")->text().contains(QStringLiteral("{content}")));
        field->setText(QStringLiteral(" https://mirror.example/{content} "));
        QVERIFY(canGoOn(wizard));
        QCOMPARE(wizard.answer().what.fallbackUrl, QStringLiteral("https://mirror.example/{content}"));
        PublishQuestion again = question(false);
        again.proposal = wizard.answer().what;
        QCOMPARE(PublishWizard(again).answer().what.fallbackUrl, again.proposal.fallbackUrl);
    }

    void withoutAChoiceThereIsNoQuestion()
    {
        PublishQuestion asked = question(false);
        QVERIFY(!child<QComboBox>(*std::make_unique<PublishWizard>(asked), "provider")->isHidden());
        asked.providers.removeLast();
        QVERIFY(child<QComboBox>(*std::make_unique<PublishWizard>(asked), "provider")->isHidden());
    }

    void whatTheServerOncePublishedKeepsItsGuard()
    {
        PublishQuestion asked = question(false);
        asked.purpose = PublishQuestion::Purpose::Clone;
        asked.proposal.name = QStringLiteral("boot");
        QVERIFY(!PublishWizard(asked).answer().what.allowUnauthenticated);
        asked.proposal.allowUnauthenticated = true;
        QVERIFY(PublishWizard(asked).answer().what.allowUnauthenticated);
    }

    void theSourceHasAShortcut()
    {
        PublishWizard wizard(question(true));
        wizard.show();
        QVERIFY(QTest::qWaitForWindowExposed(&wizard));
        wizard.activateWindow();
        QTRY_VERIFY(wizard.isActiveWindow());
        child<QLineEdit>(wizard, "name")->setFocus();
        QTest::keyClick(&wizard, Qt::Key_O, Qt::AltModifier);
        QCOMPARE(QApplication::focusWidget(), child<FileField>(wizard, "source")->line());
    }

    void theKeyboardLeadsThroughIt()
    {
        PublishWizard wizard(question(false));
        wizard.show();
        QVERIFY(QTest::qWaitForWindowExposed(&wizard));
        wizard.activateWindow();
        QTRY_VERIFY(wizard.isActiveWindow());
        QTRY_COMPARE(QApplication::focusWidget(), child<FileField>(wizard, "source")->line());
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("/srv/boot"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_COMPARE(QApplication::focusWidget(), child<QRadioButton>(wizard, "autoCast"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
        QVERIFY(child<QRadioButton>(wizard, "byHand")->isChecked());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_COMPARE(QApplication::focusWidget(), wizard.button(QWizard::FinishButton));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(wizard.result(), static_cast<int>(QDialog::Accepted));
        QCOMPARE(wizard.answer().what.name, QStringLiteral("boot"));
        QCOMPARE(wizard.answer().what.type, NamespaceType::ScheduledCastManualStart);
    }

    void theWindowKeepsItsSize_data()
    {
        QTest::addColumn<int>("pointSize");
        for (const int size : {6, 7, 8, 9, 10, 11, 12, 14, 17, 20, 24})
            QTest::addRow("%d points", size) << size;
    }

    void theWindowKeepsItsSize()
    {
        QFETCH(const int, pointSize);
        const QFont before = QApplication::font();
        const auto restore = qScopeGuard([before] { QApplication::setFont(before); });
        QApplication::setFont(QFont(before.family(), pointSize));
        PublishWizard wizard(question(true));
        wizard.show();
        name(wizard, m_folder.path());
        QTRY_VERIFY(canGoOn(wizard));
        QCoreApplication::processEvents();
        const QSize first = wizard.size();
        for (int page = 1; page < wizard.pageIds().size(); ++page) {
            wizard.next();
            QCOMPARE(wizard.currentId(), page);
            QCoreApplication::processEvents(); // it may grow later
            QCOMPARE(wizard.size(), first);
        }
    }

    void aStartTimeCanBeTyped_data()
    {
        QTest::addColumn<QLocale>("locale");
        QTest::addColumn<QString>("typed");
        QTest::newRow("Arabic") << QLocale(QStringLiteral("ar_EG")) << QStringLiteral("5/12/2031 07:45");
        QTest::newRow("Hebrew") << QLocale(QStringLiteral("he_IL")) << QStringLiteral("5.12.2031 7:45");
        QTest::newRow("Persian") << QLocale(QStringLiteral("fa_IR")) << QStringLiteral("2031/12/5 07:45");
        const QLocale german(QStringLiteral("de_DE"));
        QTest::newRow("as it is written") << german << QStringLiteral("05.12.2031 07:45");
        QTest::newRow("digits alone") << german << QStringLiteral("051220310745");
        QTest::newRow("short") << german << QStringLiteral("5.12.2031 7:45");
        QTest::newRow("American") << QLocale(QStringLiteral("en_US")) << QStringLiteral("12/5/2031 07:45");
    }

    void aStartTimeCanBeTyped()
    {
        QFETCH(const QLocale, locale);
        QFETCH(const QString, typed);
        const QLocale before;
        const auto restore = qScopeGuard([before] { QLocale::setDefault(before); });
        QLocale::setDefault(locale);
        const Qt::LayoutDirection usual = QGuiApplication::layoutDirection();
        const auto turnBack = qScopeGuard([usual] { QGuiApplication::setLayoutDirection(usual); });
        for (const auto direction : {Qt::LeftToRight, Qt::RightToLeft}) {
            QGuiApplication::setLayoutDirection(direction);
            StartTimeField field;
            field.show();
            auto *edit = child<QDateTimeEdit>(field, "startTime");
            edit->setFocus();
            edit->setCurrentSectionIndex(0);
            edit->setSelectedSection(edit->currentSection());
            QTest::keyClicks(edit, typed);
            QCOMPARE(field.time().toLocalTime(), QDateTime(QDate(2031, 12, 5), QTime(7, 45)));
        }
    }

    void theWindowGrowsWithWhatItSays()
    {
        PublishWizard wizard(question(true));
        wizard.show();
        name(wizard, m_folder.path());
        wizard.next();
        auto *page = wizard.currentPage();
        const auto cutOff = [page] {
            QStringList texts;
            const auto labels = page->findChildren<QLabel *>();
            for (const QLabel *label : labels) {
                if (label->isVisible() && label->height() < label->heightForWidth(label->width()))
                    texts << label->text();
            }
            return texts.join(QLatin1Char('\n'));
        };
        const auto labels = page->findChildren<QLabel *>();
        for (QLabel *label : labels) // as long as another language may need
            label->setText(label->text() + QLatin1Char(' ') + label->text());
        child<QRadioButton>(wizard, "byItself")->setChecked(true);
        child<QCheckBox>(wizard, "byClients")->setChecked(false);
        QVERIFY(child<QLabel>(wizard, "startProblem")->isVisible());
        QTRY_COMPARE(cutOff(), QString());
    }

    void providersHaveWords()
    {
        PublishQuestion asked = question(true);
        asked.providers.append({QStringLiteral("WIM"), QStringLiteral("from the server"), true});
        asked.providers.append({QStringLiteral("Tape"), QStringLiteral("a reel"), true});
        asked.proposal.contentProvider = QStringLiteral("WIM");
        asked.proposal.configuration = m_folder.filePath(QStringLiteral("image.wim"));
        PublishWizard wizard(asked);
        auto *box = child<QComboBox>(wizard, "provider");
        QCOMPARE(box->currentText(), QStringLiteral("Images of a WIM file"));
        QCOMPARE(box->itemText(0), QStringLiteral("Folder"));
        QCOMPARE(box->itemText(1), QStringLiteral("File"));
        QCOMPARE(box->itemText(3), QStringLiteral("Tape"));
        QCOMPARE(wizard.answer().what.contentProvider, QStringLiteral("WIM"));
        box->setCurrentIndex(3);
        QCOMPARE(wizard.answer().what.contentProvider, QStringLiteral("Tape"));
    }

    void aProviderMayWantAuthentication()
    {
        PublishWizard wizard(question(false));
        name(wizard, QStringLiteral("/srv/one.wim"));
        // Whoever wants anybody to have it has to say so, but where nobody could be asked for a token.
        QVERIFY(!wizard.answer().what.allowUnauthenticated);
        QVERIFY(PublishWizard(question(true)).answer().what.allowUnauthenticated);
        child<QCheckBox>(wizard, "unauthenticated")->setChecked(true);
        QVERIFY(wizard.answer().what.allowUnauthenticated);
        child<QComboBox>(wizard, "provider")->setCurrentIndex(1);
        QVERIFY(!child<QCheckBox>(wizard, "unauthenticated")->isEnabled());
        QVERIFY(!wizard.answer().what.allowUnauthenticated);
        QCOMPARE(wizard.answer().what.contentProvider, QStringLiteral("File"));
    }

    void everyTypeCanBeChosen()
    {
        PublishWizard wizard(question(false));
        name(wizard, QStringLiteral("/srv/boot"));
        wizard.next();
        QCOMPARE(wizard.answer().what.type, NamespaceType::AutoCast);
        child<QRadioButton>(wizard, "byHand")->click();
        QCOMPARE(wizard.answer().what.type, NamespaceType::ScheduledCastManualStart);
        QCOMPARE(wizard.answer().what.minimumClients, 0U);
        child<QRadioButton>(wizard, "byItself")->click();
        child<QSpinBox>(wizard, "minimumClients")->setValue(12);
        QCOMPARE(wizard.answer().what.type, NamespaceType::ScheduledCastAutoStart);
        QCOMPARE(wizard.answer().what.minimumClients, 12U);
        QVERIFY(!wizard.answer().what.startTime.isValid());
        const QDateTime time = QDateTime::currentDateTime().addDays(1);
        child<QCheckBox>(wizard, "byTime")->click();
        child<QDateTimeEdit>(wizard, "startTime")->setDateTime(time);
        QCOMPARE(wizard.answer().what.startTime.toSecsSinceEpoch() / 60, time.toSecsSinceEpoch() / 60);
        QVERIFY(canGoOn(wizard));
        wizard.next();
        const QString summary = child<QLabel>(wizard, "summary")->text();
        QVERIFY(summary.contains(QStringLiteral("12")));
        QVERIFY2(summary.contains(time.toUTC().toString(QStringLiteral("HH:mm"))), qPrintable(summary));
    }

    void startRulesAreCheckedWhereTheyAreTyped()
    {
        PublishWizard wizard(question(false));
        name(wizard, QStringLiteral("/srv/boot"));
        wizard.next();
        child<QRadioButton>(wizard, "byItself")->click();
        child<QCheckBox>(wizard, "byClients")->setChecked(false);
        const auto *problem = child<QLabel>(wizard, "startProblem");
        QVERIFY(!canGoOn(wizard));
        QVERIFY(!problem->text().isEmpty());
        child<QCheckBox>(wizard, "byTime")->setChecked(true);
        QVERIFY(canGoOn(wizard));
        child<QDateTimeEdit>(wizard, "startTime")->setDateTime(QDateTime::currentDateTime().addSecs(-90));
        QVERIFY(!canGoOn(wizard));
        QVERIFY(problem->text().contains(QStringLiteral("passed")));
        child<QRadioButton>(wizard, "autoCast")->click();
        QVERIFY(canGoOn(wizard));
        QVERIFY(!wizard.answer().what.startTime.isValid());
    }

    void whatTheServerRefusedIsShownWhereItIs_data()
    {
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QByteArray>("label");
        QTest::newRow("name") << ErrorCode::NamespaceAlreadyExists << QByteArray("nameProblem");
        QTest::newRow("folder") << ErrorCode::FolderEmpty << QByteArray("sourceProblem");
        QTest::newRow("time") << ErrorCode::StartTimeInPast << QByteArray("startProblem");
        QTest::newRow("else") << ErrorCode::NotAuthorised << QByteArray("serverProblem");
    }

    void whatTheServerRefusedIsShownWhereItIs()
    {
        QFETCH(const ErrorCode, code);
        QFETCH(const QByteArray, label);
        PublishQuestion asked = question(false);
        asked.proposal.name = QStringLiteral("boot");
        asked.proposal.configuration = QStringLiteral("/srv/boot");
        asked.error = Error{code, {}};
        PublishWizard wizard(asked);
        wizard.show();
        const auto *told = child<QLabel>(wizard, label.constData());
        QVERIFY(told->isVisible());
        QVERIFY(told->text().contains(ErrorText::sentence(*asked.error)));
    }

    void anEditSaysWhatBecomesOfThoseConnected()
    {
        PublishQuestion asked = question(false);
        asked.purpose = PublishQuestion::Purpose::Edit;
        asked.proposal.name = QStringLiteral("boot");
        asked.proposal.configuration = QStringLiteral("/srv/boot");
        asked.sessions = 2;
        asked.clients = 17;
        PublishWizard wizard(asked);
        QVERIFY(canGoOn(wizard));
        QVERIFY(child<QLabel>(wizard, "ending")->text().contains(QStringLiteral("17")));
        QVERIFY(!wizard.answer().terminate);
        child<QRadioButton>(wizard, "cut")->click();
        child<QLineEdit>(wizard, "reason")->setText(QStringLiteral("newer"));
        QVERIFY(wizard.answer().terminate);
        QCOMPARE(wizard.answer().reason, QStringLiteral("newer"));
        QVERIFY(child<QLabel>(*std::make_unique<PublishWizard>(question(false)), "ending")->isHidden());
    }
};

CASTDECK_WINDOW_TEST(TestPublishWizard)

} // namespace castdeck::tst_publishwizard
#include "tst_publishwizard.moc"
