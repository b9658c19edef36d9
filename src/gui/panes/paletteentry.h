// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/rowfacts.h"

#include <QIcon>
#include <QString>
#include <functional>

namespace castdeck
{

/// One thing that a person can go to or do by its name.
struct PaletteEntry {
    QString name;
    QString where{}; ///< the menu of a verb, the server of a row; may be empty
    QString keys{};  ///< shortcut of a verb
    QString why{};   ///< not empty: it cannot be done now
    QIcon icon{};
    std::function<void()> run{}; ///< of a verb
    RowKey row{};                ///< of a row
};

} // namespace castdeck
