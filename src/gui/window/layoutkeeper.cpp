// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/layoutkeeper.h"

#include "gui/parts/elasticcolumn.h"
#include "gui/window/keptlayout.h"

#include <QDockWidget>
#include <QEvent>
#include <QHeaderView>
#include <QScreen>
#include <QTabBar>

namespace castdeck
{

namespace
{

const QString geometryKey = QStringLiteral("window/geometry");
const QString stateKey = QStringLiteral("window/state");
const QString docksKey = QStringLiteral("window/docks");
/// Of the frame and what a desktop has at its edges.
constexpr QSize aroundTheWindow{24, 48};

} // namespace

LayoutKeeper::LayoutKeeper(QMainWindow &window, KeptLayout &layout)
    : QObject(&window), m_window(window), m_layout(layout)
{
    m_later.setSingleShot(true);
    m_later.setInterval(std::chrono::seconds(1));
    connect(&m_later, &QTimer::timeout, this, &LayoutKeeper::keepNow);
    window.installEventFilter(this);
    const auto docks = window.findChildren<QDockWidget *>();
    for (QDockWidget *dock : docks) {
        dock->installEventFilter(this);
        connect(dock, &QDockWidget::topLevelChanged, this, &LayoutKeeper::keepLater);
        connect(dock, &QDockWidget::dockLocationChanged, this, &LayoutKeeper::keepLater);
        connect(dock, &QDockWidget::visibilityChanged, this, &LayoutKeeper::keepLater);
    }
}

void LayoutKeeper::add(const QString &key, QHeaderView &header)
{
    m_headers.insert(key, &header);
    header.restoreState(m_layout.value(key).toByteArray());
    connect(&header, &QHeaderView::sectionResized, this, &LayoutKeeper::keepLater);
    connect(&header, &QHeaderView::sectionMoved, this, &LayoutKeeper::keepLater);
    connect(&header, &QHeaderView::sortIndicatorChanged, this, &LayoutKeeper::keepLater);
}

void LayoutKeeper::restore()
{
    m_window.resize(QSize(1200, 700).boundedTo(m_window.screen()->availableSize() - aroundTheWindow));
    m_window.restoreGeometry(m_layout.value(geometryKey).toByteArray());
    m_window.restoreState(m_layout.value(stateKey).toByteArray());
}

bool LayoutKeeper::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::Show:
        // The sizes of docks are true of a window that is as large as it was only.
        if (watched == &m_window && !m_isRestored)
            QMetaObject::invokeMethod(this, &LayoutKeeper::restoreDocks, Qt::QueuedConnection);
        break;
    case QEvent::Resize:
    case QEvent::Move:
    case QEvent::WindowStateChange:
        keepLater();
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

void LayoutKeeper::restoreDocks()
{
    resizeTo(m_layout.value(docksKey).toMap());
    m_isRestored = true;
}

void LayoutKeeper::resizeTo(const QVariantMap &sizes)
{
    QList<QDockWidget *> docks;
    QList<int> widths;
    QList<int> heights;
    for (auto it = sizes.begin(); it != sizes.end(); ++it) {
        auto *const dock = m_window.findChild<QDockWidget *>(it.key());
        if (!dock || !dock->isVisible() || dock->isFloating())
            continue;
        docks << dock;
        widths << it.value().toSize().width();
        heights << it.value().toSize().height();
    }
    m_window.resizeDocks(docks, widths, Qt::Horizontal);
    m_window.resizeDocks(docks, heights, Qt::Vertical);
}

QVariantMap LayoutKeeper::docks() const
{
    int tabs = 0;
    const auto bars = m_window.findChildren<QTabBar *>(QString(), Qt::FindDirectChildrenOnly);
    for (const QTabBar *bar : bars)
        tabs = std::max(tabs, bar->isVisible() ? bar->height() : 0);
    QVariantMap sizes;
    const auto docks = m_window.findChildren<QDockWidget *>();
    for (QDockWidget *dock : docks) {
        // One behind another's tab has the size of some time before.
        if (dock->visibleRegion().isEmpty() || dock->isFloating())
            continue;
        // What is given to a dock is shared with the tabs below it.
        const bool isTabbed = !m_window.tabifiedDockWidgets(dock).isEmpty();
        sizes.insert(dock->objectName(), dock->size() + QSize(0, isTabbed ? tabs : 0));
    }
    return sizes;
}

void LayoutKeeper::keepLater()
{
    if (m_isRestored)
        m_later.start();
}

void LayoutKeeper::keepNow()
{
    m_later.stop();
    if (!m_isRestored)
        return;
    QVariantMap values{{geometryKey, m_window.saveGeometry()}, {stateKey, m_window.saveState()}};
    // Of a window that is hidden or small as an icon nothing is known.
    if (m_window.isVisible() && !m_window.isMinimized())
        values.insert(docksKey, docks());
    for (auto it = m_headers.begin(); it != m_headers.end(); ++it)
        values.insert(it.key(), ElasticColumn::stateOf(*it.value()));
    m_layout.keep(values);
}

} // namespace castdeck
