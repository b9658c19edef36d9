// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/rejection.h"

#include <iterator>

namespace castdeck::wire
{

namespace
{

// In the order of the enumerators.
constexpr const char *names[] = {
    "too-short",
    "bad-magic",
    "bad-security-type",
    "security-mode-mismatch",
    "unsupported-security",
    "bad-security-length",
    "bad-checksum",
    "bad-hmac",
    "wrong-session",
    "unknown-opcode",
    "wrong-direction",
    "truncated",
    "length-overrun",
    "bad-address-length",
    "bad-count",
    "bad-value",
    "bad-options",
    "trailing-bytes",
    "bad-size",
    "bad-range",
    "missing-option",
    "bad-string",
    "bad-option-length",
    "unknown-key",
    "bad-seal",
    "replayed",
};
static_assert(std::size(names) == RejectionCount);

} // namespace

const char *name(Rejection rejection)
{
    return names[static_cast<size_t>(rejection)];
}

} // namespace castdeck::wire
