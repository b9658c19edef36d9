// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/parts/rowdelegate.h"

namespace castdeck
{

/// A progress bar painted by the style, where the role says a percentage; else the plain cell.
class ProgressDelegate : public RowDelegate
{
    Q_OBJECT
public:
    ProgressDelegate(int progressRole, Roles roles, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

private:
    int m_progressRole;
};

} // namespace castdeck
