// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>
#include <QString>
#include <optional>

namespace castdeck
{

/// What a filter can ask of one row. Texts hold stable names and shown words alike, in any case; a row
/// without such a value leaves it empty and is judged by the rows above it.
struct RowFields {
    QString name;
    QString server;
    QString site; ///< the group of the server
    QString nameSpace;
    QString address;
    QString state;
    QString attention;          ///< why somebody should look: "failed", "lost", "stalled"…
    std::optional<double> loss; ///< percent
    std::optional<double> rate; ///< bytes per second
    std::optional<double> done; ///< percent
    std::optional<double> clients;
};

} // namespace castdeck

Q_DECLARE_METATYPE(castdeck::RowFields)
