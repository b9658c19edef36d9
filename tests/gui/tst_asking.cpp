// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/namespaceactions.h"
#include "gui/actions/sessionactions.h"
#include "gui/dialogs/publisheddialog.h"
#include "gui/parts/howtoaskcard.h"
#include "gui/parts/problemlabel.h"
#include "gui/window/namespacepane.h"
#include "support/windowtest.h"
#include "windowfixture.h"

#include <QClipboard>
#include <QComboBox>
#include <QFrame>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTreeWidget>

namespace castdeck::tst_asking
{

using namespace castdeck::test;

namespace
{

HowToAsk facts()
{
    HowToAsk facts;
    facts.namespaceName = QStringLiteral("images");
    facts.server = QStringLiteral("deploy.example.org");
    facts.takesAnybody = true;
    facts.initiationPort = 5041;
    facts.managementPort = 5042;
    facts.fingerprint = QStringLiteral("sha256:") + QString(64, QLatin1Char('a'));
    facts.files =
        Offering{{{QStringLiteral("boot.wim"), 1'000'000}, {QStringLiteral("disk.img"), {}}}, false};
    return facts;
}

template <class T>
T *child(const QWidget &parent, const char *name)
{
    return parent.findChild<T *>(QLatin1String(name));
}

} // namespace

/// How machines ask: where it is said, and what.
class TestAsking : public QObject, WindowFixture
{
    Q_OBJECT

    PublishedDialog *dialog() { return m_window->findChild<PublishedDialog *>(); }
    QFrame *hint() { return child<QFrame>(*m_window, "askingHint"); }
    NamespaceActions &namespaces() { return m_window->namespaces().actions(); }

private Q_SLOTS:
    void cleanup() { close(); }

    void theCommandOfTheChosenFileIsCopied()
    {
        HowToAskCard card;
        card.tell(facts());
        card.show();
        QCOMPARE(child<QComboBox>(card, "way")->count(), 2);
        const QString boot = QStringLiteral("castjoin deploy.example.org images boot.wim");
        QCOMPARE(child<QPlainTextEdit>(card, "command")->toPlainText(), boot);
        auto *files = child<QTreeWidget>(card, "files");
        QTest::keyClick(files, Qt::Key_Down);
        QCOMPARE(card.command(), QStringLiteral("castjoin deploy.example.org images disk.img"));
        QTest::mouseClick(child<QPushButton>(card, "copy"), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), card.command());

        // What is told anew keeps what a person has chosen.
        HowToAsk more = facts();
        more.files->value().contents.prepend({QStringLiteral("aaa"), 1});
        child<QComboBox>(card, "way")->setCurrentIndex(1);
        card.tell(more);
        QCOMPARE(child<QComboBox>(card, "way")->currentIndex(), 1);
        QVERIFY2(card.command().endsWith(QStringLiteral("disk.img")), qPrintable(card.command()));
        QVERIFY(
            card.command().contains(QStringLiteral("--token-file receiver.token --fingerprint sha256:aaa")));
    }

    void whatIsInTheWayIsASentence_data()
    {
        QTest::addColumn<HowToAsk>("told");
        QTest::addColumn<QString>("said");
        HowToAsk one = facts();
        one.takesAnybody = false;
        one.managementPort = 0;
        QTest::newRow("nobody is let in") << one << QStringLiteral("without authentication");
        one = facts();
        one.managementPort = 0;
        one.initiationPort = 0;
        QTest::newRow("no port") << one << QStringLiteral("takes no questions");
        one = facts();
        one.isOnlyHere = true;
        QTest::newRow("only here") << one << QStringLiteral("Other machines");
        one = facts();
        one.server.clear();
        QTest::newRow("nowhere") << one << QStringLiteral("not known");
        one = facts();
        one.error = Error{ErrorCode::FileNotFound, QStringLiteral("/srv/x")};
        QTest::newRow("gone") << one << ErrorText::sentence(*one.error);
        QTest::newRow("nothing") << facts() << QString();
    }

    void whatIsInTheWayIsASentence()
    {
        QFETCH(const HowToAsk, told);
        QFETCH(const QString, said);
        HowToAskCard card;
        card.tell(told);
        card.show();
        const auto *problem = child<QLabel>(card, "problem");
        QCOMPARE(problem->isVisible(), !said.isEmpty());
        QVERIFY2(problem->text().contains(said), qPrintable(problem->text()));
        QCOMPARE(child<QPushButton>(card, "copy")->isVisible(),
                 !told.ways().isEmpty() && !told.server.isEmpty());
    }

    void filesThatAreNotKnownAreASentence()
    {
        HowToAskCard card;
        HowToAsk told = facts();
        told.files.reset();
        card.tell(told);
        const auto *words = child<QLabel>(card, "filesText");
        QVERIFY(words->text().contains(QStringLiteral("Asking")));
        QVERIFY(!child<QPushButton>(card, "copy")->isEnabled());
        told.files = Offering{};
        card.tell(told);
        QVERIFY(words->text().contains(QStringLiteral("no file")));
        told.files = failure(ErrorCode::UnknownVerb);
        card.tell(told);
        QVERIFY(words->text().contains(ErrorText::sentence({ErrorCode::UnknownVerb, {}})));
        // A person puts the name there.
        QVERIFY(card.command().endsWith(QStringLiteral(" FILE")));
    }

