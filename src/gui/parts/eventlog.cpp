// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/parts/eventlog.h"

#include "gui/text/spokenrow.h"
#include "models/format.h"

namespace castdeck
{

EventLog::EventLog(int limit, QObject *parent)
    : QAbstractTableModel(parent), m_limit(static_cast<size_t>(limit))
{
}

void EventLog::append(Line line)
{
    if (m_lines.size() == m_limit) {
        beginRemoveRows({}, 0, 0);
        m_lines.pop_front();
        endRemoveRows();
    }
    const int row = rowCount();
    beginInsertRows({}, row, row);
    m_lines.push_back(std::move(line));
    endInsertRows();
}

void EventLog::clear()
{
    beginResetModel();
    m_lines.clear();
    endResetModel();
}

int EventLog::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

int EventLog::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : Columns;
}

QVariant EventLog::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Line &line = m_lines[static_cast<size_t>(index.row())];
    if (role == AlertRole)
        return line.needsAttention;
    if (role == RowRole)
        return QVariant::fromValue(line.about);
    const QString time = format::moment(line.time, QDateTime::currentDateTimeUtc());
    if (role == Qt::AccessibleTextRole)
        return spokenRow({time, line.server, line.text});
    if (role == Qt::ToolTipRole && index.column() == Event)
        return line.text;
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Time:
        return time;
    case Server:
        return line.server;
    default:
        return line.text;
    }
}

QVariant EventLog::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time:
        return tr("Time");
    case Server:
        return tr("Server");
    case Event:
        return tr("Event");
    default:
        return {};
    }
}

} // namespace castdeck
