// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/confirmdialog.h"
#include "gui/dialogprompter.h"
#include "gui/publishdialog.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace castdeck;

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

    QTemporaryDir m_folder;

private Q_SLOTS:
    void confirmationShowsWhatItIsAsked()
    {
        ConfirmDialog dialog(question());
        QCOMPARE(child<QLabel>(dialog, "question")->text(), QStringLiteral("Terminate 2 sessions?"));
        QCOMPARE(child<QListWidget>(dialog, "names")->count(), 2);
        QCOMPARE(child<QLabel>(dialog, "consequence")->text(), QStringLiteral("It hurts."));
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

    void publishWaitsForAValidFolder_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<bool>("valid");
        QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("empty")));
        QFile file(m_folder.filePath(QStringLiteral("image.wim")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QTest::newRow("good") << m_folder.path() << true;
        QTest::newRow("none") << QString() << false;
        QTest::newRow("missing") << m_folder.filePath(QStringLiteral("nowhere")) << false;
        QTest::newRow("relative") << QStringLiteral("tmp") << false;
        QTest::newRow("a file") << m_folder.filePath(QStringLiteral("image.wim")) << false;
        QTest::newRow("empty") << m_folder.filePath(QStringLiteral("empty")) << false;
    }

    void publishWaitsForAValidFolder()
    {
        QFETCH(const QString, folder);
        QFETCH(const bool, valid);
        PublishDialog dialog({QStringLiteral("here"), true, {}});
        child<QLineEdit>(dialog, "folder")->setText(folder);
        const QPushButton *publish = child<QDialogButtonBox>(dialog, "buttons")->button(QDialogButtonBox::Ok);
        QCOMPARE(publish->isEnabled(), valid);
        QCOMPARE(child<QLabel>(dialog, "folderProblem")->text().isEmpty(), valid || folder.isEmpty());
        QCOMPARE(publish->toolTip().isEmpty(), valid);
    }

    void nameIsSuggestedUntilItIsTyped()
    {
        PublishDialog dialog({QStringLiteral("there"), false, {QStringLiteral("Images")}});
        auto *folder = child<QLineEdit>(dialog, "folder");
        auto *name = child<QLineEdit>(dialog, "name");
        const QPushButton *publish = child<QDialogButtonBox>(dialog, "buttons")->button(QDialogButtonBox::Ok);
        QVERIFY(child<QPushButton>(dialog, "browse")->isHidden());
        folder->setText(QStringLiteral("/srv/images"));
        QCOMPARE(name->text(), QStringLiteral("images"));
        QVERIFY(!publish->isEnabled());
        QVERIFY(!child<QLabel>(dialog, "nameProblem")->text().isEmpty());
        name->clear();
        QTest::keyClicks(name, QStringLiteral("boot"));
        folder->setText(QStringLiteral("/srv/other"));
        QCOMPARE(name->text(), QStringLiteral("boot"));
        QVERIFY(publish->isEnabled());
        QCOMPARE(dialog.what().name, QStringLiteral("boot"));
        QCOMPARE(dialog.what().configuration, QStringLiteral("/srv/other"));
        QVERIFY(dialog.what().allowUnauthenticated);
    }
};

QTEST_MAIN(TestDialogs)
#include "tst_dialogs.moc"
