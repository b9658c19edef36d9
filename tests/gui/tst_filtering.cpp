// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/rows/filterfield.h"
#include "gui/windowfixture.h"
#include "models/inventoryrole.h"
#include "support/windowtest.h"

#include <QAbstractButton>
#include <QCursor>
#include <QHeaderView>
#include <QLabel>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStatusBar>

namespace castdeck::tst_filtering
{

using namespace castdeck::test;

/// The filter of the real window, by keyboard and pointer; and that rows stay where a hand is.
class TestFiltering : public QObject, WindowFixture
{
    Q_OBJECT

    InventoryView &view() { return m_window->view(); }
    FilterField &field() { return *m_window->findChild<FilterField *>(QStringLiteral("filter")); }
    QModelIndex row(RowKind kind, quint32 id)
    {
        return m_window->rows().mapFromSource(m_model->indexOf({m_id, kind, id}));
    }
    QModelIndex session(quint32 id) { return row(RowKind::Session, id); }
    QModelIndex client(quint32 id) { return row(RowKind::Client, id); }
    void select(const QModelIndexList &rows) { WindowFixture::select(view(), rows); }
    void type(const QString &text)
    {
        QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
        QTRY_VERIFY(field().hasFocus());
        field().clear();
        QTest::keyClicks(&field(), text);
    }
    QString count()
    {
        for (const QLabel *label : m_window->statusBar()->findChildren<QLabel *>()) {
            if (label->text().contains(QStringLiteral("server")))
                return label->text();
        }
        return {};
    }
    QWidget *offers() { return QApplication::activePopupWidget(); }
    QAbstractButton *chip(const char *name)
    {
        return m_window->findChild<QAbstractButton *>(QLatin1String(name));
    }
    void hover(const QWidget &widget, const QPoint &at) { QCursor::setPos(widget.mapToGlobal(at)); }
    /// Names of the clients below it, as they stand.
    QStringList below(const QModelIndex &parent)
    {
        QStringList names;
        for (int i = 0; i < m_window->rows().rowCount(parent); ++i)
            names << m_window->rows().index(i, 0, parent).data().toString();
        return names;
    }

private Q_SLOTS:
    void init()
    {
        open(sampleInventory(4, 5));
        QTRY_VERIFY(client(20).isValid());
    }

    void cleanup() { close(); }

    void asksForStateAndSaysHowManyAreLeft()
    {
        const int all = m_window->rows().totalCount();
        type(QStringLiteral("name:MACHINE-5 "));
        QVERIFY(client(5).isValid() && !client(1).isValid() && !session(2).isValid());
        const QString expected = QStringLiteral("%1 of %2 row(s) shown").arg(QLocale().toString(3)).arg(all);
        QTRY_VERIFY2(count().startsWith(expected), qPrintable(count()));
        type(QStringLiteral("state:sending,nonsense "));
        QVERIFY(session(1).isValid());
        field().clear();
        QTRY_VERIFY(!count().contains(QStringLiteral("shown")));
    }

    void saysWhatItDoesNotUnderstandAndMovesNothing()
    {
        const QRect place = view().geometry();
        type(QStringLiteral("sate:failed"));
        QVERIFY2(field().problem().contains(QStringLiteral("sate:")), qPrintable(field().problem()));
        QVERIFY(client(1).isValid()); // what is not understood hides nothing
        QCOMPARE(view().geometry(), place);
        field().clear();
        QCOMPARE(field().problem(), QString());
    }

    void offersKeysThenValues()
    {
        type(QStringLiteral("se"));
        QTRY_VERIFY(offers());
        QTest::keyClick(offers(), Qt::Key_Down);
        QTest::keyClick(offers(), Qt::Key_Return);
        QCOMPARE(field().text(), QStringLiteral("server:"));
        QTRY_VERIFY(offers());
        QTest::keyClick(offers(), Qt::Key_Down);
        QTest::keyClick(offers(), Qt::Key_Return);
        QCOMPARE(field().text(), QStringLiteral("server:\"This computer\" "));
        QCOMPARE(field().problem(), QString());
        QVERIFY(client(1).isValid());
    }

