// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QByteArrayView>
#include <array>
#include <memory>
#include <optional>
#include <span>

namespace castdeck
{

/// SHA-256 over a content, byte after byte (session-initiation §4). Movable, one thread at a time.
class ContentDigest
{
public:
    using Value = std::array<uint8_t, 32>;

    ContentDigest();
    ~ContentDigest();
    ContentDigest(ContentDigest &&) noexcept;
    ContentDigest &operator=(ContentDigest &&) noexcept;

    void add(std::span<const uint8_t> bytes);
    /// Of what was added; the next one begins. Nothing, from then on, if the cryptographic library failed
    /// anywhere, so that no failure looks like a match.
    std::optional<Value> finish();
    /// As finish(). VerificationFailed, with both values in the detail, if it is another.
    Result<void> compare(const Value &expected);

    /// Of one run of bytes, as finish() has it.
    static std::optional<Value> of(QByteArrayView bytes);

    /// "sha256:" and 64 hex digits, in either case.
    static std::optional<Value> fromText(const QString &text);
    static QString text(const Value &value);

private:
    struct Context;
    std::unique_ptr<Context> m_context;
};

} // namespace castdeck
