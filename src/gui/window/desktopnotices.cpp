// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/desktopnotices.h"

#include "gui/parts/named.h"
#include "gui/text/noticetext.h"

#include <QSystemTrayIcon>

namespace castdeck
{

DesktopNotices::DesktopNotices(QWidget &window)
    : QObject(&window)
    , m_window(window)
    , m_wanted(named("tellEnds", new QAction(tr("&Tell When a Cast Ends"), this)))
{
    m_wanted->setCheckable(true);
    m_wanted->setChecked(true);
    m_wanted->setToolTip(tr("By a notice of the desktop, while this window is not in use"));
    connect(m_wanted, &QAction::toggled, this, &DesktopNotices::showIcon);
    if (!QSystemTrayIcon::isSystemTrayAvailable())
        return;
    m_icon = new QSystemTrayIcon(QIcon(QStringLiteral(":/icons/castdeck.svg")), this);
    m_icon->setToolTip(QStringLiteral("Castdeck"));
    connect(m_icon, &QSystemTrayIcon::activated, this, &DesktopNotices::raiseWindow);
    connect(m_icon, &QSystemTrayIcon::messageClicked, this, &DesktopNotices::raiseWindow);
    showIcon();
}

void DesktopNotices::showIcon()
{
    if (m_icon)
        m_icon->setVisible(m_wanted->isChecked());
}

bool DesktopNotices::isTold(Notice::Kind kind) const
{
    switch (kind) {
    case Notice::Kind::SessionEnded:
    case Notice::Kind::SessionTerminated:
        return m_told.ended;
    case Notice::Kind::SessionFailed:
    case Notice::Kind::CannotSend:
    case Notice::Kind::GroupTakenByServer:
    case Notice::Kind::GroupTakenByOthers:
        return m_told.failed;
    case Notice::Kind::StartMissed:
        return m_told.missed;
    case Notice::Kind::ClientVanished:
    case Notice::Kind::ClientSlow:
    case Notice::Kind::ClientStuck:
        return m_told.trouble;
    default:
        return false;
    }
}

void DesktopNotices::raiseWindow()
{
    m_window.setWindowState(m_window.windowState() & ~Qt::WindowMinimized);
    m_window.raise();
    m_window.activateWindow();
}

void DesktopNotices::take(const QString &server, const Notice &notice)
{
    if (!m_wanted->isChecked() || !isTold(notice.kind) || m_window.isActiveWindow())
        return;
    const bool needsAttention = NoticeText::needsAttention(notice);
    const QString text = NoticeText::sentence(notice);
    if (m_icon)
        m_icon->showMessage(server, text,
                            needsAttention ? QSystemTrayIcon::Warning : QSystemTrayIcon::Information);
    Q_EMIT told(server, text, needsAttention);
}

} // namespace castdeck
