// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/unicastdownload.h"

#include "management/fingerprint.h"
#include "management/tlsclient.h"

#include <QNetworkProxy>
#include <QRegularExpression>
#include <QSocketNotifier>
#include <QSslConfiguration>
#include <algorithm>
#include <cstring>

namespace castdeck
{

namespace
{

using Kind = UnicastEnd::Kind;
using std::chrono::milliseconds;

constexpr size_t BufferSize = 256 * 1024;
/// What the system may have read ahead while the disk is slower than the network.
constexpr qint64 ReadAhead = 1024 * 1024;
constexpr int RetryAfterMost = 60; // seconds

int statusOf(const QNetworkReply &reply)
{
    return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

tl::unexpected<Error> odd(const QString &what)
{
    return failure(ErrorCode::ProtocolViolation, what);
}

} // namespace

UnicastDownload::UnicastDownload(UnicastPlace place, BlockWriter &writer, ContentSink &sink, Options options)
    : m_place(std::move(place)), m_writer(&writer), m_sink(&sink), m_options(std::move(options))
{
    m_network.setProxy(QNetworkProxy::NoProxy);
    const size_t block = writer.geometry().blockSize;
    m_buffer.resize(std::max<size_t>(BufferSize / block, 1) * block);
    for (QTimer *timer : {&m_retry, &m_silence, &m_pace})
        timer->setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &UnicastDownload::request);
    connect(&m_pace, &QTimer::timeout, this, &UnicastDownload::goOn);
    connect(&m_silence, &QTimer::timeout, this, [this] {
        dropReply();
        tryAgain({ErrorCode::TimedOut, m_place.url.host()}, m_options.patience);
    });
    connect(&m_report, &QTimer::timeout, this, [this] { m_options.report(); });
}

UnicastDownload::~UnicastDownload()
{
    dropReply();
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
    QTimer::singleShot(0, this, &UnicastDownload::request);
    m_loop.exec();
    m_report.stop();
    return *m_end;
}

void UnicastDownload::request()
{
    dropReply();
    m_writer->settle(monotonicNow());
    watchSink();
    if (m_writer->error())
        return end(Kind::Local, m_writer->error());
    wire::Range missing{};
    if (m_writer->blocks().missing({&missing, 1}) == 0) {
        // Here again from goOn(), until the last of it is written.
        if (m_writer->isComplete())
            end(Kind::Complete);
        return;
    }
    const wire::ContentGeometry &geometry = m_writer->geometry();
    m_nextBlock = missing.start;
    m_first = geometry.offset(missing.start);
    m_behind = geometry.offset(missing.end) + geometry.length(missing.end);
    m_read = 0;
    m_filled = 0;
    m_headChecked = false;
    QNetworkRequest ask(m_place.url);
    ask.setRawHeader("Range", QStringLiteral("bytes=%1-%2").arg(m_first).arg(m_behind - 1).toLatin1());
    ask.setRawHeader("Accept-Encoding", "identity");
    ask.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    ask.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    tls.addCaCertificates(m_place.authorities);
    ask.setSslConfiguration(tls);
    m_reply = m_network.get(ask);
    m_reply->setReadBufferSize(ReadAhead);
    connect(m_reply, &QNetworkReply::sslErrors, this, &UnicastDownload::takeErrors);
    connect(m_reply, &QNetworkReply::encrypted, this, &UnicastDownload::takeEncrypted);
    connect(m_reply, &QNetworkReply::readyRead, this, &UnicastDownload::takeBytes);
    connect(m_reply, &QNetworkReply::finished, this, &UnicastDownload::finishReply);
    m_silence.start(m_options.silence);
}

/// A certificate that will do for what it is; its dates and its form are looked at all the same.
void UnicastDownload::takeErrors(const QList<QSslError> &errors)
{
    if (!m_place.recognises)
        return;
    for (const QSslError &error : errors) {
        if (!isAboutTrustAlone(error))
            return;
    }
    const QSslCertificate shown = m_reply->sslConfiguration().peerCertificate();
    const auto known = shown.isNull() ? failure(ErrorCode::CertificateRefused, m_place.url.host())
                                      : m_place.recognises(fingerprintOf(shown));
    if (known)
        m_reply->ignoreSslErrors(errors);
    else
        end(Kind::Failed, known.error());
}

/// Also for one that this system trusts: it may be somebody else's.
void UnicastDownload::takeEncrypted()
{
    if (!m_place.recognises)
        return;
    const auto known = m_place.recognises(fingerprintOf(m_reply->sslConfiguration().peerCertificate()));
    if (!known)
        end(Kind::Failed, known.error());
}

/// What is written must be what was asked for.
Result<void> UnicastDownload::checkHead()
{
    static const QRegularExpression form(QStringLiteral("^bytes ([0-9]{1,19})-([0-9]{1,19})/([0-9]{1,19})$"));
    const int status = statusOf(*m_reply);
    if (status == 206) {
        const QString range = QString::fromLatin1(m_reply->rawHeader("Content-Range"));
        const QRegularExpressionMatch match = form.match(range);
        if (!match.hasMatch() || match.captured(1).toULongLong() != m_first ||
            match.captured(2).toULongLong() != m_behind - 1)
            return odd(QStringLiteral("Content-Range: ") + range);
        if (match.captured(3).toULongLong() != contentSize())
            return failure(ErrorCode::ContentChanged, range);
    } else if (m_first != 0 || m_behind != contentSize()) {
        return odd(QStringLiteral("no ranges")); // everything, where a part was asked for
    }
    const QVariant length = m_reply->header(QNetworkRequest::ContentLengthHeader);
    if (length.isValid() && length.toULongLong() != m_behind - m_first)
        return odd(QStringLiteral("Content-Length: %1").arg(length.toULongLong()));
    if (m_reply->hasRawHeader("Content-Encoding"))
        return odd(QStringLiteral("Content-Encoding"));
    const QByteArray tag = m_reply->rawHeader("ETag");
    if (m_anyBytes && tag != m_entityTag)
        return failure(ErrorCode::ContentChanged, QStringLiteral("ETag"));
    m_entityTag = tag;
    return {};
}

void UnicastDownload::takeBytes()
{
    if (!m_reply || m_paused)
        return;
    const int status = statusOf(*m_reply);
    if (status != 200 && status != 206)
        return; // the words of an error
    if (!m_headChecked) {
        if (const auto right = checkHead(); !right)
            return end(Kind::Failed, right.error());
        m_headChecked = true;
    }
    while (m_reply && m_reply->bytesAvailable() > 0) {
        const uint64_t wanted = std::min<uint64_t>(m_buffer.size() - m_filled, m_behind - m_first - m_read);
        if (wanted == 0)
            return end(Kind::Failed, Error{ErrorCode::ProtocolViolation, QStringLiteral("too much")});
        const qint64 count =
            m_reply->read(reinterpret_cast<char *>(m_buffer.data()) + m_filled, static_cast<qint64>(wanted));
        if (count <= 0)
            break;
        m_filled += static_cast<size_t>(count);
        m_read += static_cast<uint64_t>(count);
        m_anyBytes = true;
        m_retryPause = milliseconds(0);
        m_sinceProgress.restart();
        m_silence.start(m_options.silence);
        if (!offerBlocks())
            return;
    }
}

/// Gives whole blocks to the writer; false if it has no room for one, or writing failed.
bool UnicastDownload::offerBlocks()
{
    const wire::ContentGeometry &geometry = m_writer->geometry();
    const Instant now = monotonicNow();
    size_t at = 0;
    m_paused = false;
    while (at < m_filled && at + geometry.length(m_nextBlock) <= m_filled) {
        const size_t length = geometry.length(m_nextBlock);
        if (m_writer->offer({m_nextBlock, {m_buffer.data() + at, length}}, now) ==
            BlockWriter::Answer::Full) {
            m_paused = true;
            break;
        }
        at += length;
        ++m_nextBlock;
    }
    m_writer->settle(now);
    std::memmove(m_buffer.data(), m_buffer.data() + at, m_filled - at);
    m_filled -= at;
    watchSink();
    if (m_writer->error()) {
        end(Kind::Local, m_writer->error());
        return false;
    }
    if (m_paused)
        m_silence.stop();
    return !m_paused;
}

/// The sink gets on by itself, or by being told that it can, or when the limit allows it.
void UnicastDownload::watchSink()
{
    const pollfd wanted = m_sink->waitsFor();
    if (wanted.fd >= 0 && (!m_sinkNotifier || m_sinkNotifier->socket() != wanted.fd)) {
        const auto type = wanted.events & POLLIN ? QSocketNotifier::Read : QSocketNotifier::Write;
        m_sinkNotifier = std::make_unique<QSocketNotifier>(wanted.fd, type);
        connect(m_sinkNotifier.get(), &QSocketNotifier::activated, this, &UnicastDownload::takeSink);
    }
    if (m_sinkNotifier)
        m_sinkNotifier->setEnabled(wanted.fd >= 0 && !m_end);
    if (const Instant due = m_writer->deadline(); due != Instant::max())
        m_pace.start(std::max(std::chrono::ceil<milliseconds>(due - monotonicNow()), milliseconds(1)));
}

void UnicastDownload::takeSink()
{
    if (const auto pumped = m_sink->pump(); !pumped)
        return end(Kind::Local, pumped.error());
    goOn();
}

void UnicastDownload::goOn()
{
    m_writer->settle(monotonicNow());
    watchSink();
    if (m_writer->error())
        return end(Kind::Local, m_writer->error());
    if (m_paused && offerBlocks()) {
        m_silence.start(m_options.silence);
        takeBytes();
        if (m_reply && m_reply->isFinished())
            finishReply();
    } else if (!m_reply && !m_retry.isActive() && !m_end) {
        request();
    }
}

void UnicastDownload::finishReply()
{
    takeBytes();
    if (!m_reply || m_paused || m_end)
        return;
    const int status = statusOf(*m_reply);
    const QString words = m_reply->errorString();
    const bool isWhole = m_headChecked && m_read == m_behind - m_first;
    const int later = m_reply->rawHeader("Retry-After").toInt();
    const auto problem = m_reply->error();
    dropReply();
    if (isWhole)
        return request();
    const Error error{ErrorCode::NetworkFailure,
                      status >= 300 ? QStringLiteral("%1: %2").arg(status).arg(words) : words};
    if (problem == QNetworkReply::SslHandshakeFailedError)
        end(Kind::Failed, Error{ErrorCode::CertificateRefused, words});
    else if (status == 403 || status == 404 || status == 410)
        end(Kind::Gone, Error{ErrorCode::ContentNotFound, error.detail});
    else if (status == 416)
        end(Kind::Failed, Error{ErrorCode::ContentChanged, error.detail});
    else if (status == 503) {
        m_retryPause = std::chrono::seconds(std::clamp(later, 1, RetryAfterMost)) / 2;
        tryAgain(error, m_options.busyPatience);
    } else if (status == 0 || status == 200 || status == 206 || status >= 500)
        tryAgain(error, m_options.patience);
    else
        end(Kind::Failed, Error{ErrorCode::ProtocolViolation, error.detail});
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
    dropReply();
    m_loop.quit();
}

void UnicastDownload::dropReply()
{
    m_silence.stop();
    m_paused = false;
    if (!m_reply)
        return;
    QNetworkReply *const reply = m_reply;
    m_reply = nullptr;
    disconnect(reply, nullptr, this, nullptr);
    reply->abort();
    reply->deleteLater();
}

} // namespace castdeck
