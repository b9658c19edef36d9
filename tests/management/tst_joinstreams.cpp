// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/joinstreams.h"

#include "support/testprogram.h"

#include <QTest>
#include <array>
#include <csignal>
#include <fcntl.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace castdeck::tst_joinstreams
{

namespace
{

using Pair = std::array<int, 2>;

QByteArray readAll(int descriptor)
{
    QByteArray all;
    char bytes[4096];
    for (ssize_t got = 0; (got = ::read(descriptor, bytes, sizeof bytes)) > 0;)
        all.append(bytes, got);
    return all;
}

void writeAll(int descriptor, const QByteArray &bytes)
{
    for (qsizetype done = 0; done < bytes.size();) {
        const ssize_t put = ::write(descriptor, bytes.constData() + done, size_t(bytes.size() - done));
        if (put <= 0)
            return;
        done += put;
    }
}

/// Pipes to its input and from its output, and the other end of its socket.
struct Joined {
    Joined()
    {
        if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0 ||
            ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, socket.data()) != 0)
            qFatal("no pipes");
        thread = std::thread([this] {
            end = joinStreams(in[0], out[1], socket[1]);
            ::close(out[1]);
            ::close(socket[1]);
        });
    }
    ~Joined()
    {
        for (const int descriptor : {in[0], in[1], out[0], socket[0]})
            ::close(descriptor);
    }
    JoinEnd wait()
    {
        thread.join();
        return end;
    }

    Pair in{};
    Pair out{};
    Pair socket{};
    std::thread thread;
    JoinEnd end = JoinEnd::Socket;
};

const QByteArray much(3'000'000, 'x');

} // namespace

/// Bytes go both ways, all of them, until one side ends.
class TestJoinStreams : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { std::signal(SIGPIPE, SIG_IGN); }

    void theEndOfTheInputIsPassedOn()
    {
        Joined joined;
        std::thread writer([&] {
            writeAll(joined.in[1], much);
            ::close(std::exchange(joined.in[1], -1));
        });
        QCOMPARE(readAll(joined.socket[0]), much);
        writer.join();
        // What the other side says to that arrives yet.
        std::thread answer([&] {
            writeAll(joined.socket[0], much);
            ::shutdown(joined.socket[0], SHUT_WR);
        });
        QCOMPARE(readAll(joined.out[0]), much);
        answer.join();
        QCOMPARE(joined.wait(), JoinEnd::Streams);
    }

    void theEndOfTheSocketIsPassedOn()
    {
        Joined joined;
        std::thread writer([&] {
            writeAll(joined.socket[0], much);
            ::close(std::exchange(joined.socket[0], -1));
        });
        QCOMPARE(readAll(joined.out[0]), much);
        writer.join();
        QCOMPARE(joined.wait(), JoinEnd::Socket);
    }

    void nobodyReadsTheOutput()
    {
        Joined joined;
        ::close(std::exchange(joined.out[0], -1));
        QCOMPARE(joined.wait(), JoinEnd::Streams);
    }

    /// One direction does not wait for the other.
    void bothWaysAtOnce()
    {
        Joined joined;
        std::thread in([&] { writeAll(joined.in[1], much); });
        std::thread back([&] { writeAll(joined.socket[0], much); });
        QByteArray there(much.size(), ' ');
        std::thread reader([&] {
            for (qsizetype done = 0; done < there.size();) {
                const ssize_t got =
                    ::read(joined.socket[0], there.data() + done, size_t(there.size() - done));
                done += std::max<ssize_t>(got, 0);
            }
            back.join();
            ::shutdown(joined.socket[0], SHUT_WR);
        });
        QCOMPARE(readAll(joined.out[0]), much);
        in.join();
        reader.join();
        QCOMPARE(there, much);
        joined.wait();
    }
};

CASTDECK_TEST(TestJoinStreams)

} // namespace castdeck::tst_joinstreams
#include "tst_joinstreams.moc"
