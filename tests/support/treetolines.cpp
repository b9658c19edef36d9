// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/treetolines.h"

namespace castdeck::test
{

namespace
{

void addRows(const QAbstractItemModel &model, const QModelIndex &parent, const QList<int> &roles,
             const QString &indent, QStringList &lines)
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(parent); ++column) {
            QStringList values;
            for (const int role : roles)
                values << model.index(row, column, parent).data(role).toString();
            cells << values.join(QLatin1Char('/'));
        }
        lines << indent + cells.join(QStringLiteral(" | "));
        addRows(model, model.index(row, 0, parent), roles, indent + QStringLiteral("  "), lines);
    }
}

} // namespace

QStringList treeToLines(const QAbstractItemModel &model, const QList<int> &roles)
{
    QStringList lines;
    addRows(model, {}, roles, {}, lines);
    return lines;
}

} // namespace castdeck::test
