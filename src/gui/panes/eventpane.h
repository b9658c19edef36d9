// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTreeView>

namespace castdeck
{

/// Shows a log whose last column is the longest, and keeps to its end unless a person has scrolled away from
/// it.
class EventPane : public QTreeView
{
    Q_OBJECT
public:
    /// @p alertRole: bool, painted in red. @p widths: of the columns but the last, in characters.
    EventPane(QAbstractItemModel &log, int alertRole, const QList<int> &widths, QWidget *parent = nullptr);

private:
    bool m_wasAtEnd = true;
};

} // namespace castdeck