    void nothingOfItIsCut_data()
    {
        QTest::addColumn<int>("pointSize");
        for (const int size : {8, 10, 16, 20})
            QTest::addRow("%d points", size) << size;
    }

    void nothingOfItIsCut()
    {
        QFETCH(const int, pointSize);
        PublishedDialog dialog(QStringLiteral("images is published on here"));
        dialog.setFont(QFont(dialog.font().family(), pointSize));
        dialog.card().tell(facts());
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        const auto cut = [&dialog] {
            QStringList texts;
            const auto labels = dialog.findChildren<QLabel *>();
            for (const QLabel *label : labels) {
                if (label->isVisible() && label->height() < label->heightForWidth(label->width()))
                    texts << label->text();
            }
            return texts.join(QLatin1Char('\n'));
        };
        QTRY_COMPARE(cut(), QString()); // it grows later
        QVERIFY(!child<QTreeWidget>(dialog, "files")->horizontalScrollBar()->isVisible());
    }

    void publishingEndsWithIt()
    {
        Inventory state = sampleInventory(0, 0);
        state.server.addresses = {QStringLiteral("192.0.2.7")};
        open(state);
        m_window->resize(1200, 1000);
        m_fake->setOffering({{{QStringLiteral("boot.wim"), 7}}, false});
        m_window->actions().publish()->trigger();
        QTRY_COMPARE(m_prompter->publishQuestions().size(), 1);
        NamespaceInfo what;
        what.name = QStringLiteral("drivers");
        what.configuration = QStringLiteral("/srv/drivers");
        what.allowUnauthenticated = true;
        QVERIFY(m_prompter->publish(what));
        QTRY_VERIFY(dialog() && dialog()->isVisible());
        QVERIFY(!dialog()->isModal());
        QVERIFY(child<QLabel>(*dialog(), "done")->text().contains(QStringLiteral("drivers")));
        QTRY_COMPARE(dialog()->card().command(), QStringLiteral("castjoin 192.0.2.7 drivers boot.wim"));
        QTest::keyClick(dialog(), Qt::Key_Escape);
        QTRY_VERIFY(!dialog());
        // And the tree goes on saying it, in as much room as that takes.
        QTRY_VERIFY(hint()->isVisible());
        for (const QWidget *part : hint()->findChildren<QWidget *>(Qt::FindChildrenRecursively)) {
            const auto *label = qobject_cast<const QLabel *>(part);
            if (label && label->isVisible())
                QTRY_VERIFY2(label->height() >= label->fontMetrics().height(), qPrintable(label->text()));
        }
        QTRY_VERIFY(child<QTreeWidget>(*hint(), "files")->height() >=
                    3 * hint()->fontMetrics().lineSpacing());
    }

    void aNamespaceTellsItToo()
    {
        open(sampleInventory(1, 1));
        auto &view = m_window->namespaces().view();
        QTRY_VERIFY(view.model()->rowCount() > 0);
        QVERIFY(!namespaces().howToAsk()->isEnabled());
        select(view, {view.model()->index(0, 0)});
        namespaces().howToAsk()->trigger();
        QVERIFY(dialog() && dialog()->isVisible());
        QVERIFY(child<QLabel>(*dialog(), "title")->text().contains(QStringLiteral("images")));
    }

    void theTreeTellsItWhileNobodyAsks()
    {
        Inventory state = sampleInventory(0, 0);
        state.namespaces = {sampleNamespace(1, QStringLiteral("images"))};
        state.contents.clear();
        open(state);
        m_window->resize(1200, 1000);
        QTRY_VERIFY(hint() && hint()->isVisible());
        QVERIFY(child<QLabel>(*hint(), "title")->text().contains(QStringLiteral("images")));
        const InventoryView &view = m_window->view();
        QVERIFY(hint()->geometry().top() >
                view.visualRect(view.indexBelow(view.model()->index(0, 0))).bottom());
        // Where there is no room it does not lie over rows.
        m_window->resize(m_window->width(), m_window->minimumSizeHint().height());
        QTRY_VERIFY(!hint()->isVisible() || hint()->geometry().bottom() <= view.viewport()->height());
        m_window->resize(1200, 1000);
        QTRY_VERIFY(hint()->isVisible());
        m_fake->raise(sampleContent(1, 1, QStringLiteral("boot.wim")));
        m_fake->raise(sampleSession(1, 1));
        QTRY_VERIFY(!hint()->isVisible());
    }
};

CASTDECK_WINDOW_TEST(TestAsking)

} // namespace castdeck::tst_asking
#include "tst_asking.moc"
