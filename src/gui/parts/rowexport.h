// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filesystemcalls.h"
#include "gui/text/report.h"

#include <QCoreApplication>
#include <QModelIndexList>

namespace castdeck
{

/// Rows for the clipboard and for other programs. Each row is given by the index of any of its cells, and
/// stands with the names of those above it, so that it can be understood alone.
class RowExport
{
    Q_DECLARE_TR_FUNCTIONS(castdeck::RowExport)
public:
    /// @p valueRole: what a cell says without units. @p columnKeys: names of the columns. @p levels: what the
    /// first column is called at each level, from the top.
    RowExport(int valueRole, QStringList columnKeys, QStringList levels);

    enum class Titles { With, Without };
    /// As shown, cells separated by tabs, only the given columns, below a line of their titles.
    static QString text(const QModelIndexList &rows, const QList<int> &columns, Titles titles = Titles::With);
    /// RFC 4180, UTF-8. A cell that a spreadsheet would take for a formula is made text by an apostrophe.
    QByteArray csv(const QModelIndexList &rows) const;
    QByteArray json(const QModelIndexList &rows) const;
    /// As JSON if the file's name ends in ".json", else as CSV; whole or not at all. @p told learns what
    /// became of it, now or later, unless @p files are destroyed before.
    void write(FileSystemCalls &files, const QString &path, const QModelIndexList &rows,
               const std::function<void(const Report &)> &told, const QString &which = {}) const;

    /// What an export takes: "the 3 selected rows", else "the 7 rows shown" or "all 44 rows".
    static QString which(int selected, int shown, int total);

    /// Every row of a model, parents before children.
    static QModelIndexList allRows(const QAbstractItemModel &model);

private:
    QStringList path(const QModelIndex &row) const;

    int m_valueRole;
    QStringList m_columnKeys;
    QStringList m_levels;
};

} // namespace castdeck
