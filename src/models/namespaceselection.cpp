// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/namespaceselection.h"

#include "core/namespacerules.h"
#include "core/verbs.h"

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

Obstacle ofEditing(const NamespaceFacts &row)
{
    const Obstacle lacking = obstacleOf(row.powers, ReplaceNamespace::info.name);
    return lacking != Obstacle::None ? lacking : ofDraining(row);
}

Obstacle ofRearming(const NamespaceFacts &row)
{
    if (const Obstacle lacking = obstacleOf(row.powers, RearmNamespace::info.name); lacking != Obstacle::None)
        return lacking;
    if (row.info.tombstoned)
        return Obstacle::NotPublished;
    return row.info.startMissed ? Obstacle::None : Obstacle::NotMissed;
}

Obstacle ofNothing(const NamespaceFacts &)
{
    return Obstacle::None;
}

Eligible<NamespaceFacts> pickOne(const QList<NamespaceFacts> &rows, Hindrance hindrance)
{
    if (rows.size() > 1)
        return {{}, Obstacle::NotOne};
    return pickEligible(rows, Obstacle::NoNamespace, &Powers::publish, hindrance);
}

} // namespace

NamespaceSelection::NamespaceSelection(const QList<NamespaceFacts> &selected)
{
    QSet<std::pair<QString, quint32>> seen;
    for (const NamespaceFacts &row : selected) {
        if (row.contentId.isValid())
            m_contents << row;
        const std::pair key{row.server.value(), row.info.id.value()};
        if (!seen.contains(key))
            m_namespaces << row;
        seen.insert(key);
    }
}

Eligible<NamespaceFacts> NamespaceSelection::toStart() const
{
    return pickEligible(m_namespaces, Obstacle::NoNamespace, &Powers::disconnect, ofStarting);
}

Eligible<NamespaceFacts> NamespaceSelection::toDeregister() const
{
    return pickEligible(m_namespaces, Obstacle::NoNamespace, &Powers::publish, ofDraining);
}

Eligible<NamespaceFacts> NamespaceSelection::toTerminateContents() const
{
    return pickEligible(m_contents, Obstacle::NoContent, &Powers::disconnect, ofNothing);
}

Eligible<NamespaceFacts> NamespaceSelection::toEdit() const
{
    return pickOne(m_namespaces, ofEditing);
}

Eligible<NamespaceFacts> NamespaceSelection::toClone() const
{
    return pickOne(m_namespaces, ofNothing);
}

Eligible<NamespaceFacts> NamespaceSelection::toExplain() const
{
    if (m_namespaces.size() != 1)
        return {{}, m_namespaces.isEmpty() ? Obstacle::NoNamespace : Obstacle::NotOne};
    const NamespaceFacts &row = m_namespaces.constFirst();
    if (!row.reachable)
        return {m_namespaces, Obstacle::Unreachable};
    const Obstacle lacking = obstacleOf(row.powers, "session.initiate");
    return {m_namespaces, lacking != Obstacle::None ? lacking : ofDraining(row)};
}

Eligible<NamespaceFacts> NamespaceSelection::toRearm() const
{
    return pickOne(m_namespaces, ofRearming);
}

Eligible<NamespaceFacts> NamespaceSelection::toSetMinimum() const
{
    return pickOne(m_namespaces, ofMinimum);
}

} // namespace castdeck
