// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/unicastdownload.h"

#include <QNetworkProxy>
#include <QSocketNotifier>
#include <algorithm>

namespace castdeck
{

namespace
{

using Kind = UnicastEnd::Kind;
using std::chrono::milliseconds;

/// What the system may have read ahead while the disk is slower than the network.
constexpr qint64 ReadAhead = qint64{1024} * 1024;
constexpr int RetryAfterMost = 60; // seconds

} // namespace

UnicastDownload::UnicastDownload(UnicastPlace place, BlockWriter &writer, ContentSink &sink, Options options)
    : m_place(std::move(place))
    , m_writer(&writer)
    , m_sink(&sink)
    , m_options(std::move(options))
    , m_requestsMost(m_options.requestsAtOnce)
{
    m_network.setProxy(QNetworkProxy::NoProxy);
    for (QTimer *timer : {&m_retry, &m_silence, &m_pace})
        timer->setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &UnicastDownload::askForMore);
    connect(&m_pace, &QTimer::timeout, this, &UnicastDownload::goOn);
    connect(&m_silence, &QTimer::timeout, this, [this] {
        dropRequests();
        tryAgain({ErrorCode::TimedOut, m_place.url.host()}, m_options.patience);
    });
    connect(&m_report, &QTimer::timeout, this, [this] { m_options.report(); });
}

UnicastDownload::~UnicastDownload()
{
    dropRequests();
}

UnicastEnd UnicastDownload::run()
{
    std::optional<QSocketNotifier> stop;
    if (m_options.stopDescriptor >= 0) {
        stop.emplace(m_options.stopDescriptor, QSocketNotifier::Read);
        connect(&*stop, &QSocketNotifier::activated, this, [this] { end(Kind::Cancelled); });
    }
    m_sinceProgress.start();
    if (m_options.report)
        m_report.start(m_options.reportInterval);
    QTimer::singleShot(0, this, &UnicastDownload::askForMore);
    m_loop.exec();
    m_report.stop();
    return *m_end;
}

/// The lowest range that is missing and was not asked for.
std::optional<wire::Range> UnicastDownload::nextRange()
{
    const ReceivedBlocks &blocks = m_writer->blocks();
    auto range = blocks.nextMissing(m_askedTo + 1);
    if (!range && m_requests.empty()) // what was asked for and did not come
        range = blocks.nextMissing(1);
    if (!range)
        return std::nullopt;
    const uint64_t near = m_options.nearBytes / m_writer->geometry().blockSize;
    for (auto next = blocks.nextMissing(range->end + 1); next && next->start - range->end <= near;
         next = blocks.nextMissing(range->end + 1))
        range->end = next->end;
    return range;
}

void UnicastDownload::askForMore()
{
    m_writer->settle(monotonicNow());
    watchSink();
    if (m_writer->error())
        return end(Kind::Local, m_writer->error());
    while (m_requests.size() < m_requestsMost) {
        const auto range = nextRange();
        if (!range)
            break;
        ask(*range);
    }
    // Here again from goOn(), until the last of it is written and right; nobody is silent meanwhile.
    if (m_requests.empty())
        m_silence.stop();
    if (m_requests.empty() && m_writer->isComplete())
        end(Kind::Complete);
}

void UnicastDownload::ask(wire::Range range)
{
    QNetworkRequest ask = m_place.request();
    ask.setRawHeader("Range", RangeRequest::rangeHeader(range, m_writer->geometry()));
    m_askedTo = range.end;
    m_requests.push_back(std::make_unique<RangeRequest>(std::unique_ptr<QNetworkReply>(m_network.get(ask)),
                                                        range, m_writer->geometry()));
    RangeRequest *const request = m_requests.back().get();
    QNetworkReply *const reply = &request->reply();
    reply->setReadBufferSize(ReadAhead);
    m_place.recognise(*reply, [this](const Error &error) { end(Kind::Failed, error); });
    connect(reply, &QNetworkReply::readyRead, this, [this, request] { take(*request); });
    connect(reply, &QNetworkReply::finished, this, [this, request] { finish(*request); });
    if (!m_silence.isActive())
        m_silence.start(m_options.silence);
}

/// What is written must be what was asked for, and of one version.
bool UnicastDownload::checkHead(RangeRequest &request)
{
    auto right = request.checkHead();
    if (right && request.entityTag() != m_entityTag.value_or(request.entityTag()))
        right = failure(ErrorCode::ContentChanged, QStringLiteral("ETag"));
    if (right)
        m_entityTag = request.entityTag();
    else if (right.error().code == ErrorCode::ContentChanged)
        end(Kind::Gone, right.error());
    else
        end(Kind::Failed, right.error());
    return right.has_value();
}

void UnicastDownload::noteProgress(uint64_t bytes)
{
    if (bytes == 0)
        return;
    m_anyBytes = true;
    m_retryPause = milliseconds(0);
    m_sinceProgress.restart();
    m_silence.start(m_options.silence);
}

