// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/parts/rowexport.h"

#include "core/csvcell.h"
#include "core/replacefile.h"
#include "gui/text/errortext.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace castdeck
{

namespace
{

void collect(const QAbstractItemModel &model, const QModelIndex &parent, QModelIndexList &rows)
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex child = model.index(row, 0, parent);
        rows << child;
        collect(model, child, rows);
    }
}

} // namespace

RowExport::RowExport(int valueRole, QStringList columnKeys, QStringList levels)
    : m_valueRole(valueRole), m_columnKeys(std::move(columnKeys)), m_levels(std::move(levels))
{
}

/// Names from the top down to the row itself.
QStringList RowExport::path(const QModelIndex &row) const
{
    QStringList names;
    for (QModelIndex at = row.siblingAtColumn(0); at.isValid(); at = at.parent()) {
        const QVariant value = at.data(m_valueRole);
        names.prepend(value.isValid() ? value.toString() : at.data().toString());
    }
    return names;
}

QString RowExport::text(const QModelIndexList &rows, const QList<int> &columns, Titles titles)
{
    QStringList lines;
    if (!rows.isEmpty() && titles == Titles::With) {
        QStringList names;
        for (const int column : columns)
            names << rows.constFirst().model()->headerData(column, Qt::Horizontal).toString();
        lines << names.join(QLatin1Char('\t'));
    }
    for (const QModelIndex &row : rows) {
        QStringList cells;
        for (const int column : columns)
            cells << row.siblingAtColumn(column).data().toString();
        lines << cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n'));
}

QByteArray RowExport::csv(const QModelIndexList &rows) const
{
    QString out = (m_levels + m_columnKeys.mid(1)).join(QLatin1Char(',')) + QStringLiteral("\r\n");
    for (const QModelIndex &row : rows) {
        QStringList cells = path(row);
        while (cells.size() < m_levels.size())
            cells << QString();
        for (int column = 1; column < m_columnKeys.size(); ++column)
            cells << row.siblingAtColumn(column).data(m_valueRole).toString();
        for (QString &cell : cells)
            cell = csvCell(cell);
        out += cells.join(QLatin1Char(',')) + QStringLiteral("\r\n");
    }
    return out.toUtf8();
}

QByteArray RowExport::json(const QModelIndexList &rows) const
{
    QJsonArray array;
    for (const QModelIndex &row : rows) {
        QJsonObject object;
        const QStringList names = path(row);
        for (qsizetype level = 0; level < std::min(names.size(), m_levels.size()); ++level)
            object.insert(m_levels.at(level), names.at(level));
        for (int column = 1; column < m_columnKeys.size(); ++column) {
            const QVariant value = row.siblingAtColumn(column).data(m_valueRole);
            if (value.isValid())
                object.insert(m_columnKeys.at(column), QJsonValue::fromVariant(value));
        }
        array.append(object);
    }
    return QJsonDocument(array).toJson();
}

void RowExport::write(FileSystemCalls &files, const QString &path, const QModelIndexList &rows,
                      const std::function<void(const Report &)> &told, const QString &which) const
{
    const bool isJson = path.endsWith(QStringLiteral(".json"), Qt::CaseInsensitive);
    const auto put = [path, content = isJson ? json(rows) : csv(rows)] {
        return replaceFile(path, content, FileAccess::Shared);
    };
    files.ask<void>(path, put, [path, told, which, count = int(rows.size())](const Result<void> &written) {
        if (written) {
            const QString what = which.isEmpty() ? tr("%n row(s)", nullptr, count) : which;
            told({Report::Kind::Done, tr("%1 written to %2").arg(what, path), {}});
            return;
        }
        const Error &error = written.error();
        const QString why = error.detail == path ? ErrorText::sentence({error.code, {}}) : error.detail;
        told({Report::Kind::Failed, tr("%1 could not be written: %2").arg(path, why), {}});
    });
}

QString RowExport::which(int selected, int shown, int total)
{
    if (selected > 0)
        return tr("the %n selected row(s)", nullptr, selected);
    return shown < total ? tr("the %n row(s) shown", nullptr, shown) : tr("all %n row(s)", nullptr, total);
}

QModelIndexList RowExport::allRows(const QAbstractItemModel &model)
{
    QModelIndexList rows;
    collect(model, {}, rows);
    return rows;
}

} // namespace castdeck
