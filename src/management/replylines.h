// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/message.h"

#include <QByteArrayList>

namespace castdeck
{

/// What a snapshot that was told last looks like in JSON, for others who ask for the same one: a server with
/// many clients encodes each of its states once.
class SnapshotCache
{
public:
    /// Objects that hold the rows one after the other, each short enough for a line.
    const QByteArrayList &partsOf(const Inventory &whole);

private:
    Inventory m_whole; ///< shares its rows with who asked, so the same addresses are the same rows
    QByteArrayList m_parts;
};

/// The lines of a reply whose rows may be many: parts, and the last of them as the reply itself
/// (management-protocol.md). Nothing for another one.
std::optional<QByteArray> linesOf(const Reply &reply, SnapshotCache *cache);

} // namespace castdeck
