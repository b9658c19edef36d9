// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fallback/connectionwatch.h"
#include "fallback/fallbackcontents.h"
#include "management/servercertificate.h"

#include <QHostAddress>
#include <memory>

namespace castdeck
{

/// The unicast way to a content for receivers that multicast does not reach, or that were sent away from it:
/// HTTPS with byte ranges (one a request) and a strong ETag, over whatever FallbackContents holds.
///
/// A thread for each connection, a bounded number of them, of which no address has all; whoever finds no
/// place for a content is told 503 and when to come again. A peer that takes less than 16 KiB/s, or lets ten
/// seconds pass in the middle of asking, is cut, and so are those that only stand there when others come.
/// Nothing a peer sends reaches a disk or a log unescaped, and no more of it than a bounded number of lines.
/// Methods: one thread.
class FallbackServer
{
public:
    struct Limits {
        ConnectionWatch::Limits connections{.doorstep = {.inAll = 128}};
        std::chrono::milliseconds patience{10'000}; ///< for the next request, and each part of an answer
        size_t partSize = size_t{160} * 1024;       ///< bytes that a peer has to take within that time

        /// What a process can bear that may have so many descriptors.
        static Limits within(quint64 descriptors);
    };

    FallbackServer(std::shared_ptr<FallbackContents> contents, const Limits &limits);
    /// Cuts everybody.
    ~FallbackServer();
    FallbackServer(const FallbackServer &) = delete;
    FallbackServer &operator=(const FallbackServer &) = delete;

    /// Once. AddressInUse or NetworkFailure, naming address and port. Port 0: any; ask port().
    Result<void> open(const QHostAddress &address, quint16 port, const ServerCertificate &certificate);
    quint16 port() const;
    /// For those who come from now on. False if it cannot be used; then the one before stays.
    bool setCertificate(const ServerCertificate &certificate);
    size_t connectionCount() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace castdeck
