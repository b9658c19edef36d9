// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace castdeck
{

/// The arguments without those that Qt takes for itself, such as -style Fusion, -style=Fusion or -reverse: an
/// application is given these, but not the others to judge. The first is the program's own name.
QStringList withoutQtOptions(const QStringList &arguments);

} // namespace castdeck
