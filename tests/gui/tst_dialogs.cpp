// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/confirmdialog.h"
#include "gui/dialogs/dialogprompter.h"
#include "gui/dialogs/startdialog.h"
#include "support/windowtest.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDateTimeEdit>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollBar>
#include <QSpinBox>
#include <QTest>

namespace castdeck::tst_dialogs
{

namespace
{

template <class T>
T *child(QWidget &parent, const char *name)
{
    return parent.findChild<T *>(QLatin1String(name));
}

Confirmation question()
{
    return {QStringLiteral("Terminate"),
            QStringLiteral("Terminate 2 sessions?"),
            {QStringLiteral("<b>a</b>"), QStringLiteral("b")},
            QStringLiteral("It hurts."),
            QStringLiteral("&Terminate")};
}

} // namespace

class TestDialogs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void confirmationShowsWhatItIsAsked()
    {
        ConfirmDialog dialog(question());
        QCOMPARE(child<QLabel>(dialog, "question")->text(), QStringLiteral("Terminate 2 sessions?"));
        QCOMPARE(child<QListWidget>(dialog, "names")->count(), 2);
        QCOMPARE(child<QLabel>(dialog, "consequence")->text(), QStringLiteral("It hurts."));
    }

    void everyNameIsSeen()
    {
        Confirmation asked = question();
        asked.names = {QStringLiteral("short on here")};
        for (int i = 0; i < 5; ++i)
            asked.names << QStringLiteral("a-very-long-name-").repeated(20) + QString::number(i);
        ConfirmDialog dialog(asked);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        const auto *names = child<QListWidget>(dialog, "names");
        QVERIFY(!names->horizontalScrollBar()->isVisible());
        QVERIFY(!names->verticalScrollBar()->isVisible());
        for (int row = 0; row < names->count(); ++row)
            QVERIFY(names->viewport()->rect().contains(names->visualItemRect(names->item(row))));
        QCOMPARE(names->textElideMode(), Qt::ElideMiddle);
        QVERIFY(names->item(1)->toolTip().contains(asked.names.at(1)));
    }

    void enterAloneDeclines()
    {
        ConfirmDialog dialog(question());
        dialog.show();
        QTest::keyClick(child<QLineEdit>(dialog, "reason"), Qt::Key_Return);
        QVERIFY(!dialog.isVisible());
        QCOMPARE(dialog.result(), static_cast<int>(QDialog::Rejected));
    }

    void enterAfterAReasonAccepts()
    {
        ConfirmDialog dialog(question());
        dialog.show();
        auto *reason = child<QLineEdit>(dialog, "reason");
        QTest::keyClicks(reason, QStringLiteral(" wrong image "));
        QTest::keyClick(reason, Qt::Key_Return);
        QVERIFY(!dialog.isVisible());
        QCOMPARE(dialog.result(), static_cast<int>(QDialog::Accepted));
        QCOMPARE(dialog.reason(), QStringLiteral("wrong image"));
    }

    void prompterAnswersOnceAndDoesNotBlock()
    {
        DialogPrompter prompter;
        QStringList reasons;
        prompter.confirm(question(), this, [&](const QString &reason) { reasons << reason; });
        auto *dialog = qobject_cast<ConfirmDialog *>(QApplication::topLevelWidgets().constFirst());
        QVERIFY(dialog);
        QVERIFY(reasons.isEmpty());
        child<QLineEdit>(*dialog, "reason")->setText(QStringLiteral("why"));
        child<QPushButton>(*dialog, "accept")->click();
        QCOMPARE(reasons, QStringList{QStringLiteral("why")});
    }

    void prompterAsksOverTheActiveWindow()
    {
        QWidget window;
        QDialog inside(&window);
        DialogPrompter prompter;
        prompter.setWindow(&window);
        window.show();
        inside.show();
        inside.activateWindow();
        QTRY_VERIFY(inside.isActiveWindow());
        prompter.askWhereToExport(this, [](const QString &) {});
        auto *chosen = inside.findChild<QFileDialog *>(QString(), Qt::FindDirectChildrenOnly);
        QVERIFY(chosen);
        chosen->reject();
        inside.close();
        window.activateWindow();
        QTRY_VERIFY(window.isActiveWindow());
        prompter.askWhereToExport(this, [](const QString &) {});
        QVERIFY(window.findChild<QFileDialog *>(QString(), Qt::FindDirectChildrenOnly));
    }

    void decliningIsSilent()
    {
        DialogPrompter prompter;
        bool asked = false;
        prompter.confirm(question(), this, [&](const QString &) { asked = true; });
        for (QWidget *widget : QApplication::topLevelWidgets()) {
            if (auto *dialog = qobject_cast<ConfirmDialog *>(widget); dialog && dialog->isVisible())
                QTest::keyClick(dialog, Qt::Key_Escape);
        }
        QVERIFY(!asked);
    }

    void endingIsChosen()
    {
        Confirmation asked = question();
        QVERIFY(child<QRadioButton>(*std::make_unique<ConfirmDialog>(asked), "drain")->isHidden());
        asked.offersDrain = true;
        ConfirmDialog dialog(asked);
        QVERIFY(!child<QRadioButton>(dialog, "drain")->isHidden());
        QVERIFY(!dialog.ending().terminate);
        child<QRadioButton>(dialog, "cut")->click();
        child<QLineEdit>(dialog, "reason")->setText(QStringLiteral("why"));
        QVERIFY(dialog.ending().terminate);
        QCOMPARE(dialog.ending().reason, QStringLiteral("why"));
    }

    void startConditionIsTyped()
    {
        StartQuestion asked;
        asked.name = QStringLiteral("images");
        asked.minimumClients = 7;
        StartDialog number(asked);
        auto *clients = child<QSpinBox>(number, "minimumClients");
        QCOMPARE(clients->value(), 7);
        QCOMPARE(clients->minimum(), 1);
        clients->setValue(3);
        QCOMPARE(number.answer().minimumClients, 3U);
        asked.hasTime = true;
        QCOMPARE(child<QSpinBox>(*std::make_unique<StartDialog>(asked), "minimumClients")->minimum(), 0);
    }

    void startTimeIsUtcAndToCome()
    {
        StartQuestion asked;
        asked.kind = StartQuestion::Kind::Time;
        StartDialog dialog(asked);
        auto *edit = child<QDateTimeEdit>(dialog, "startTime");
        const auto *set = dialog.findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok);
        QVERIFY(set->isEnabled());
        const QDateTime soon = QDateTime::currentDateTime().addDays(2);
        edit->setDateTime(soon);
        QCOMPARE(dialog.answer().startTime.timeSpec(), Qt::UTC);
        QCOMPARE(dialog.answer().startTime.toSecsSinceEpoch() / 60, soon.toSecsSinceEpoch() / 60);
        edit->setDateTime(QDateTime::currentDateTime().addSecs(-120));
        QVERIFY(!set->isEnabled());
        QVERIFY(!child<QLabel>(dialog, "problem")->text().isEmpty());
    }
};

CASTDECK_WINDOW_TEST(TestDialogs)

} // namespace castdeck::tst_dialogs
#include "tst_dialogs.moc"
