// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/ctl/shell.h"

#include <QMap>
#include <QTimer>

namespace castdeck
{

/// The table of sessions kept true: redrawn on a terminal, else each change a line,
/// {"revision": N, "session": {…}} or {"revision": N, "sessionRemoved": 7}.
class Watch : public QObject
{
public:
    /// Of all sessions, or of the given ones until none of them is left. Owned by @p shell.
    static void start(Shell &shell, const std::vector<quint32> &ids);

private:
    Watch(Shell &shell, const std::vector<quint32> &ids, bool redraws);
    void follow(ServerConnection &server);
    void takeState(const Inventory &inventory);
    void look();
    Listing rows() const;
    void stream(const Listing &listing);
    void redraw();

    Shell &m_shell;
    std::vector<quint32> m_ids;
    Inventory m_inventory;
    bool m_seen = false;
    QMap<qint64, QJsonObject> m_shown;
    bool m_redraws;
    QTimer m_next; ///< so that a burst of events is drawn once
};

} // namespace castdeck
