// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inventory.h"
#include "gui/panes/preferences.h"

#include <QAction>
#include <QWidget>

class QSystemTrayIcon;

namespace castdeck
{

/// Tells a person who looks at something else that a cast has ended, failed, or missed its start: by the
/// desktop's notices, where it has a tray. While the window is in use, the window says it.
class DesktopNotices : public QObject
{
    Q_OBJECT
public:
    /// Belongs to @p window, which a click on the icon or a notice brings up.
    explicit DesktopNotices(QWidget &window);

    /// Whether a person wants it at all; on by default.
    QAction *wanted() const { return m_wanted; }
    void setTold(const Preferences::Told &told) { m_told = told; }
    void take(const QString &server, const Notice &notice);

Q_SIGNALS:
    void told(const QString &title, const QString &text, bool needsAttention);

private:
    void showIcon();
    bool isTold(Notice::Kind kind) const;
    void raiseWindow();

    QWidget &m_window;
    QAction *m_wanted;
    Preferences::Told m_told;
    QSystemTrayIcon *m_icon = nullptr; ///< none where the desktop has no tray
};

} // namespace castdeck
