// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/receiver/receiveroptions.h"
#include "apps/receiver/reporter.h"
#include "apps/receiver/sessionoffer.h"
#include "transport/sink/blockwriter.h"
#include "transport/sink/writingthread.h"

#include <memory>

namespace castdeck
{

/// What a download writes to, and what of it is there: standard output, or a block device or FILE.part with a
/// journal. Stays open while the server is asked again or the rest comes another way.
class Target
{
public:
    /// Also reads what an earlier start left and takes over what is right of it. Cancelled if
    /// @p stopDescriptor becomes readable meanwhile. @p reporter outlives it.
    static Result<std::unique_ptr<Target>> open(const ReceiverOptions &options, const SessionOffer &offer,
                                                Reporter &reporter, int stopDescriptor);
    ~Target();
    Target(const Target &) = delete;
    Target &operator=(const Target &) = delete;

    /// Whether what is here is part of what is offered.
    bool fits(const ReceiverOptions &options, const SessionOffer &offer) const;
    ContentSink &sink() { return *m_sink; }
    BlockWriter &writer() { return *m_writer; }
    /// Null for a content without a hash tree.
    PieceVerifier *verifier() { return m_verifier.get(); }
    /// Nothing will be resumed: it is complete, or it is wrong and must not be trusted block by block.
    void discardJournal();

private:
    Target(const ReceiverOptions &options, const SessionOffer &offer);
    Result<void> startVerifier(const SessionOffer &offer);

    ContentDigest::Value m_identity;
    wire::ContentGeometry m_geometry;
    std::optional<BlockJournal> m_journal;
    std::unique_ptr<PieceVerifier> m_verifier; ///< the sink's last calls are for it
    std::unique_ptr<WritingThread> m_sink;
    std::optional<BlockWriter> m_writer;
};

} // namespace castdeck
