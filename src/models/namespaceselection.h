// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/eligible.h"
#include "models/namespacefacts.h"

namespace castdeck
{

/// Counts the selection: which namespaces an action applies to. Rows that cannot take it are left out; it is
/// an obstacle only if nothing is left. A content stands for its namespace, except where contents are meant.
class NamespaceSelection
{
public:
    NamespaceSelection() = default;
    explicit NamespaceSelection(const QList<NamespaceFacts> &selected);

    Eligible<NamespaceFacts> toStart() const;
    Eligible<NamespaceFacts> toDeregister() const;
    Eligible<NamespaceFacts> toTerminateContents() const;
    // These are for one at a time.
    Eligible<NamespaceFacts> toEdit() const;
    Eligible<NamespaceFacts> toClone() const;
    Eligible<NamespaceFacts> toExplain() const; ///< by whoever may look
    Eligible<NamespaceFacts> toRearm() const;
    Eligible<NamespaceFacts> toSetMinimum() const;

private:
    QList<NamespaceFacts> m_namespaces; ///< each once
    QList<NamespaceFacts> m_contents;
};

} // namespace castdeck
