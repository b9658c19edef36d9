// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QByteArray>
#include <mutex>
#include <optional>

namespace castdeck
{

/// The hash tree of a content, for those who hand it out: it may still be in the making. Thread-safe.
class ContentTree
{
public:
    /// PieceHashes::toBytes(); nothing as long as it is being made. An error is final.
    std::optional<Result<QByteArray>> bytes() const
    {
        const std::lock_guard lock(m_mutex);
        return m_bytes;
    }
    /// Once.
    void settle(Result<QByteArray> bytes)
    {
        const std::lock_guard lock(m_mutex);
        m_bytes = std::move(bytes);
    }

private:
    mutable std::mutex m_mutex;
    std::optional<Result<QByteArray>> m_bytes;
};

} // namespace castdeck
