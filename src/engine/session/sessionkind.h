// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "transport/content/contentsource.h"
#include "wire/securityheader.h"

#include <QString>

namespace castdeck
{

/// What two askers must have in common to be led into one session (Choice I01). The address stands for the
/// server's interface and the family alike; both directions have the same mode.
struct SessionKind {
    NamespaceId namespaceId;
    QString content;
    ContentVersion version{}; ///< what the name stood for when they asked
    QString interfaceAddress{};
    wire::SecurityMode mode = wire::SecurityMode::Checksum;
    int tier = 0; ///< 0 for newcomers; whoever is too slow for it is demoted to the next

    friend bool operator==(const SessionKind &, const SessionKind &) = default;
};

} // namespace castdeck
