// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/receiver/outcome.h"
#include "apps/receiver/sessionoffer.h"
#include "core/clock.h"
#include "transport/receiving/receivingloop.h"

namespace castdeck
{

/// How the content comes.
enum class Way : uint8_t { Multicast, Unicast };

/// What a person or program learns while a download runs.
struct ProgressReport {
    ReceivingStatus status;
    uint64_t size = 0; ///< bytes of the content
    uint64_t rate = 0; ///< bytes per second written, mean of the last seconds
    Way way = Way::Multicast;
};

/// Tells it.
class Reporter
{
public:
    virtual ~Reporter() = default;
    /// The certificate of @p server ("host:port") will do; @p pinnedNow: because it was never met before.
    virtual void serverSeen(const QString &server, const QString &fingerprint, bool pinnedNow) = 0;
    /// The server has not granted the session yet, and is still there: it prepares the content.
    virtual void waiting(const QString &server) = 0;
    /// The session is known and will be joined.
    virtual void found(const SessionOffer &offer) = 0;
    /// There is an unfinished file of this content with so many bytes, which are read now.
    virtual void checking(uint64_t bytes) = 0;
    /// So many of them are right and will not be fetched again.
    virtual void resumed(uint64_t bytes) = 0;
    virtual void progress(const ProgressReport &report, Instant now) = 0;
    /// The server knows us, and nothing came from the group (once): what is probably in the way.
    virtual void noData(const QString &obstacle) = 0;
    /// The session waits for this machine (once): why.
    virtual void slow(const QString &reason) = 0;
    /// That megabyte, counted from 0, came wrong from these places (each named once), and is fetched again.
    virtual void damaged(uint64_t megabyte, const QStringList &sources) = 0;
    /// The server fell silent and is asked again.
    virtual void askingAgain() = 0;
    /// The server sent us to a slower session; what is there stays.
    virtual void moved(const ReceivingMove &move) = 0;
    /// The rest, so many bytes, is got by unicast from now on, because of @p why.
    virtual void fallingBack(const QString &url, uint64_t bytes, const Outcome &why) = 0;
    virtual void ended(const Outcome &outcome) = 0;
};

} // namespace castdeck
