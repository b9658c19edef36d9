// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/namespaceselection.h"

#include "core/namespacerules.h"

#include <QSet>

namespace castdeck
{

namespace
{

using Hindrance = Obstacle (*)(const NamespaceFacts &);

Obstacle ofDraining(const NamespaceFacts &row)
{
    return row.info.tombstoned ? Obstacle::NotPublished : Obstacle::None;
}

Obstacle ofStarting(const NamespaceFacts &row)
{
    if (row.info.tombstoned)
        return Obstacle::NotPublished;
    if (!isScheduled(row.info.type))
        return Obstacle::NotScheduled;
    if (row.info.transmissionStarted)
        return Obstacle::AlreadyStarted;
    return row.info.waitingClients == 0 ? Obstacle::NobodyWaits : Obstacle::None;
}

Obstacle ofMinimum(const NamespaceFacts &row)
{
    if (row.info.tombstoned)
        return Obstacle::NotPublished;
    if (row.info.type != NamespaceType::ScheduledCastAutoStart)
        return Obstacle::NotAutomatic;
    return row.info.transmissionStarted ? Obstacle::AlreadyStarted : Obstacle::None;
}

Obstacle ofRearming(const NamespaceFacts &row)
{
    if (row.info.tombstoned)
        return Obstacle::NotPublished;
    return row.info.startMissed ? Obstacle::None : Obstacle::NotMissed;
}

Obstacle ofNothing(const NamespaceFacts &)
{
    return Obstacle::None;
}

EligibleNamespaces pick(const QList<NamespaceFacts> &rows, Obstacle missing, bool Powers::*power,
                        Hindrance hindrance)
{
    EligibleNamespaces eligible{{}, missing};
    for (const NamespaceFacts &row : rows) {
        const Obstacle own = hindrance(row);
        if (!row.reachable)
            eligible.obstacle = Obstacle::Unreachable;
        else if (!(row.powers.*power))
            eligible.obstacle = Obstacle::Forbidden;
        else if (row.pending != Pending::None)
            eligible.obstacle = Obstacle::AlreadyOrdered;
        else if (own != Obstacle::None)
            eligible.obstacle = own;
        else
            eligible.rows.append(row);
    }
    if (!eligible.rows.isEmpty())
        eligible.obstacle = Obstacle::None;
    return eligible;
}

EligibleNamespaces pickOne(const QList<NamespaceFacts> &rows, Hindrance hindrance)
{
    if (rows.size() > 1)
        return {{}, Obstacle::NotOne};
    return pick(rows, Obstacle::NoNamespace, &Powers::publish, hindrance);
}

} // namespace

NamespaceSelection::NamespaceSelection(QList<NamespaceFacts> selected)
{
    QSet<std::pair<QString, quint32>> seen;
    for (NamespaceFacts &row : selected) {
        if (row.contentId.isValid())
            m_contents << row;
        const std::pair key{row.server.value(), row.info.id.value()};
        if (!seen.contains(key))
            m_namespaces << row;
        seen.insert(key);
    }
}

EligibleNamespaces NamespaceSelection::toStart() const
{
    return pick(m_namespaces, Obstacle::NoNamespace, &Powers::disconnect, ofStarting);
}

EligibleNamespaces NamespaceSelection::toDeregister() const
{
    return pick(m_namespaces, Obstacle::NoNamespace, &Powers::publish, ofDraining);
}

EligibleNamespaces NamespaceSelection::toTerminateContents() const
{
    return pick(m_contents, Obstacle::NoContent, &Powers::disconnect, ofNothing);
}

EligibleNamespaces NamespaceSelection::toEdit() const
{
    return pickOne(m_namespaces, ofDraining);
}

EligibleNamespaces NamespaceSelection::toClone() const
{
    return pickOne(m_namespaces, ofNothing);
}

EligibleNamespaces NamespaceSelection::toRearm() const
{
    return pickOne(m_namespaces, ofRearming);
}

EligibleNamespaces NamespaceSelection::toSetMinimum() const
{
    return pickOne(m_namespaces, ofMinimum);
}

} // namespace castdeck
