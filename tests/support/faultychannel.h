// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/channel.h"

#include <functional>
#include <memory>

namespace castdeck
{

/// Knobs of a FaultyChannel. They are shared and may be turned while it runs, in its own thread.
struct Faults {
    std::function<bool(const Message &)> loseSent;     ///< true: this message never leaves
    std::function<bool(const Message &)> loseReceived; ///< true: this message never arrives
    std::chrono::milliseconds delay{0};                ///< for what arrives; order is kept
    /// Every message is replaced by this of it, in both directions; empty: passed as it is.
    std::function<Message(const Message &)> rewrite;
};

/// What becomes of a message on a wire: encoded as JSON, and decoded again.
Message reencoded(const Message &message);

/// A channel that behaves as badly as it is told, around one that behaves.
class FaultyChannel final : public Channel
{
    Q_OBJECT
public:
    FaultyChannel(std::unique_ptr<Channel> inner, std::shared_ptr<Faults> faults);

    void start() override;
    void send(const Message &message) override;
    void close(const Error &reason) override;
    void setHeld(bool isHeld) override { m_inner->setHeld(isHeld); }
    qsizetype backlog() const override;

private:
    Message rewritten(const Message &message) const;
    void afterDelay(std::function<void()> deliver);

    std::unique_ptr<Channel> m_inner;
    std::shared_ptr<Faults> m_faults;
};

} // namespace castdeck
