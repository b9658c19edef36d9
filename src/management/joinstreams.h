// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace castdeck
{

/// Which side ended it.
enum class JoinEnd {
    Streams, ///< end of file on the one that is read, or nobody reads the other any more
    Socket,  ///< the socket's other end went
};

/// Copies what comes from @p in to @p socket and what comes from there to @p out, with 128 KiB in between,
/// until one side ends and what came from it has been passed on. Blocks; the descriptors stay open. Where
/// the other side does not go in turn, it is waited for five seconds. SIGPIPE is to be ignored.
JoinEnd joinStreams(int in, int out, int socket);

} // namespace castdeck
