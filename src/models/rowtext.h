// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/columns.h"
#include "models/inventorynode.h"

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
    /// A number where the column shows one, so that 9 % sorts before 10 %; unknown values sort lowest.
    QVariant sortKey(Column column) const;
    /// For other programs: no units, no translation; invalid where there is nothing to say.
    QVariant value(Column column) const;
    QVariant progress() const;
    QString toolTip() const;
    /// The whole row in one sentence.
    QString accessible() const;
    QString searchable() const;
    RowFacts facts() const;
    bool needsAttention() const;
    QString icon() const;
    bool isStale() const;
    bool isMaster() const;

private:
    QString serverText(Column column) const;
    QString sessionText(Column column) const;
    QString folderText(Column column) const;
    QString clientText(Column column) const;
    QString state() const;
    QString serverState() const;
    QString serviceState() const;
    QString sessionState() const;
    QString clientState() const;
    const NamespaceInfo *nameSpace() const;
    qint64 joinedSeconds() const;

    const InventoryNode &m_node;
    const QDateTime &m_now;
    const ErrorSentence &m_errorText;
};

} // namespace castdeck
