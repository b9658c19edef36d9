// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/message.h"

namespace castdeck
{

/// The parts of one long reply, until its last one has come.
class ReplyParts
{
public:
    /// @p size: bytes of its line. Those of another reply are forgotten. ProtocolViolation if they do not
    /// belong together, or all of them take more than bounds::Answer.
    Result<void> take(quint64 id, ReplyBody part, qsizetype size);
    /// Puts what came before it before the rows of @p last. ProtocolViolation as above.
    Result<void> complete(quint64 id, ReplyBody &last);

private:
    quint64 m_of = 0; ///< the reply that they belong to
    ReplyBody m_parts;
    qsizetype m_size = 0;
};

} // namespace castdeck
