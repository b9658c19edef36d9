// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/parts/rowdelegate.h"

namespace castdeck
{

/// A progress bar where the role says a percentage, in the colour of how the row is; else the plain cell.
class ProgressDelegate : public RowDelegate
{
    Q_OBJECT
public:
    /// @p spreadRole: a castdeck::Spread, of a row that stands for several; -1: there is none.
    ProgressDelegate(int progressRole, int spreadRole, Roles roles, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

private:
    int m_progressRole;
    int m_spreadRole;
};

} // namespace castdeck
