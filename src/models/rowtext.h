// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/columns.h"
#include "models/inventorynode.h"
#include "models/rowfields.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QVariant>
#include <functional>

namespace castdeck
{

/// What a person reads of one row. A view of the node: lives no longer than one call of the model's data().
class RowText
{
    Q_DECLARE_TR_FUNCTIONS(castdeck::RowText)
public:
    using ErrorSentence = std::function<QString(const Error &)>;
    RowText(const InventoryNode &node, const QDateTime &now, const ErrorSentence &errorText);

    QString display(Column column) const;
    /// Whether display() says something else as time goes by.
    bool tellsTime(Column column) const;
    /// What the State column says in a word, with all that belongs to it.
    QString sentence() const;
    /// A number where the column shows one, in steps that keep rows from running about; unknown values sort
    /// lowest.
    QVariant sortKey(Column column) const;
    /// For other programs: no units, no translation; invalid where there is nothing to say.
    QVariant value(Column column) const;
    QVariant progress() const;
    QVariant spread() const;
    QString toolTip() const;
    /// The whole row in one sentence.
    QString accessible() const;
    QString searchable() const;
    RowFields fields() const;
    RowFacts facts() const;
    /// With what is below it.
    Health health() const;
    Severity severity() const;
    QString icon() const;
    bool isStale() const;
    bool isMaster() const;
    bool isPast() const;
    bool isStruck() const;

private:
    QString serverText(Column column) const;
    QString sessionText(Column column) const;
    QString folderText(Column column) const;
    QString clientText(Column column) const;
    QString pastSessionText(Column column) const;
    QString pastClientText(Column column) const;
    QString healthText() const;

    QString state() const;
    QString pendingState() const;
    QString serverState() const;
    QString refusedState() const;
    QString serviceState() const;
    QString sessionState() const;
    QString clientState() const;
    QString pastState() const;
    /// Without what counts or ticks.
    QString stateKey() const;

    QString pendingSentence() const;
    QString serverSentence() const;
    QString sessionSentence() const;
    QString clientSentence() const;
    QString pastSessionSentence() const;
    QString pastClientSentence() const;
    QString folderState() const;
    QString paceReason(const ClientInfo &master) const;
    QString withOrder(const QString &sentence, const RowEnding &ending) const;

    /// As exact as it is known; invalid where the column shows no number.
    QVariant number(Column column) const;
    QVariant clientNumber(Column column) const;
    QVariant sessionNumber(Column column) const;
    QVariant pastNumber(Column column) const;

    const NamespaceInfo *nameSpace() const;
    const ContentInfo *content() const;
    const InventoryNode *master() const;
    const ClientInfo *anyClient() const;
    /// Bytes per second; nothing if that cannot be said.
    std::optional<quint64> clientRate() const;
    std::optional<qint64> secondsLeft() const;
    /// Of a lost server nothing is known since it was lost; its clocks stand still.
    QDateTime knownUntil() const;
    qint64 secondsSince(const QDateTime &time) const { return time.secsTo(knownUntil()); }

    const InventoryNode &m_node;
    const QDateTime &m_now;
    const ErrorSentence &m_errorText;
};

} // namespace castdeck
