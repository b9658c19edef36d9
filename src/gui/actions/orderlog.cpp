// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/orderlog.h"

#include "gui/text/outcometext.h"
#include "gui/text/spokenrow.h"
#include "models/format.h"

#include <algorithm>

namespace castdeck
{

OrderLog::OrderLog(int limit, QObject *parent)
    : QAbstractItemModel(parent), m_limit(static_cast<size_t>(limit))
{
}

void OrderLog::follow(Order &order)
{
    if (m_entries.size() == m_limit) {
        beginRemoveRows({}, 0, 0);
        m_entries.pop_front();
        ++m_first;
        endRemoveRows();
    }
    const int row = rowCount();
    beginInsertRows({}, row, row);
    m_entries.push_back({QDateTime::currentDateTimeUtc(), order.title(), {}});
    endInsertRows();
    const quint64 serial = m_first + m_entries.size() - 1;
    connect(&order, &Order::given, this, [this, &order, serial](qsizetype which) {
        Entry *const of = entry(serial);
        if (!of)
            return;
        const auto at = static_cast<int>(of->targets.size());
        beginInsertRows(indexOf(serial), at, at);
        of->targets.push_back({order.target(which), order.gift(which), {}});
        endInsertRows();
        Q_EMIT dataChanged(indexOf(serial), indexOf(serial, Outcome));
    });
    connect(&order, &Order::ended, this, [this, serial](qsizetype which, const OrderOutcome::Target &how) {
        Entry *const of = entry(serial);
        if (!of)
            return;
        of->targets[static_cast<size_t>(which)].how = how;
        const QModelIndex above = indexOf(serial);
        Q_EMIT dataChanged(index(static_cast<int>(which), 0, above),
                           index(static_cast<int>(which), Outcome, above));
        Q_EMIT dataChanged(above, indexOf(serial, Outcome));
    });
}

OrderLog::Entry *OrderLog::entry(quint64 serial)
{
    return serial >= m_first && serial - m_first < m_entries.size() ? &m_entries[serial - m_first] : nullptr;
}

const OrderLog::Entry *OrderLog::entryOf(const QModelIndex &index) const
{
    if (!index.isValid())
        return nullptr;
    const quint64 at =
        index.internalId() == 0 ? static_cast<quint64>(index.row()) : index.internalId() - m_first;
    return at < m_entries.size() ? &m_entries[at] : nullptr;
}

const OrderLog::Target *OrderLog::targetOf(const QModelIndex &index) const
{
    const Entry *const of = index.internalId() == 0 ? nullptr : entryOf(index);
    return of && static_cast<size_t>(index.row()) < of->targets.size()
               ? &of->targets[static_cast<size_t>(index.row())]
               : nullptr;
}

QModelIndex OrderLog::indexOf(quint64 serial, int column) const
{
    return createIndex(static_cast<int>(serial - m_first), column, quintptr(0));
}

QList<const OrderLog::Target *> OrderLog::again(const QModelIndex &index) const
{
    if (const Target *const one = targetOf(index))
        return one->how ? QList<const Target *>{one} : QList<const Target *>{};
    const Entry *const of = entryOf(index);
    QList<const Target *> answered;
    QList<const Target *> failed;
    for (size_t i = 0; of && i < of->targets.size(); ++i) {
        const Target &target = of->targets[i];
        if (target.how)
            answered << &target;
        if (target.how && target.how->error)
            failed << &target;
    }
    return failed.isEmpty() ? answered : failed;
}

QString OrderLog::title(const QModelIndex &index) const
{
    const Entry *const of = entryOf(index);
    return of ? of->title : QString();
}

QStringList OrderLog::namesAgain(const QModelIndex &index) const
{
    QStringList names;
    for (const Target *target : again(index))
        names << tr("%1 on %2", "name on server").arg(target->target.name, target->target.serverName);
    return names;
}

void OrderLog::giveAgain(const QModelIndex &index, Order &order) const
{
    // Copies: the order adds a line of its own, and the oldest may go for it.
    QList<Order::Gift> gifts;
    for (const Target *target : again(index))
        gifts << target->gift;
    for (const Order::Gift &gift : gifts)
        gift(order);
}

QModelIndex OrderLog::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column,
                       parent.isValid() ? static_cast<quintptr>(m_first + static_cast<quint64>(parent.row()))
                                        : quintptr(0));
}