    void keepsWhatWasOpenSelectedAndCurrent()
    {
        view().collapse(session(3));
        select({client(1), client(17)});
        view().selectionModel()->setCurrentIndex(client(17), QItemSelectionModel::NoUpdate);
        type(QStringLiteral("name:MACHINE-12 "));
        QVERIFY(view().isExpanded(session(3))); // it leads to the match
        QVERIFY(view().visualRect(client(12)).isValid());
        QVERIFY(view().selectionModel()->selectedRows().isEmpty()); // nobody acts on what is not seen
        QTest::keyClick(&field(), Qt::Key_Escape);
        QCOMPARE(field().text(), QString());
        QTRY_VERIFY(view().hasFocus());
        QVERIFY(!view().isExpanded(session(3)));
        QVERIFY(view().isExpanded(session(4)));
        QCOMPARE(view().selectionModel()->selectedRows().size(), 2);
        QVERIFY(view().selectionModel()->isSelected(client(17)));
        QCOMPARE(view().currentIndex(), client(17));
    }

    void selectionMadeMeanwhileStays()
    {
        select({client(1)});
        type(QStringLiteral("MACHINE-5"));
        select({client(5)});
        field().clear();
        QCOMPARE(view().selectionModel()->selectedRows(), QModelIndexList{client(5)});
    }

    void downGoesToTheFirstMatch()
    {
        type(QStringLiteral("name:MACHINE-7 "));
        QTest::keyClick(&field(), Qt::Key_Down);
        QTRY_VERIFY(view().hasFocus());
        QCOMPARE(view().currentIndex(), client(7));
        QVERIFY(view().selectionModel()->isSelected(client(7)));
    }

    void chipShowsThoseInTroubleAndAllAgain()
    {
        QVERIFY(!chip("failed")->isVisible());
        SessionInfo broken = *m_model->session({m_id, RowKind::Session, 2});
        broken.state = SessionState::Failed;
        broken.error = Error{ErrorCode::NoSystemResources, {}};
        m_fake->raise(broken);
        QTRY_VERIFY(chip("failed")->isVisible());
        QCOMPARE(chip("failed")->text(), QStringLiteral("1 failed"));
        QVERIFY(chip("failed")->accessibleName().contains(chip("failed")->text()));
        QTest::mouseClick(chip("failed"), Qt::LeftButton);
        QTRY_VERIFY(session(2).isValid() && !session(1).isValid());
        QVERIFY(chip("failed")->isChecked());
        QTest::mouseClick(chip("failed"), Qt::LeftButton);
        QTRY_VERIFY(session(1).isValid());
        QCOMPARE(field().text(), QString());
        // What is typed there is seen in the chip as well.
        type(QStringLiteral("is:failed "));
        QTRY_VERIFY(chip("failed")->isChecked());
    }

    void rowsStayUnderThePointer()
    {
        view().sortByColumn(static_cast<int>(Column::Progress), Qt::AscendingOrder);
        hover(*view().viewport(), view().visualRect(client(2)).center());
        QTRY_VERIFY(view().viewport()->underMouse());
        const QStringList before = below(session(1));
        QSignalSpy changed(&m_window->rows(), &QAbstractItemModel::dataChanged);
        ClientInfo info;
        for (const ClientInfo &known : m_fake->state().clients) {
            if (known.id == ClientId(1))
                info = known;
        }
        for (int step = 0; step < 8; ++step) {
            info.percentCompletion = static_cast<quint8>(90 + step);
            changed.clear();
            m_fake->raise(info);
            QTRY_VERIFY(!changed.isEmpty());
            QCOMPARE(below(session(1)), before);
        }
        hover(*m_window, QPoint(m_window->width() - 3, 3));
        QTRY_VERIFY(!view().viewport()->underMouse());
        QTRY_COMPARE(below(session(1)).last(), QStringLiteral("MACHINE-1"));
    }

    void shiftF10AsksForTheMenuAtTheCurrentRow()
    {
        view().setFocus();
        view().setCurrentIndex(client(3));
        const QSignalSpy asked(&view(), &InventoryView::menuRequested);
        QTest::keyClick(&view(), Qt::Key_F10, Qt::ShiftModifier);
        QCOMPARE(asked.size(), 1);
        const QPoint at = view().viewport()->mapFromGlobal(asked.at(0).at(0).toPoint());
        QCOMPARE(view().indexAt(at).siblingAtColumn(0), client(3));
        if (QWidget *menu = QApplication::activePopupWidget())
            menu->close();
    }

