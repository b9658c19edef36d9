// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/channel.h"

#include <deque>
#include <memory>

namespace castdeck
{

/// A pipe inside this process. Each end may be moved to a thread of its own before start(); messages cross as
/// values in queued calls. Destroying one end ends the other with ConnectionLost.
class InProcessChannel final : public Channel
{
    Q_OBJECT
public:
    struct Pair {
        std::unique_ptr<Channel> asking;
        std::unique_ptr<Channel> answering;
    };
    static Pair pair();

    ~InProcessChannel() override;

    void start() override;
    void send(const Message &message) override;
    void close(const Error &reason) override;
    void setHeld(bool isHeld) override;
    qsizetype backlog() const override;

private:
    struct Link;
    /// What lies in an inbox: a message, or the end of the pipe.
    using Item = std::variant<Message, Error>;

    InProcessChannel(std::shared_ptr<Link> link, int side);
    void post(Item item);
    void take(Item item);
    void step();
    void goOn();

    std::shared_ptr<Link> m_link;
    int m_side;
    bool m_started = false;
    bool m_held = false;
    bool m_ended = false;
    std::deque<Item> m_inbox;
};

} // namespace castdeck
