// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/namespacefacts.h"
#include "models/obstacle.h"

#include <QList>

namespace castdeck
{

/// The rows an action would be taken on, or why it cannot be taken.
struct EligibleNamespaces {
    QList<NamespaceFacts> rows;
    Obstacle obstacle = Obstacle::None;

    bool isPossible() const { return obstacle == Obstacle::None; }
};

/// Counts the selection: which namespaces an action applies to. Rows that cannot take it are left out; it is
/// an obstacle only if nothing is left. A content stands for its namespace, except where contents are meant.
class NamespaceSelection
{
public:
    NamespaceSelection() = default;
    explicit NamespaceSelection(QList<NamespaceFacts> selected);

    EligibleNamespaces toStart() const;
    EligibleNamespaces toDeregister() const;
    EligibleNamespaces toTerminateContents() const;
    // These are for one at a time.
    EligibleNamespaces toEdit() const;
    EligibleNamespaces toClone() const;
    EligibleNamespaces toRearm() const;
    EligibleNamespaces toSetMinimum() const;

private:
    QList<NamespaceFacts> m_namespaces; ///< each once
    QList<NamespaceFacts> m_contents;
};

} // namespace castdeck
