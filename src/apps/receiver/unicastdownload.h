// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/receiver/rangerequest.h"
#include "apps/receiver/unicastplace.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QTimer>
#include <functional>
#include <memory>

class QSocketNotifier;

namespace castdeck
{

/// How it ended.
struct UnicastEnd {
    enum class Kind : uint8_t {
        Complete,  ///< every block is there, and the sink waits to be finished
        Cancelled, ///< by the person or program here
        Local,     ///< writing failed
        Gone,      ///< the place does not know the content, or not any more: ask for another
        Failed,    ///< nothing to be had there
    };
    Kind kind = Kind::Complete;
    std::optional<Error> error;
};

/// Gets what is missing of a content by HTTP: a range of blocks a request, several requests at a time, and
/// what lies between two near gaps as well, which costs less than another request. A connection that breaks
/// is made anew and goes on where it was, as long as something comes now and then.
///
/// Nothing that does not carry the range that was asked for, of a content of the right size, whose entity tag
/// stays the same, is written. Whether it is the right content is for digest or hash tree to say.
/// Thread: one with a QCoreApplication; run() blocks in an event loop of its own.
class UnicastDownload : public QObject
{
    Q_OBJECT
public:
    struct Options {
        int stopDescriptor = -1; ///< becomes readable: give up; −1: never
        std::chrono::milliseconds reportInterval{250};
        std::function<void()> report; ///< may be empty
        /// Without a byte for so long: give up; the first when nothing ever came.
        std::chrono::milliseconds firstPatience{6'000};
        std::chrono::milliseconds patience{60'000};
        /// While the server answers that it is at its limit (503).
        std::chrono::milliseconds busyPatience = std::chrono::hours(1);
        /// A connection on which nothing comes for so long is broken.
        std::chrono::milliseconds silence{15'000};
        std::chrono::milliseconds retryFirst{250}; ///< doubles up to retryMost
        std::chrono::milliseconds retryMost{8'000};
        size_t requestsAtOnce = 4;
        /// So many bytes between two gaps cost less than another request.
        uint64_t nearBytes = uint64_t{64} * 1024;
    };

    /// @p writer and @p sink, which is where it writes, outlive it.
    UnicastDownload(UnicastPlace place, BlockWriter &writer, ContentSink &sink, Options options);
    ~UnicastDownload() override;

    UnicastEnd run();

private:
    void askForMore();
    std::optional<wire::Range> nextRange();
    void ask(wire::Range range);
    void takeAll();
    void take(RangeRequest &request);
    void noteProgress(uint64_t bytes);
    bool checkHead(RangeRequest &request);
    void finish(RangeRequest &request);
    void giveUp(const RangeRequest &request);
    void takeSink();
    void goOn();
    void tryAgain(Error error, std::chrono::milliseconds patience);
    void end(UnicastEnd::Kind kind, std::optional<Error> error = std::nullopt);
    void dropRequests();
    void watchSink();

    UnicastPlace m_place;
    BlockWriter *m_writer;
    ContentSink *m_sink;
    Options m_options;
    QNetworkAccessManager m_network;
    QEventLoop m_loop;
    std::optional<UnicastEnd> m_end;

    std::vector<std::unique_ptr<RangeRequest>> m_requests;
    size_t m_requestsMost;
    uint64_t m_askedTo = 0; ///< the last block that was asked for since all requests were dropped
    bool m_paused = false;  ///< the cache of the writer is full

    std::optional<QByteArray> m_entityTag; ///< of the first answer
    bool m_anyBytes = false;
    QElapsedTimer m_sinceProgress;
    std::chrono::milliseconds m_retryPause{0};
    QTimer m_retry;
    QTimer m_silence;
    QTimer m_pace;
    QTimer m_report;
    std::unique_ptr<QSocketNotifier> m_sinkNotifier;
};

} // namespace castdeck
