// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>

namespace castdeck::wds
{

/// What went wrong, as HRESULT, and with what: "session 7: Terminate".
struct Failure {
    std::uint32_t code = 0;
    std::string detail;

    friend bool operator==(const Failure &a, const Failure &b)
    {
        return a.code == b.code && a.detail == b.detail;
    }
};

template <class T>
using Result = tl::expected<T, Failure>;

inline tl::unexpected<Failure> failure(std::uint32_t code, std::string detail)
{
    return tl::unexpected<Failure>(Failure{code, std::move(detail)});
}

} // namespace castdeck::wds
