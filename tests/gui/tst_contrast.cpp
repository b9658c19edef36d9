// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/paint/readablecolor.h"
#include "gui/parts/inventoryview.h"
#include "gui/parts/placeholdercolor.h"
#include "models/columns.h"
#include "pictures/darkpalette.h"
#include "pictures/showcase.h"
#include "support/windowtest.h"

#include <QAbstractButton>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QScopeGuard>
#include <QStyleFactory>
#include <QTest>
#include <QTreeView>

namespace castdeck::tst_contrast
{

namespace
{

/// Between what most of it is painted in, and what stands out most.
double contrastOf(const QImage &image)
{
    QHash<QRgb, int> counts;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            ++counts[image.pixel(x, y)];
    const auto most = std::max_element(counts.cbegin(), counts.cend());
    double best = 1;
    for (auto it = counts.cbegin(); it != counts.cend(); ++it)
        best = std::max(best, readable::contrast(QColor(most.key()), QColor(it.key())));
    return best;
}

QString textOf(const QWidget &widget)
{
    if (const auto *label = qobject_cast<const QLabel *>(&widget))
        return label->text();
    if (const auto *button = qobject_cast<const QAbstractButton *>(&widget))
        return button->text();
    if (const auto *edit = qobject_cast<const QLineEdit *>(&widget))
        return edit->text().isEmpty() ? edit->placeholderText() : edit->text();
    return {};
}

/// What is too faint to read in it, a line each.
QStringList faintIn(QWidget &window)
{
    const QImage image = window.grab().toImage().convertToFormat(QImage::Format_RGB32);
    QStringList faint;
    const auto look = [&](const QWidget &widget, const QRect &part, const QString &text) {
        const qreal scale = image.devicePixelRatio();
        const QRect area(widget.mapTo(&window, part.topLeft()) * scale, part.size() * scale);
        const double found = contrastOf(image.copy(area.intersected(image.rect())));
        if (found < readable::Contrast) // of text that is read (WCAG 2.1, 1.4.3)
            faint << QStringLiteral("%1 in %2: %3").arg(text, widget.objectName()).arg(found, 0, 'f', 2);
    };
    const auto widgets = window.findChildren<QWidget *>();
    for (const QWidget *widget : widgets) {
        // What cannot be used is meant to look so.
        if (!widget->isVisibleTo(&window) || !widget->isEnabled() || widget->visibleRegion().isEmpty())
            continue;
        if (const QString text = textOf(*widget); !text.isEmpty())
            look(*widget, widget->rect(), text);
        const auto *view = qobject_cast<const QTreeView *>(widget);
        if (!view)
            continue;
        for (QModelIndex row = view->indexAt({1, 1}); row.isValid(); row = view->indexBelow(row)) {
            for (int column = 0; column < view->model()->columnCount(); ++column) {
                const QModelIndex cell = row.siblingAtColumn(column);
                QRect area = view->visualRect(cell).intersected(view->viewport()->rect());
                // The icon is no text, the bar is painted on two grounds: see tst_painting.
                if (column == 0)
                    area.adjust(24, 0, 0, 0);
                const bool isBar = view->objectName() == QStringLiteral("view") &&
                                   column == static_cast<int>(Column::Progress);
                if (!view->isColumnHidden(column) && !isBar && area.width() > 8 && area.height() > 8 &&
                    !cell.data().toString().isEmpty())
                    look(*view->viewport(), area, cell.data().toString());
            }
        }
    }
    return faint;
}

} // namespace

/// Every text of the window and of its dialogs can be read, on light and on dark desktops.
class TestContrast : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTextStandsOut_data()
    {
        QTest::addColumn<bool>("isDark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void everyTextStandsOut()
    {
        QFETCH(bool, isDark);
        const QPalette before = QApplication::palette();
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
        QApplication::setPalette(isDark ? darkPalette() : QApplication::style()->standardPalette());
        const auto restore = qScopeGuard([&] { QApplication::setPalette(before); });
        // Smoothed, thin strokes have their own colour nowhere.
        QFont font = QApplication::font();
        font.setStyleStrategy(QFont::NoAntialias);
        QApplication::setFont(font);
        PlaceholderColor placeholders(*qApp);

        Showcase showcase(Showcase::Content::Everything);
        MainWindow &window = showcase.window();
        auto *const filter = window.findChild<QWidget *>(QStringLiteral("filter"));
        window.resize(1280, 2000); // every row
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTRY_VERIFY(showcase.isReady());
        QCOMPARE(faintIn(window).join(QLatin1Char(10)), QString());
        // The style itself lights up the current row once more.
        window.view().selectAll();
        window.view().selectionModel()->setCurrentIndex({}, QItemSelectionModel::NoUpdate);
        // It looks quieter where the focus is elsewhere.
        for (QWidget *focus : {static_cast<QWidget *>(&window.view()), filter}) {
            focus->setFocus();
            QVERIFY(focus->hasFocus());
            QCOMPARE(faintIn(window).join(QLatin1Char(10)), QString());
        }
        window.findChild<QAction *>(QStringLiteral("terminate"))->trigger();
        QTRY_VERIFY(window.findChild<QDialog *>());
        QCOMPARE(faintIn(*window.findChild<QDialog *>()).join(QLatin1Char(10)), QString());
    }
};

CASTDECK_WINDOW_TEST(TestContrast)

} // namespace castdeck::tst_contrast
#include "tst_contrast.moc"
