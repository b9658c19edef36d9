// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace castdeck
{

/// Whether @p urlTemplate says where contents can be had by unicast: an http or https URL of at most 2048
/// characters with {content} in it; {namespace} may be in it too. The same where it is typed and on the
/// server.
bool isFallbackUrl(const QString &urlTemplate);

/// The template with the names in place of {namespace} and {content}, written as URLs write them; "/" in a
/// content stays.
QString fallbackUrl(const QString &urlTemplate, const QString &namespaceName, const QString &content);

} // namespace castdeck
