// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHeaderView>
#include <QObject>

namespace castdeck
{

/// Chooses a view's columns by a right-click on its header. The first column always stays.
class HeaderMenu : public QObject
{
    Q_OBJECT
public:
    explicit HeaderMenu(QHeaderView *header);

    void open(const QPoint &globalPosition);
    /// The columns that are shown, in the order they are shown in.
    QList<int> visibleColumns() const;

private:
    QHeaderView *m_header;
};

} // namespace castdeck
