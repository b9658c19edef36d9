// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "management/streamcommand.h"

namespace castdeck
{

/// What is there when one has come by ssh.
enum class SshService : quint8 {
    Castdeckd, ///< castctl, which joins us to the castdeckd of that machine
    Wds,       ///< castdeck-wds, which asks the WDS server of that machine
};

/// A machine that is reached by the ssh of whoever runs this, with its keys, agents and configuration.
struct SshTarget {
    QString user{}; ///< empty: as ssh finds it
    QString host{};
    quint16 port = 0; ///< 0: as ssh finds it
    SshService service = SshService::Castdeckd;

    /// Whether the text says by its scheme that it is such an address.
    static bool isMeant(const QString &text);
    /// Reads "ssh://[USER@]HOST[:PORT]", and "wds+ssh://…" for a WDS server; without a scheme as with the
    /// first. InvalidParameter, naming the text, if it is none, or if a character could mean something to a
    /// program that it is handed to.
    static Result<SshTarget> parse(const QString &text);
    /// The same text, with the scheme.
    QString address() const;
    /// Whether user and host have only characters that are safe.
    bool isSound() const;

    StreamCommand command() const;

    friend bool operator==(const SshTarget &, const SshTarget &) = default;
};

} // namespace castdeck
