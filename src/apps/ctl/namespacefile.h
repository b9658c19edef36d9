// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/values.h"

#include <QList>

namespace castdeck
{

/// The namespaces that a JSON document describes, an object or an array of them, by the keys of the
/// management protocol; only the name and the configuration have to be there. What the server decides (ids,
/// states) is left out. @p path may be "-" for standard input. InvalidParameter says what is wrong and where.
Result<QList<NamespaceInfo>> readNamespaces(const QString &path);

} // namespace castdeck
