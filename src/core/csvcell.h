// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace castdeck
{

/// A text as a cell of a CSV file (RFC 4180), in quotes where it needs them. One that a spreadsheet would
/// take for a formula is made text by an apostrophe; numbers stay numbers.
QString csvCell(QString text);

} // namespace castdeck
