// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/wds/snapshot.h"
#include "apps/wds/text.h"

namespace castdeck::wds
{

/// What this program ended itself, so that it can say what became of a row that goes.
struct Ended {
    Time at = 0;
    std::string by;
    std::string reason;
    std::size_t clients = 0;   ///< of a session: how many were in it then
    std::size_t completed = 0; ///< … and had everything
};

struct EndedByUs {
    std::map<Id, Ended> sessions;
    std::map<Id, Ended> clients;

    /// Forgets what was ended so long ago that a row of that id is another one.
    void forgetBefore(Time time);
};

/// The difference as parameters of events, without their revisions, in an order in which every row comes
/// after the one that it hangs on. A row whose id was used again for something else is removed first. @p
/// columns: what clients measure comes for many at once.
std::vector<json> changesBetween(Snapshot before, const Snapshot &after, const EndedByUs &ended,
                                 bool columns);

/// Whether two rows of one id are of the same thing.
bool isSameNamespace(const json &a, const json &b);
bool isSameContent(const json &a, const json &b);
bool isSameSession(const json &a, const json &b);
bool isSameClient(const json &a, const json &b);

} // namespace castdeck::wds
