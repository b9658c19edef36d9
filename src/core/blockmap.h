// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QtGlobal>

namespace castdeck
{

/// How much of each part of a content a machine still misses, from the first block to the last.
struct BlockMap {
    /// As equal as whole blocks make them; of a content with fewer blocks some have none.
    static constexpr quint64 Parts = 64;

    quint64 blocks = 0;    ///< of the whole content
    QList<quint8> missing; ///< percent of each part, 1 for little; empty: it has not said yet

    /// The first block of a part, and of what is behind the last.
    static constexpr quint64 begin(quint64 part, quint64 blocks) { return part * blocks / Parts; }

    static void describe(auto &a, auto &v)
    {
        a("blocks", v.blocks);
        a("missing", v.missing);
    }
    friend bool operator==(const BlockMap &, const BlockMap &) = default;
};

} // namespace castdeck
