// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/sessionactions.h"
#include "gui/panes/commandpalette.h"
#include "gui/panes/fuzzymatch.h"
#include "gui/panes/palettemodel.h"
#include "gui/windowfixture.h"
#include "models/inventoryrole.h"
#include "support/windowtest.h"

#include <QLineEdit>
#include <QListView>

namespace castdeck::tst_palette
{

using namespace castdeck::test;

/// Any verb and any row by some letters of its name.
class TestPalette : public QObject, WindowFixture
{
    Q_OBJECT

    CommandPalette *palette() { return m_window->findChild<CommandPalette *>(); }
    QLineEdit *field() { return palette()->findChild<QLineEdit *>(); }
    QListView *list() { return palette()->findChild<QListView *>(); }
    QString best() { return list()->currentIndex().data().toString(); }
    void open()
    {
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        QVERIFY(palette());
        QTRY_VERIFY(field()->hasFocus());
    }
    QModelIndex row(RowKind kind, quint32 id)
    {
        return m_window->rows().mapFromSource(m_model->indexOf({m_id, kind, id}));
    }

private Q_SLOTS:
    void init()
    {
        WindowFixture::open(sampleInventory(2, 3));
        QTRY_VERIFY(row(RowKind::Client, 6).isValid());
    }

    void cleanup() { close(); }

    void lettersAreMatched_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("better");
        QTest::addColumn<QString>("worse"); ///< "-": is no answer at all
        const auto row = [](const char *typed, const char *better, const char *worse) {
            QTest::newRow(typed) << QString::fromLatin1(typed) << QString::fromLatin1(better)
                                 << QString::fromLatin1(worse);
        };
        row("ter", "Terminate", "Enter Server");
        row("sp", "Stop Publishing", "Inspect");
        row("pc217", "PC-217", "PC-2 on 17");
        row("as", "Add Server", "Bypass Multicast");
        row("xyz", "xyz", "-Terminate");
        row("rece", "Receiving", "-Do Not Start with the Server");
        row("nimret", "nimret", "-Terminate");
        row("", "anything", "something longer than that, by far");
    }

    void lettersAreMatched()
    {
        QFETCH(const QString, typed);
        QFETCH(const QString, better);
        QFETCH(const QString, worse);
        const auto found = fuzzyMatch(typed, better);
        QVERIFY(found);
        if (worse.startsWith(QLatin1Char('-')))
            QVERIFY(!fuzzyMatch(typed, worse.mid(1)));
        else
            QVERIFY2(*found > fuzzyMatch(typed, worse).value_or(-1000), qPrintable(QString::number(*found)));
    }

    void aMachineIsFoundInTheTree()
    {
        auto *const filter = m_window->findChild<QLineEdit *>(QStringLiteral("filter"));
        filter->setText(QStringLiteral("MACHINE-1"));
        QVERIFY(!row(RowKind::Client, 5).isValid());
        open();
        QTest::keyClicks(field(), QStringLiteral("mach5"));
        QCOMPARE(best(), QStringLiteral("MACHINE-5"));
        QTest::keyClick(field(), Qt::Key_Return);
        QTRY_VERIFY(!palette());
        // The filter hid it.
        QVERIFY(filter->text().isEmpty());
        QCOMPARE(m_window->view().selectionModel()->selectedRows(), QModelIndexList{row(RowKind::Client, 5)});
        QTRY_COMPARE(m_window->focusWidget(), &m_window->view());
    }

    void aVerbIsRun()
    {
        select(m_window->view(), {row(RowKind::Session, 1)});
        open();
        QTest::keyClicks(field(), QStringLiteral("term"));
        QCOMPARE(best(), QStringLiteral("Terminate"));
        QTest::keyClick(field(), Qt::Key_Return);
        QCOMPARE(m_prompter->confirmations().size(), 1);
    }

    void whatCannotBeDoneSaysWhyAndComesLast()
    {
        m_window->view().selectionModel()->clear();
        open();
        QTest::keyClicks(field(), QStringLiteral("terminate"));
        QModelIndex last;
        bool sawGrey = false;
        for (int i = 0; i < list()->model()->rowCount(); ++i) {
            const QModelIndex at = list()->model()->index(i, 0);
            const bool can = at.data(PaletteModel::CanRole).toBool();
            QVERIFY(!(sawGrey && can));
            sawGrey |= !can;
            if (at.data().toString() == QStringLiteral("Terminate"))
                last = at;
        }
        QVERIFY(last.isValid() && !last.data(PaletteModel::CanRole).toBool());
        QVERIFY(last.data(PaletteModel::WhereRole).toString().contains(QStringLiteral("Select a session")));
        QVERIFY(last.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("Select a session")));
        list()->setCurrentIndex(last);
        QTest::keyClick(field(), Qt::Key_Return);
        QVERIFY(palette()->isVisible());
        QVERIFY(m_prompter->confirmations().isEmpty());
    }

    void keysChooseAndEscapeCloses()
    {
        open();
        const QString first = best();
        QTest::keyClick(field(), Qt::Key_Down);
        QVERIFY(best() != first);
        QTest::keyClick(field(), Qt::Key_Up);
        QCOMPARE(best(), first);
        QTest::keyClick(field(), Qt::Key_Escape);
        QTRY_VERIFY(!palette());
    }

    void itAnswersWithModelsThatAreTrue()
    {
        std::vector<PaletteEntry> entries;
        for (int i = 0; i < 500; ++i)
            entries.push_back({QStringLiteral("PC-%1").arg(i)});
        PaletteModel model(std::move(entries));
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QVERIFY(model.rowCount() < 100);
        model.setTyped(QStringLiteral("pc217"));
        QCOMPARE(model.index(0).data().toString(), QStringLiteral("PC-217"));
        model.setTyped(QStringLiteral("no such thing"));
        QCOMPARE(model.rowCount(), 0);
    }
};

CASTDECK_WINDOW_TEST(TestPalette)

} // namespace castdeck::tst_palette
#include "tst_palette.moc"
