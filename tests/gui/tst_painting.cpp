// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/paint/progressbar.h"
#include "gui/paint/readablecolor.h"
#include "gui/parts/eventlog.h"
#include "gui/parts/placeholdercolor.h"
#include "gui/parts/progressdelegate.h"
#include "gui/parts/ratechart.h"
#include "gui/rows/ratedelegate.h"
#include "support/windowtest.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QDir>
#include <QIcon>
#include <QLineEdit>
#include <QLocale>
#include <QPainter>
#include <QScopeGuard>
#include <QStandardItemModel>
#include <QTest>
#include <cmath>

namespace castdeck::tst_painting
{

namespace
{

enum TestRole { Progress = Qt::UserRole, Alert, Stale, Idle, Icon };

QImage paint(const QAbstractItemDelegate &delegate, const QModelIndex &index, Qt::LayoutDirection direction)
{
    QImage image(120, 24, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    QStyleOptionViewItem option;
    option.rect = image.rect();
    option.direction = direction;
    option.state = QStyle::State_Enabled | QStyle::State_Active;
    option.decorationSize = {16, 16};
    delegate.paint(&painter, option, index);
    return image;
}

} // namespace

class TestPainting : public QObject
{
    Q_OBJECT

    static QPalette light()
    {
        QPalette palette;
        palette.setColor(QPalette::Base, Qt::white);
        palette.setColor(QPalette::AlternateBase, QColor(245, 245, 245));
        palette.setColor(QPalette::Text, Qt::black);
        palette.setColor(QPalette::Highlight, QColor(0x30, 0x8c, 0xc6));
        palette.setColor(QPalette::HighlightedText, Qt::white);
        return palette;
    }
    static QPalette dark()
    {
        QPalette palette;
        palette.setColor(QPalette::Base, QColor(30, 30, 30));
        palette.setColor(QPalette::AlternateBase, QColor(45, 45, 45));
        palette.setColor(QPalette::Text, QColor(230, 230, 230));
        palette.setColor(QPalette::Highlight, QColor(0x2a, 0x82, 0xda));
        palette.setColor(QPalette::HighlightedText, Qt::black);
        return palette;
    }

    const ProgressDelegate m_delegate{Progress, -1, {Icon, Alert, Stale, Idle}};

private Q_SLOTS:
    /// By a plugin of Qt: where it is not installed, everything works, without pictures.
    void everyIconIsDrawn()
    {
        const QStringList names = QDir(QStringLiteral(":/icons")).entryList();
        QVERIFY(names.contains(QStringLiteral("terminate.svg")));
        for (const QString &name : names)
            QVERIFY2(!QIcon(QStringLiteral(":/icons/") + name).pixmap(16).isNull(), qPrintable(name));
    }

    void progressIsPaintedAsFarAsItIs()
    {
        QStandardItemModel model(3, 1);
        model.setData(model.index(0, 0), 10, Progress);
        model.setData(model.index(1, 0), 90, Progress);
        const QImage little = paint(m_delegate, model.index(0, 0), Qt::LeftToRight);
        const QImage much = paint(m_delegate, model.index(1, 0), Qt::LeftToRight);
        const QImage nothing = paint(m_delegate, model.index(2, 0), Qt::LeftToRight);
        QVERIFY(little != much);
        QVERIFY(nothing != little);
        QVERIFY(little != paint(m_delegate, model.index(0, 0), Qt::RightToLeft));
    }

    /// The number can be read on both sides of the edge, wherever it is, and from right to left.
    void textOfABarCanBeReadOnEitherSide_data()
    {
        QTest::addColumn<QPalette>("palette");
        QTest::newRow("light") << light();
        QTest::newRow("dark") << dark();
    }

