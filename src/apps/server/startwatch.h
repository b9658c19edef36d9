// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <chrono>
#include <memory>

namespace castdeck
{

/// Ends the program, with a word, when its start takes too long: before there is anything else to do it reads
/// its files in the main thread, and a disk that does not answer would keep it there for ever.
class StartWatch
{
public:
    static constexpr std::chrono::seconds Patience{20};

    /// @p message: what is said then. Without a thread for it nobody watches.
    explicit StartWatch(const QByteArray &message, std::chrono::milliseconds patience = Patience);
    /// In time.
    ~StartWatch();
    StartWatch(const StartWatch &) = delete;
    StartWatch &operator=(const StartWatch &) = delete;

private:
    struct Shared;
    std::shared_ptr<Shared> m_shared;
};

} // namespace castdeck
