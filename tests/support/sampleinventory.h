// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inventory.h"

#include <QRandomGenerator>

namespace castdeck
{

/// As castdeck-wds greets.
ServerInfo sampleWdsServer();
NamespaceInfo sampleNamespace(quint32 id, const QString &name);
ContentInfo sampleContent(quint32 id, quint32 namespaceId, const QString &name);
SessionInfo sampleSession(quint32 id, quint32 contentId);
ClientInfo sampleClient(quint32 id, quint32 sessionId, const QString &name);

/// Two namespaces, one idle; two sessions of one content, with two clients and none. Revision 10.
Inventory sampleInventory();
/// One namespace, one content, @p sessions sessions numbered from 1 with @p clients clients each, numbered
/// from 1 through all sessions. Every field that can be told apart is filled.
Inventory sampleInventory(int sessions, int clients);

/// A state that hangs together, with ids from a small range, so that two of them share many.
Inventory randomInventory(QRandomGenerator &random);
/// A change that a server in this state could report.
Change randomChange(QRandomGenerator &random, const Inventory &from);

} // namespace castdeck
