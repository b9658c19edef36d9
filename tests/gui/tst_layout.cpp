// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/windowfixture.h"
#include "support/windowtest.h"

#include <QDockWidget>
#include <QHeaderView>
#include <QScreen>

namespace castdeck::tst_layout
{

using namespace castdeck::test;

/// The window comes back as it was, however often, and whatever ended it.
class TestLayout : public QObject, WindowFixture
{
    Q_OBJECT

    QDockWidget *dock(const char *name) { return m_window->findChild<QDockWidget *>(QLatin1String(name)); }
    QMap<QString, QSize> sizes()
    {
        QMap<QString, QSize> all{{QStringLiteral("window"), m_window->size()}};
        const auto docks = m_window->findChildren<QDockWidget *>();
        for (const QDockWidget *one : docks) {
            if (!one->visibleRegion().isEmpty())
                all.insert(one->objectName(), one->size());
        }
        return all;
    }
    void reopen()
    {
        m_tester.reset();
        m_window.reset();
        // As the program finds it.
        const QString path = m_dir.filePath(QStringLiteral("castdeck.ini"));
        m_layout.reset();
        m_layout = std::make_unique<KeptLayout>(QSettings(path, QSettings::IniFormat));
        openWindow();
        QCoreApplication::processEvents();
    }

private Q_SLOTS:
    void init()
    {
        open(sampleInventory(2, 3));
        QCoreApplication::processEvents();
    }

    void cleanup() { close(); }

    void docksDoNotDrift_data()
    {
        QTest::addColumn<QSize>("window");
        QTest::newRow("as it comes") << QSize();
        QTest::newRow("small") << QSize(700, 500);
    }

    void docksDoNotDrift()
    {
        QFETCH(const QSize, window);
        if (window.isValid())
            m_window->resize(window);
        QCoreApplication::processEvents();
        m_window->resizeDocks({dock("namespacesDock"), dock("detailsDock")}, {301, 333}, Qt::Horizontal);
        m_window->resizeDocks({dock("namespacesDock")}, {177}, Qt::Vertical);
        QCoreApplication::processEvents();
        const QMap<QString, QSize> before = sizes();
        for (int i = 0; i < 10; ++i) {
            m_window->close();
            reopen();
            QTRY_COMPARE(sizes(), before);
        }
    }

    void aChangeIsKeptWithoutAClose()
    {
        m_window->view().header()->resizeSection(0, 299);
        dock("eventsDock")->close();
        const QString path = m_dir.filePath(QStringLiteral("castdeck.ini"));
        QTRY_VERIFY(QSettings(path, QSettings::IniFormat).contains(QStringLiteral("window/state")));
        reopen(); // nobody closed it
        QCOMPARE(m_window->view().header()->sectionSize(0), 299);
        QVERIFY(!dock("eventsDock")->isVisible());
    }

    /// A screen of 1366×768 that shows everything half as large again.
    void itFitsASmallScreen()
    {
        const QSize smallest = m_window->minimumSizeHint();
        QVERIFY2(smallest.width() <= 900 && smallest.height() <= 460,
                 qPrintable(QStringLiteral("%1x%2").arg(smallest.width()).arg(smallest.height())));
        const QSize available = m_window->screen()->availableSize();
        QVERIFY(m_window->frameGeometry().width() <= available.width());
        QVERIFY(m_window->frameGeometry().height() <= available.height());
    }
};

CASTDECK_WINDOW_TEST(TestLayout)

} // namespace castdeck::tst_layout
#include "tst_layout.moc"
