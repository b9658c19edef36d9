// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace castdeck
{

/// The columns of NamespaceModel:
///
/// | column        | namespace                    | content            |
/// |---------------|------------------------------|--------------------|
/// | Name          | name                         | name               |
/// | State         | registered, waiting, missed… | digest             |
/// | Type          | Auto-Cast, scheduled         |                    |
/// | Clients       | waiting of minimum, or all   | all                |
/// | Sessions      | all                          | all                |
/// | Start         | local time                   |                    |
/// | Size          |                              | bytes              |
/// | Provider      | name                         |                    |
/// | Configuration | folder, file                 |                    |
/// | Server        | display name                 |                    |
enum class NamespaceColumn : quint8 {
    Name,
    State,
    Type,
    Clients,
    Sessions,
    Start,
    Size,
    Provider,
    Configuration,
    Server,
};
inline constexpr int NamespaceColumnCount = 10;

} // namespace castdeck
