// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/recordmodel.h"

#include "models/inventoryrole.h"

namespace castdeck
{

RecordModel::RecordModel(QList<RecordColumn> columns, QObject *parent)
    : QAbstractItemModel(parent), m_columns(std::move(columns))
{
}

void RecordModel::append(const QList<Record> &records)
{
    if (records.isEmpty())
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(records.size()) - 1);
    m_records.insert(m_records.end(), records.cbegin(), records.cend());
    endInsertRows();
}

void RecordModel::clear()
{
    beginResetModel();
    m_records.clear();
    endResetModel();
}

// An index carries 0 for a record, 1 + the record's row for one of its children.
QModelIndex RecordModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : 0);
}

QModelIndex RecordModel::parent(const QModelIndex &child) const
{
    if (!child.isValid() || child.internalId() == 0)
        return {};
    return createIndex(static_cast<int>(child.internalId() - 1), 0, quintptr(0));
}

int RecordModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_records.size());
    if (parent.column() != 0 || parent.internalId() != 0)
        return 0;
    return static_cast<int>(at(parent).children.size());
}

int RecordModel::columnCount(const QModelIndex &) const
{
    return static_cast<int>(m_columns.size());
}

const Record &RecordModel::at(const QModelIndex &index) const
{
    if (index.internalId() == 0)
        return m_records[static_cast<size_t>(index.row())];
    return m_records[index.internalId() - 1].children.at(index.row());
}

QVariant RecordModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Record &record = at(index);
    const RecordCell cell = record.cells.value(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return cell.text;
    case Qt::TextAlignmentRole:
        return alignment(index.column());
    case Qt::ToolTipRole:
        return QStringLiteral("<qt>%1</qt>")
            .arg(record.toolTip.toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>")));
    case Qt::AccessibleTextRole:
        return index.column() == 0 ? accessible(m_columns, record)
                                   : m_columns.at(index.column()).title + QStringLiteral(": ") + cell.text;
    case InventoryRole::Value:
        return cell.value;
    case InventoryRole::Sort:
        return cell.value.isValid() ? cell.value : QVariant(cell.text);
    case InventoryRole::Filter: {
        QStringList words;
        for (const RecordCell &each : record.cells)
            words << each.text;
        return words.join(QLatin1Char('\n'));
    }
    case InventoryRole::Group:
        return record.isNote ? 0 : 1;
    case InventoryRole::Alert:
        return record.alert;
    default:
        return {};
    }
}

QVariant RecordModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= m_columns.size())
        return {};
    if (role == Qt::DisplayRole)
        return m_columns.at(section).title;
    return role == Qt::TextAlignmentRole ? alignment(section) : QVariant();
}

QVariant RecordModel::alignment(int column) const
{
    return QVariant::fromValue(
        Qt::AlignVCenter |
        (m_columns.at(column).kind == RecordColumn::Kind::Number ? Qt::AlignRight : Qt::AlignLeft));
}

QString RecordModel::accessible(const QList<RecordColumn> &columns, const Record &record)
{
    QStringList parts;
    for (qsizetype column = 0; column < record.cells.size() && column < columns.size(); ++column) {
        if (!record.cells.at(column).text.isEmpty())
            parts << columns.at(column).title + QStringLiteral(": ") + record.cells.at(column).text;
    }
    return parts.join(QStringLiteral(", "));
}

} // namespace castdeck
