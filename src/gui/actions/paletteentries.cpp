// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/paletteentries.h"

#include "gui/actions/actiongroup.h"
#include "gui/actions/listedactions.h"
#include "models/inventorymodel.h"
#include "models/inventoryrole.h"
#include "models/namespacemodel.h"

#include <QAction>
#include <QHash>
#include <QPointer>

namespace castdeck
{

namespace
{

class RowCollector
{
public:
    explicit RowCollector(std::vector<PaletteEntry> &into) : m_into(into) {}

    void collect(const QAbstractItemModel &model, const QModelIndex &parent, const QString &where)
    {
        for (int row = 0; row < model.rowCount(parent); ++row) {
            const QModelIndex at = model.index(row, 0, parent);
            const QString name = at.data().toString();
            const RowKey key = at.data(InventoryRole::Facts).value<RowFacts>().key;
            add(name, where, at.data(InventoryRole::Icon).toString(), key);
            collect(model, at, where.isEmpty() ? name : QString(name + QStringLiteral(" · ") + where));
        }
    }

    void add(const QString &name, const QString &where, const QString &icon, const RowKey &key)
    {
        QIcon &drawn = m_icons[icon];
        if (drawn.isNull() && !icon.isEmpty())
            drawn = QIcon(QStringLiteral(":/icons/%1.svg").arg(icon));
        m_into.push_back({name, where, {}, {}, drawn, {}, key});
    }

private:
    std::vector<PaletteEntry> &m_into;
    QHash<QString, QIcon> m_icons;
};

/// Why it cannot be done now: the tool tip says so, below the name.
QString whyNot(const QAction &action)
{
    if (action.isEnabled())
        return {};
    const QString why = action.toolTip().section(QLatin1Char('\n'), 1);
    return why.isEmpty() ? action.toolTip() : why;
}

} // namespace

std::vector<PaletteEntry> paletteEntries(const QMainWindow &window, const InventoryModel &inventory,
                                         const NamespaceModel &namespaces)
{
    std::vector<PaletteEntry> entries;
    const QList<ListedAction> actions = listedActions(window);
    for (const auto &[action, where] : actions)
        entries.push_back({ActionGroup::plainName(*action), where,
                           action->shortcut().toString(QKeySequence::NativeText), whyNot(*action),
                           action->icon(), [guarded = QPointer(action)] {
                               if (guarded)
                                   guarded->trigger();
                           }});
    RowCollector rows(entries);
    rows.collect(inventory, {}, {});
    for (int row = 0; row < namespaces.rowCount(); ++row) {
        const NamespaceFacts facts = namespaces.facts(namespaces.index(row, 0));
        const RowKey key{facts.server, RowKind::Namespace, facts.info.id.value()};
        // One that nobody carries has a row in the tree.
        if (!inventory.indexOf(key).isValid())
            rows.add(namespaces.index(row, 0).data().toString(), facts.serverName, QStringLiteral("folder"),
                     key);
    }
    return entries;
}

} // namespace castdeck
