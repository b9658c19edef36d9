// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/ctl/listing.h"

namespace castdeck
{

/// For a person: human units, "–" for what is not known.
QString tableCell(const QJsonValue &value, Column::Kind kind);
/// For a program: the value as it is in JSON, as csvCell() has it.
QString csvText(const QJsonValue &value);
Qt::AlignmentFlag sideOf(Column::Kind kind);

} // namespace castdeck