void UnicastDownload::take(RangeRequest &request)
{
    if (m_paused || m_end || !request.brings())
        return; // the words of an error have to wait for their end
    const uint64_t before = request.bytesRead();
    if (before == 0 && !checkHead(request))
        return;
    const auto taken = request.take(*m_writer);
    noteProgress(request.bytesRead() - before);
    // It is our disk that does not get on now: no silence of the server's, and nothing more is read from it.
    m_paused = taken == RangeRequest::Answer::Full;
    if (m_paused)
        m_silence.stop();
    watchSink();
    if (m_writer->error())
        end(Kind::Local, m_writer->error());
    else if (!taken)
        end(Kind::Failed, taken.error());
}

/// The writer has room again.
void UnicastDownload::takeAll()
{
    m_paused = false;
    m_silence.start(m_options.silence);
    for (size_t i = 0; i < m_requests.size() && !m_paused && !m_end; ++i)
        take(*m_requests[i]);
    for (size_t i = 0; i < m_requests.size() && !m_paused && !m_end;) {
        RangeRequest *const request = m_requests[i].get();
        if (request->reply().isFinished())
            finish(*request);
        i += i < m_requests.size() && m_requests[i].get() == request;
    }
}

/// The sink gets on by itself, or by being told that it can, or when the limit allows it.
void UnicastDownload::watchSink()
{
    const pollfd wanted = m_writer->waitsFor();
    if (wanted.fd >= 0 && (!m_sinkNotifier || m_sinkNotifier->socket() != wanted.fd)) {
        const auto type = wanted.events & POLLIN ? QSocketNotifier::Read : QSocketNotifier::Write;
        m_sinkNotifier = std::make_unique<QSocketNotifier>(wanted.fd, type);
        connect(m_sinkNotifier.get(), &QSocketNotifier::activated, this, &UnicastDownload::takeSink);
    }
    if (m_sinkNotifier)
        m_sinkNotifier->setEnabled(wanted.fd >= 0 && !m_end);
    if (const Instant due = m_writer->deadline(); due != Instant::max())
        m_pace.start(std::max(std::chrono::ceil<milliseconds>(due - monotonicNow()), milliseconds(1)));
    else if (m_sink->waitsFor().fd < 0 && m_paused) // it got on before we could wait for it
        m_pace.start(milliseconds(0));
}

void UnicastDownload::takeSink()
{
    if (const auto pumped = m_writer->pump(); !pumped)
        return end(Kind::Local, pumped.error());
    goOn();
}

void UnicastDownload::goOn()
{
    m_writer->settle(monotonicNow());
    watchSink();
    if (m_writer->error())
        return end(Kind::Local, m_writer->error());
    if (m_end || m_retry.isActive())
        return;
    if (m_paused)
        takeAll();
    else if (m_requests.empty())
        askForMore();
}

void UnicastDownload::finish(RangeRequest &request)
{
    take(request);
    if (m_paused || m_end)
        return;
    const QNetworkReply &reply = request.reply();
    const int status = request.status();
    const QString words = reply.errorString();
    const int later = reply.rawHeader("Retry-After").toInt();
    const auto problem = reply.error();
    if (request.brings() && request.isWhole()) {
        giveUp(request);
        return askForMore();
    }
    const Error error{ErrorCode::NetworkFailure,
                      status >= 300 ? QStringLiteral("%1: %2").arg(status).arg(words) : words};
    // What fails for one of the requests fails for the others, too.
    dropRequests();
    if (problem == QNetworkReply::SslHandshakeFailedError)
        end(Kind::Failed, Error{ErrorCode::CertificateRefused, words});
    else if (status == 403 || status == 404 || status == 410)
        end(Kind::Gone, Error{ErrorCode::ContentNotFound, error.detail});
    else if (status == 416)
        end(Kind::Gone, Error{ErrorCode::ContentChanged, error.detail});
    else if (status == 503) {
        m_requestsMost = 1; // others wait as well
        m_retryPause = std::chrono::seconds(std::clamp(later, 1, RetryAfterMost)) / 2;
        tryAgain(error, m_options.busyPatience);
    } else if (status == 0 || status == 200 || status == 206 || status >= 500)
        tryAgain(error, m_options.patience);
    else
        end(Kind::Failed, Error{ErrorCode::ProtocolViolation, error.detail});
}

/// @p request is gone afterwards.
void UnicastDownload::giveUp(const RangeRequest &request)
{
    std::erase_if(m_requests, [&](const auto &one) { return one.get() == &request; });
}

void UnicastDownload::tryAgain(Error error, milliseconds patience)
{
    const bool isFirst = !m_anyBytes && patience == m_options.patience;
    if (m_sinceProgress.hasExpired((isFirst ? m_options.firstPatience : patience).count()))
        return end(Kind::Failed, std::move(error));
    m_retryPause =
        std::clamp(m_retryPause * 2, m_options.retryFirst, std::max(m_options.retryMost, m_retryPause));
    m_retry.start(m_retryPause);
}

void UnicastDownload::end(Kind kind, std::optional<Error> error)
{
    if (m_end)
        return;
    m_end = UnicastEnd{kind, std::move(error)};
    for (QTimer *timer : {&m_retry, &m_silence, &m_pace})
        timer->stop();
    if (m_sinkNotifier)
        m_sinkNotifier->setEnabled(false);
    dropRequests();
    m_loop.quit();
}

void UnicastDownload::dropRequests()
{
    m_silence.stop();
    m_paused = false;
    m_askedTo = 0;
    m_requests.clear();
}

} // namespace castdeck
