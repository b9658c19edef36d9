// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policies.h"

#include <QMap>
#include <QStringList>

namespace castdeck
{

/// A policy as properties and their texts: what the store keeps, and what is compared. "version" is one of
/// them; those of an address family begin with its name and a dot.
using PolicyText = QMap<QString, QString>;

PolicyText textOf(const Policy &policy);
/// @p otherwise with the properties that @p text has; a text that cannot be read counts as not there.
Policy policyFrom(const PolicyText &text, Policy otherwise);
/// The properties that differ, but for the version.
QStringList differences(const Policy &a, const Policy &b);

} // namespace castdeck
