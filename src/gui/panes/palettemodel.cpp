// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/panes/palettemodel.h"

#include "gui/panes/fuzzymatch.h"
#include "gui/text/spokenrow.h"

#include <algorithm>

namespace castdeck
{

namespace
{

constexpr size_t mostShown = 60;

} // namespace

PaletteModel::PaletteModel(std::vector<PaletteEntry> entries, QObject *parent)
    : QAbstractListModel(parent), m_entries(std::move(entries))
{
    setTyped({});
}

void PaletteModel::setTyped(const QString &text)
{
    struct Found {
        int score;
        bool can;
        size_t which;
    };
    std::vector<Found> found;
    for (size_t i = 0; i < m_entries.size(); ++i) {
        const PaletteEntry &entry = m_entries[i];
        std::optional<int> score = fuzzyMatch(text, entry.name);
        // "pc7 cellar" finds PC-7 on Cellar, below what is called so.
        if (!score)
            score = fuzzyMatch(text, QString(entry.name + QLatin1Char(' ') + entry.where));
        if (score)
            found.push_back({*score, entry.why.isEmpty(), i});
    }
    const auto isBetter = [](const Found &a, const Found &b) {
        return std::tuple(a.can, a.score, b.which) > std::tuple(b.can, b.score, a.which);
    };
    const auto end = found.begin() + static_cast<std::ptrdiff_t>(std::min(mostShown, found.size()));
    std::partial_sort(found.begin(), end, found.end(), isBetter);
    beginResetModel();
    m_shown.clear();
    for (auto it = found.begin(); it != end; ++it)
        m_shown.push_back(it->which);
    endResetModel();
}

int PaletteModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant PaletteModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const PaletteEntry &of = entry(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return of.name;
    case Qt::DecorationRole:
        return of.icon;
    case Qt::ToolTipRole:
        return of.why;
    case WhereRole:
        return of.why.isEmpty() ? of.where : of.why;
    case KeysRole:
        return of.keys;
    case CanRole:
        return of.why.isEmpty();
    case Qt::AccessibleTextRole:
        return spokenRow({of.name, of.where, of.keys, of.why});
    default:
        return {};
    }
}

} // namespace castdeck
