// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/wds/failure.h"
#include "apps/wds/snapshot.h"
#include "apps/wds/text.h"

#include <initializer_list>
#include <optional>

namespace castdeck::wds
{

/// Reads the parameters of a request; the first that is wrong or missing is the failure, and what is read
/// after it is nothing.
class Parameters
{
public:
    /// @p what: how the object is called in a failure, such as "params".
    explicit Parameters(const json &object, std::string what = "params");

    std::uint32_t number(const char *key);
    std::uint32_t number(const char *key, std::uint32_t otherwise);
    std::uint64_t version(const char *key);
    bool flag(const char *key);
    bool flag(const char *key, bool otherwise);
    std::string text(const char *key);
    std::string text(const char *key, const std::string &otherwise);
    /// One of these.
    std::string word(const char *key, std::initializer_list<const char *> words);
    std::optional<Time> time(const char *key);
    /// An object in it. Its failures are those of this one once it is given back by take().
    Parameters object(const char *key);
    void take(const Parameters &inner);

    bool failed() const { return m_failure.code != 0; }
    const Failure &failure() const { return m_failure; }
    tl::unexpected<Failure> unexpected() const { return tl::unexpected<Failure>(m_failure); }

private:
    /// Null if there is none, or something failed before.
    const json *find(const char *key, bool needed);
    void fail(const char *key, const char *why);

    const json &m_object;
    std::string m_what;
    Failure m_failure;
};

/// What an administrator says with an ending.
struct Order {
    bool fallback = false; ///< else abort
    std::string reason;

    static Order from(Parameters &parameters);
};

} // namespace castdeck::wds
