// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "management/done.h"
#include "management/role.h"

#include <QFuture>
#include <QList>

namespace castdeck
{

/// All that is told of a token after it was made; its secret is not kept.
struct TokenInfo {
    QString id;
    QString name; ///< whom it was made for
    Role role = Role::Viewer;
    QDateTime createdAt;                ///< UTC
    std::optional<QDateTime> expiresAt; ///< UTC

    static void describe(auto &a, auto &v)
    {
        a("id", v.id);
        a("name", v.name);
        a("role", v.role);
        a("createdAt", v.createdAt);
        a("expiresAt", v.expiresAt);
    }
    friend bool operator==(const TokenInfo &, const TokenInfo &) = default;
};

/// A token as it is shown once, to the one who made it.
struct NewToken {
    TokenInfo info;
    QString secret;

    static void describe(auto &a, auto &v)
    {
        a("info", v.info);
        a("secret", v.secret);
    }
    friend bool operator==(const NewToken &, const NewToken &) = default;
};

/// The tokens of a server, as an administrator sees them.
/// Thread: that of the ServerEndpoints that use it.
class TokenRegistry
{
public:
    TokenRegistry() = default;
    TokenRegistry(const TokenRegistry &) = delete;
    TokenRegistry &operator=(const TokenRegistry &) = delete;
    virtual ~TokenRegistry() = default;

    // Answered when it is kept, with the error if it is not, or if the disk does not answer. One that it
    // turns out to have kept all the same counts from then on.

    /// InvalidParameter if the name is empty or the expiry has passed.
    virtual QFuture<Result<NewToken>> makeToken(const QString &name, Role role,
                                                const std::optional<QDateTime> &expiresAt) = 0;
    /// Ends the token and, behind its answer, every connection that was opened with it. InvalidParameter if
    /// there is none such.
    virtual QFuture<Result<Done>> endToken(const QString &id) = 0;
    virtual QList<TokenInfo> list() const = 0;
};

} // namespace castdeck