    void textOfABarCanBeReadOnEitherSide()
    {
        QFETCH(const QPalette, palette);
        using Tone = ProgressBar::Tone;
        for (const Tone tone : {Tone::Plain, Tone::Warning, Tone::Alert, Tone::Over}) {
            ProgressBar bar{0.37, QStringLiteral("37 %"), tone, {}};
            for (int step = 0; step < 2; ++step) {
                for (const ProgressBar::Zone &zone : bar.zones(palette))
                    QVERIFY(readable::contrast(ProgressBar::textOn(zone.color, palette), zone.color) >= 4.5);
                bar.spread = ProgressBar::Spread{0.2, 0.8, 0.5, {0.2}};
            }
        }
        // As much ink as there is with nothing under it: nothing is cut off or covered.
        const auto ink = [&](double share, Qt::LayoutDirection direction) {
            const ProgressBar bar{share, QStringLiteral("37 %"), Tone::Plain, {}};
            const ProgressBar bare{share, {}, Tone::Plain, {}};
            QImage written(120, 24, QImage::Format_RGB32);
            written.fill(palette.color(QPalette::Base));
            QImage empty = written;
            {
                QPainter painter(&written);
                bar.paint(painter, written.rect(), palette, direction);
                QPainter other(&empty);
                bare.paint(other, empty.rect(), palette, direction);
            }
            int pixels = 0;
            for (int y = 0; y < written.height(); ++y) {
                for (int x = 0; x < written.width(); ++x)
                    pixels += written.pixel(x, y) != empty.pixel(x, y);
            }
            return pixels;
        };
        const int all = ink(0, Qt::LeftToRight);
        QVERIFY(all > 20);
        for (const auto direction : {Qt::LeftToRight, Qt::RightToLeft}) {
            for (const double share : {0.4, 0.45, 0.5, 0.55, 0.6, 1.0})
                QVERIFY(std::abs(ink(share, direction) - all) <= all / 20);
        }
    }

    void barIsMirroredFromRightToLeft()
    {
        const ProgressBar bar{0.3, {}, ProgressBar::Tone::Plain, ProgressBar::Spread{0.1, 0.6, 0.3, {0.1}}};
        const auto painted = [&bar](Qt::LayoutDirection direction) {
            QImage image(100, 20, QImage::Format_RGB32);
            QPainter painter(&image);
            bar.paint(painter, image.rect(), light(), direction);
            return image;
        };
        QCOMPARE(painted(Qt::RightToLeft), painted(Qt::LeftToRight).mirrored(true, false));
    }

    void colorsOfRowsCanBeRead()
    {
        for (const QPalette &palette : {light(), dark()}) {
            for (const auto color : {readable::alert, readable::warning, readable::faded}) {
                for (const auto role : {QPalette::Base, QPalette::AlternateBase})
                    QVERIFY(readable::contrast(color(palette), palette.color(role)) >= 4.5);
            }
            const QPalette own = readable::selection(palette);
            for (const auto group : {QPalette::Active, QPalette::Inactive})
                QVERIFY(readable::contrast(own.color(group, QPalette::Highlight),
                                           own.color(group, QPalette::HighlightedText)) >= 4.5);
        }
    }

    /// As others that compute what WCAG 2 defines find it.
    void contrastIsThatOfWcag_data()
    {
        QTest::addColumn<QColor>("color");
        QTest::addColumn<double>("onWhite");
        QTest::newRow("black") << QColor(Qt::black) << 21.0;
        QTest::newRow("white") << QColor(Qt::white) << 1.0;
        QTest::newRow("the lightest grey that can be read") << QColor(0x76, 0x76, 0x76) << 4.54;
        QTest::newRow("one step too light") << QColor(0x77, 0x77, 0x77) << 4.48;
        QTest::newRow("red") << QColor(Qt::red) << 4.0;
        QTest::newRow("green") << QColor(Qt::green) << 1.37;
        QTest::newRow("blue") << QColor(Qt::blue) << 8.59;
    }
    void contrastIsThatOfWcag()
    {
        QFETCH(const QColor, color);
        QFETCH(const double, onWhite);
        QCOMPARE(std::round(readable::contrast(color, Qt::white) * 100) / 100, onWhite);
    }

    void staleIconsAreGrey()
    {
        QStandardItemModel model(2, 1);
        for (int row = 0; row < 2; ++row)
            model.setData(model.index(row, 0), QStringLiteral("terminate"), Icon);
        model.setData(model.index(1, 0), true, Stale);
        const auto colorful = [](const QImage &image) {
            int most = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < 24; ++x) {
                    const QColor c = image.pixelColor(x, y);
                    most = std::max(most, c.hsvSaturation());
                }
            }
            return most;
        };
        const RowDelegate delegate({Icon, Alert, Stale, Idle});
        QVERIFY(colorful(paint(delegate, model.index(0, 0), Qt::LeftToRight)) > 60);
        QVERIFY(colorful(paint(delegate, model.index(1, 0), Qt::LeftToRight)) < 30);
    }

    void rateHasALineWhereThereIsRoom()
    {
        QStandardItemModel model(1, 1);
        model.setData(model.index(0, 0), QStringLiteral("1 MB/s"));
        std::vector<double> history;
        const RateDelegate delegate([&history](const QModelIndex &) { return history; },
                                    {Icon, Alert, Stale, Idle});
        const QImage without = paint(delegate, model.index(0, 0), Qt::LeftToRight);
        for (int i = 0; i < 60; ++i)
            history.push_back(i % 7);
        const QImage with = paint(delegate, model.index(0, 0), Qt::LeftToRight);
        QVERIFY(with != without);
        QVERIFY(with.copy(60, 0, 60, 24) == without.copy(60, 0, 60, 24)); // the number is as it was
        QVERIFY(with != paint(delegate, model.index(0, 0), Qt::RightToLeft));
    }

