// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/joinstreams.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace castdeck
{

namespace
{

constexpr int patience = 5'000; // ms

bool isPassing(int error)
{
    return error == EINTR || error == EAGAIN;
}

/// One direction. The descriptors may block: each call is made only when poll() says that it will not.
class Copying
{
public:
    Copying(int from, int to) : m_from(from), m_to(to) {}

    bool wantsToRead() const { return m_isOpen && m_filled == 0; }
    bool wantsToWrite() const { return m_filled > m_written; }
    /// The source has ended, or the destination takes nothing more, and all that can be passed on has been.
    bool isOver() const { return !m_isOpen && !wantsToWrite(); }
    bool isBroken() const { return m_isBroken; }

    void read()
    {
        const ssize_t got = ::read(m_from, m_bytes.data(), m_bytes.size());
        if (got > 0)
            m_filled = size_t(got);
        else if (got == 0 || !isPassing(errno))
            m_isOpen = false;
    }
    void write()
    {
        // So much never blocks in a pipe that poll() finds writable.
        const size_t most = std::min<size_t>(m_filled - m_written, PIPE_BUF);
        const ssize_t put = ::write(m_to, m_bytes.data() + m_written, most);
        if (put > 0)
            m_written += size_t(put);
        else if (put < 0 && !isPassing(errno))
            give();
        if (m_written == m_filled)
            m_written = m_filled = 0;
    }
    /// Nobody takes it any more.
    void give()
    {
        m_isOpen = false;
        m_isBroken = true;
        m_written = m_filled = 0;
    }

private:
    int m_from;
    int m_to;
    std::array<char, size_t{64} * 1024> m_bytes;
    size_t m_filled = 0;
    size_t m_written = 0;
    bool m_isOpen = true;
    bool m_isBroken = false;
};

} // namespace

JoinEnd joinStreams(int in, int out, int socket)
{
    Copying there(in, socket);
    Copying back(socket, out);
    bool isEndSaid = false;
    const auto watched = [](bool wanted, int descriptor, short events) {
        return pollfd{wanted ? descriptor : -1, events, 0};
    };
    while (!back.isOver()) {
        // Whoever reads our output may go while there is nothing to tell.
        pollfd watches[] = {watched(there.wantsToRead(), in, POLLIN),
                            watched(there.wantsToWrite(), socket, POLLOUT),
                            watched(back.wantsToRead(), socket, POLLIN),
                            pollfd{out, short(back.wantsToWrite() ? POLLOUT : 0), 0}};
        const int ready = ::poll(watches, std::size(watches), isEndSaid ? patience : -1);
        if (ready == 0 || (ready < 0 && errno != EINTR))
            return JoinEnd::Streams;
        if (ready < 0)
            continue;
        if (watches[0].revents != 0)
            there.read();
        if (watches[1].revents != 0)
            there.write();
        if (watches[2].revents != 0)
            back.read();
        if ((watches[3].revents & POLLOUT) != 0)
            back.write();
        else if ((watches[3].revents & (POLLERR | POLLHUP | POLLNVAL)) != 0)
            back.give();
        if (there.isOver() && !isEndSaid) {
            isEndSaid = true;
            ::shutdown(socket, SHUT_WR);
        }
    }
    return there.isOver() && !there.isBroken() ? JoinEnd::Streams
           : back.isBroken()                   ? JoinEnd::Streams
                                               : JoinEnd::Socket;
}

} // namespace castdeck
