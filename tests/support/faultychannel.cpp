// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/faultychannel.h"

#include "management/jsoncodec.h"

#include <QTimer>

namespace castdeck
{

Message reencoded(const Message &message)
{
    JsonCodec codec;
    Message last = Goodbye{{ErrorCode::Internal, QStringLiteral("nothing came of the message")}};
    const QByteArray lines = JsonCodec::encode(message).value();
    const auto all = lines.chopped(1).split('\n');
    for (const QByteArray &line : all) {
        if (const auto decoded = codec.decode(line).value())
            last = *decoded;
    }
    return last;
}

FaultyChannel::FaultyChannel(std::unique_ptr<Channel> inner, std::shared_ptr<Faults> faults)
    : m_inner(std::move(inner)), m_faults(std::move(faults))
{
    connect(m_inner.get(), &Channel::received, this, [this](const Message &message) {
        if (!m_faults->loseReceived || !m_faults->loseReceived(message))
            afterDelay([this, message = rewritten(message)] { Q_EMIT received(message); });
    });
    connect(m_inner.get(), &Channel::arriving, this, &Channel::arriving);
    connect(m_inner.get(), &Channel::drained, this, &Channel::drained);
    connect(m_inner.get(), &Channel::closed, this,
            [this](const Error &reason) { afterDelay([this, reason] { Q_EMIT closed(reason); }); });
}

void FaultyChannel::start()
{
    m_inner->start();
}

void FaultyChannel::send(const Message &message)
{
    if (!m_faults->loseSent || !m_faults->loseSent(message))
        m_inner->send(rewritten(message));
}

void FaultyChannel::close(const Error &reason)
{
    m_inner->close(reason);
}

qsizetype FaultyChannel::backlog() const
{
    return m_inner->backlog();
}

Message FaultyChannel::rewritten(const Message &message) const
{
    return m_faults->rewrite ? m_faults->rewrite(message) : message;
}

// Timers of one length expire in the order they were started.
void FaultyChannel::afterDelay(std::function<void()> deliver)
{
    if (m_faults->delay.count() == 0)
        deliver();
    else
        QTimer::singleShot(m_faults->delay, Qt::PreciseTimer, this, std::move(deliver));
}

} // namespace castdeck