    void selectionWithoutFocusLooksInactive()
    {
        select({client(3)});
        view().setFocus();
        const auto color = [this] {
            const QRect name = view().visualRect(client(3));
            const QImage image = view().viewport()->grab().toImage();
            return image.pixelColor(QPoint(name.right() - 2, name.top() + 2) * image.devicePixelRatio());
        };
        QCOMPARE(color().name(), view().palette().color(QPalette::Active, QPalette::Highlight).name());
        field().setFocus();
        QCOMPARE(color().name(), view().palette().color(QPalette::Inactive, QPalette::Highlight).name());
    }

    void arrowCutsNoTitle()
    {
        QHeaderView *header = view().header();
        for (int column = 0; column < header->count(); ++column) {
            if (header->isSectionHidden(column))
                continue;
            view().sortByColumn(column, Qt::AscendingOrder);
            const QString title = m_window->rows().headerData(column, Qt::Horizontal).toString();
            const int arrow = view().style()->pixelMetric(QStyle::PM_HeaderMarkSize, nullptr, header);
            QVERIFY2(header->sectionSize(column) >=
                         header->fontMetrics().horizontalAdvance(title) + arrow + 8,
                     qPrintable(title));
        }
    }

    /// Names take what is free, give it back when it is wanted, and are left alone once somebody has chosen.
    void namesHaveTheRoomThatIsFree()
    {
        QHeaderView &header = *view().header();
        const auto spare = [&] { return view().viewport()->width() - header.length(); };
        const int least = header.sectionSize(0);
        m_window->resize(m_window->width() + 2 * header.length(), m_window->height());
        QTRY_COMPARE(spare(), 0);
        const int wide = header.sectionSize(0);
        QVERIFY(wide > least);
        header.setSectionHidden(static_cast<int>(Column::Loss), true);
        QTRY_COMPARE(spare(), 0);
        QVERIFY(header.sectionSize(0) > wide);
        m_window->resize(m_window->minimumSizeHint());
        QTRY_COMPARE(header.sectionSize(0), least);

        header.resizeSection(0, least + 17);
        m_window->resize(m_window->width() + 2 * header.length(), m_window->height());
        QTRY_VERIFY(spare() > 0);
        QCOMPARE(header.sectionSize(0), least + 17);
    }

    void emptyTreeOffersWhatWorks()
    {
        close();
        open({});
        QTRY_VERIFY2(view().hint().contains(QStringLiteral("publish:here")), qPrintable(view().hint()));
        auto *label = view().viewport()->findChild<QLabel *>();
        label->setFocus();
        QTest::keyClick(label, Qt::Key_Tab);
        QTest::keyClick(label, Qt::Key_Return);
        QTRY_COMPARE(m_prompter->publishQuestions().size(), 1);
        m_registry->feed(m_id)->setState(ConnectionState::Lost);
        QTRY_VERIFY2(view().hint().contains(QStringLiteral("retry:here")), qPrintable(view().hint()));
        QVERIFY(!view().hint().contains(QStringLiteral("publish:")));
        m_registry->remove(m_id);
        QTRY_VERIFY2(view().hint().contains(QStringLiteral("href=\"add\"")), qPrintable(view().hint()));
    }

    void nothingMatchesAndAllComesBack()
    {
        type(QStringLiteral("nowhere"));
        QTRY_VERIFY(view().hint().contains(QStringLiteral("nowhere")));
        auto *label = view().viewport()->findChild<QLabel *>();
        label->setFocus();
        QTest::keyClick(label, Qt::Key_Tab);
        QTest::keyClick(label, Qt::Key_Return);
        QCOMPARE(field().text(), QString());
        QVERIFY(client(1).isValid());
        QVERIFY(view().hint().isEmpty());
    }
};

CASTDECK_WINDOW_TEST(TestFiltering)

} // namespace castdeck::tst_filtering
#include "tst_filtering.moc"
