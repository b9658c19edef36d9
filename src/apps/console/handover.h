// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "gui/servers/serverprofile.h"

#include <QByteArray>
#include <optional>

namespace castdeck
{

/// What a second start of the console wants of the one that runs; its window is shown in any case. Paths are
/// absolute.
struct Handover {
    QString publish;                      ///< folder; empty: none
    std::optional<ServerProfile> connect; ///< server to watch in this run
    QString tokenFile;                    ///< holds the token for it

    /// Bytes of a line, its end included; more come from nobody who means well.
    static constexpr qsizetype LineMost = qsizetype{64} * 1024;
    QByteArray line() const;
    /// ProtocolViolation, or InvalidParameter that names what cannot be.
    static Result<Handover> fromLine(const QByteArray &line);

    friend bool operator==(const Handover &, const Handover &) = default;
};

/// The answer: nothing, or why not.
QByteArray handoverReply(const Result<void> &answer);
Result<void> handoverAnswer(const QByteArray &line);

} // namespace castdeck