QModelIndex OrderLog::parent(const QModelIndex &child) const
{
    return child.isValid() && child.internalId() >= m_first ? indexOf(child.internalId()) : QModelIndex();
}

int OrderLog::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_entries.size());
    const Entry *const of = parent.internalId() == 0 && parent.column() == 0 ? entryOf(parent) : nullptr;
    return of ? static_cast<int>(of->targets.size()) : 0;
}

int OrderLog::columnCount(const QModelIndex &) const
{
    return Columns;
}

QString OrderLog::outcome(const Target &target)
{
    return target.how ? OutcomeText::ofTarget(*target.how) : tr("waits for the answer");
}

QString OrderLog::outcome(const Entry &entry)
{
    const auto counted = [&](auto is) {
        return static_cast<int>(std::count_if(entry.targets.begin(), entry.targets.end(), is));
    };
    const int open = counted([](const Target &target) { return !target.how; });
    const int failed = counted([](const Target &target) { return target.how && target.how->error; });
    if (entry.targets.size() == 1)
        return outcome(entry.targets.front());
    QStringList parts;
    if (const int done = static_cast<int>(entry.targets.size()) - open - failed; done > 0)
        parts << tr("%n done", nullptr, done);
    if (failed > 0)
        parts << tr("%n failed", nullptr, failed);
    if (open > 0)
        parts << tr("%n wait(s) for the answer", nullptr, open);
    return parts.join(QStringLiteral(", "));
}

QString OrderLog::cell(const QModelIndex &index) const
{
    const Entry *const of = entryOf(index);
    if (const Target *const target = targetOf(index)) {
        switch (index.column()) {
        case What:
            return target->target.name;
        case Server:
            return target->target.serverName;
        case Outcome:
            return outcome(*target);
        default:
            return {};
        }
    }
    const bool isOne = of->targets.size() == 1;
    switch (index.column()) {
    case Time:
        return format::moment(of->time, QDateTime::currentDateTimeUtc());
    case What:
        return isOne ? tr("%1: %2", "order: target").arg(of->title, of->targets.front().target.name)
                     : tr("%1: %n target(s)", "order", static_cast<int>(of->targets.size())).arg(of->title);
    case Server:
        return isOne ? of->targets.front().target.serverName : QString();
    default:
        return outcome(*of);
    }
}

QVariant OrderLog::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || !entryOf(index))
        return {};
    const Target *const target = targetOf(index);
    const Entry &of = *entryOf(index);
    const auto failed = [](const Target &one) { return one.how && one.how->error.has_value(); };
    switch (role) {
    case Qt::DisplayRole:
        return cell(index);
    case Qt::ToolTipRole:
        return index.column() == Outcome ? cell(index) : QVariant();
    case Qt::AccessibleTextRole: {
        QStringList words;
        for (int column = 0; column < Columns; ++column)
            words << cell(index.siblingAtColumn(column));
        return spokenRow(words);
    }
    case AlertRole:
        return target ? failed(*target) : std::any_of(of.targets.begin(), of.targets.end(), failed);
    case RowRole:
        if (target)
            return QVariant::fromValue(target->target.row);
        return of.targets.empty() ? QVariant() : QVariant::fromValue(of.targets.front().target.row);
    default:
        return {};
    }
}

QVariant OrderLog::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time:
        return tr("Time");
    case What:
        return tr("Order");
    case Server:
        return tr("Server");
    case Outcome:
        return tr("Outcome");
    default:
        return {};
    }
}

} // namespace castdeck
