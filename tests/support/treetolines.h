// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>
#include <QStringList>

namespace castdeck::test
{

/// A tree as text: one line a row, indented by its depth, the cells of all columns separated by " | ". Each
/// cell is what the roles say, in that order, so that two trees can be compared and a difference can be read.
QStringList treeToLines(const QAbstractItemModel &model, const QList<int> &roles = {Qt::DisplayRole});

} // namespace castdeck::test