    void alertIsRedAndStaleIsNot()
    {
        QStandardItemModel model(2, 1);
        for (int row = 0; row < 2; ++row) {
            model.setData(model.index(row, 0), QStringLiteral("MMMMMM"));
            model.setData(model.index(row, 0), true, Alert);
        }
        model.setData(model.index(1, 0), true, Stale);
        const auto reddest = [](const QImage &image) {
            int most = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    const QColor c = image.pixelColor(x, y);
                    most = std::max(most, c.red() - std::max(c.green(), c.blue()));
                }
            }
            return most;
        };
        QVERIFY(reddest(paint(m_delegate, model.index(0, 0), Qt::LeftToRight)) > 80);
        QVERIFY(reddest(paint(m_delegate, model.index(1, 0), Qt::LeftToRight)) < 40);
    }

    void alertCanBeReadOnDark()
    {
        QVERIFY(RowDelegate::alertColor(dark()).lightness() > RowDelegate::alertColor(light()).lightness());
    }

    void placeholdersCanBeReadOnEveryDesktop()
    {
        const QPalette before = QApplication::palette();
        const auto restore = qScopeGuard([&before] { QApplication::setPalette(before); });
        const auto wear = [](const QColor &text, const QColor &base) {
            QPalette colors;
            colors.setColor(QPalette::Text, text);
            colors.setColor(QPalette::Base, base);
            colors.setColor(QPalette::PlaceholderText, QColor(0, 0, 0, 128));
            QApplication::setPalette(colors);
        };
        const auto shown = [] { return QLineEdit().palette().color(QPalette::PlaceholderText).lightness(); };
        wear(Qt::white, QColor(30, 30, 30));
        const PlaceholderColor mended(*qApp);
        QVERIFY2(shown() > 130, qPrintable(QString::number(shown())));
        QCOMPARE(QApplication::palette().color(QPalette::Base), QColor(30, 30, 30));
        wear(Qt::black, Qt::white);
        QVERIFY2(shown() > 80 && shown() < 130, qPrintable(QString::number(shown())));
        wear(Qt::white, Qt::black);
        QVERIFY2(shown() > 130, qPrintable(QString::number(shown())));
    }

    void chartScalesToRoundNumbers_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<double>("expected");
        QTest::newRow("nothing") << 0.0 << 1.0;
        QTest::newRow("84 MB") << 84e6 << 100e6;
        QTest::newRow("exact") << 2e6 << 2e6;
        QTest::newRow("just over") << 5.1e3 << 1e4;
        QTest::newRow("not a number") << std::numeric_limits<double>::quiet_NaN() << 1.0;
    }

    void chartScalesToRoundNumbers()
    {
        QFETCH(const double, value);
        QTEST(RateChart::roundUp(value), "expected");
    }

    void chartShowsTheCurve()
    {
        RateChart chart;
        chart.resize(300, 140);
        chart.show(QStringLiteral("a"), {});
        const QImage empty = chart.grab().toImage();
        RateHistory history;
        for (int i = 0; i < 500; ++i)
            history.add({i * 1e6, 0.01});
        QCOMPARE(history.samples().size(), RateHistory::Window);
        chart.show(QStringLiteral("a"), history);
        QVERIFY(chart.grab().toImage() != empty);
        QVERIFY(chart.accessibleName().contains(QLocale().toString(499)));
        chart.clear(QStringLiteral("nothing"));
        QCOMPARE(chart.accessibleName(), QStringLiteral("nothing"));
    }

    void logIsBounded()
    {
        EventLog log(3);
        const QAbstractItemModelTester tester(&log, QAbstractItemModelTester::FailureReportingMode::Fatal);
        for (int i = 0; i < 5; ++i)
            log.append({QDateTime::currentDateTimeUtc(), QStringLiteral("s"), QString::number(i), i == 4});
        QCOMPARE(log.rowCount(), 3);
        QCOMPARE(log.index(0, EventLog::Event).data().toString(), QStringLiteral("2"));
        QVERIFY(log.index(2, 0).data(EventLog::AlertRole).toBool());
        log.clear();
        QCOMPARE(log.rowCount(), 0);
    }
};

CASTDECK_WINDOW_TEST(TestPainting)

} // namespace castdeck::tst_painting
#include "tst_painting.moc"
