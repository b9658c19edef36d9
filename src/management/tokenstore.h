// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/patientthread.h"
#include "core/reply.h"
#include "management/tokenregistry.h"

#include <QObject>
#include <functional>
#include <memory>

namespace castdeck
{

/// The tokens of one server in one private file. Only the SHA-256 of a secret is kept; a secret is 32 random
/// bytes, so a slow hash would protect nothing.
/// At most MaxTokens are kept. A new one takes the place of the one that expired first; as long as there is
/// room the expired ones stay, because the clock that says so may be wrong.
/// Thread: that of the listener that asks it. Every change is on disk before it is answered.
class TokenStore final : public QObject, public TokenRegistry
{
    Q_OBJECT
public:
    static constexpr qsizetype MaxTokens = 4'096;
    /// How long a change may take; then FolderNotAnswering, and so is every other until it is over.
    static constexpr std::chrono::seconds Patience{10};

    /// A file that is not there yet is an empty store; one that cannot be read is an error that names it, and
    /// is left alone.
    static Result<std::unique_ptr<TokenStore>> open(const QString &path);
    ~TokenStore() override;

    /// Puts the secret where its owner finds it, before the token counts for anything: if that fails there is
    /// no such token.
    using Delivery = std::function<Result<void>(const NewToken &)>;
    // The same as makeToken() and endToken() but in this thread, for when nobody is served yet: a disk that
    // does not answer is waited for.
    /// NoSystemResources if there are as many as can be kept and none of them has expired.
    Result<NewToken> create(const QString &name, Role role, const std::optional<QDateTime> &expiresAt,
                            const Delivery &deliver = {});
    Result<void> revoke(const QString &id);

    QFuture<Result<NewToken>> makeToken(const QString &name, Role role,
                                        const std::optional<QDateTime> &expiresAt) override;
    QFuture<Result<Done>> endToken(const QString &id) override;
    QList<TokenInfo> list() const override;

    /// Whose secret this is; NotAuthenticated if it is unknown, expired or revoked.
    Result<TokenInfo> check(const QString &secret) const;

    /// As it is in the file.
    struct Entry {
        TokenInfo info;
        QByteArray hash;

        static void describe(auto &a, auto &v)
        {
            TokenInfo::describe(a, v.info);
            a("sha256", v.hash);
        }
    };

Q_SIGNALS:
    /// The token is worth nothing any more, and neither is what was opened with it.
    void revoked(const QString &id);

private:
    class File;
    explicit TokenStore(std::shared_ptr<File> file);
    template <class T>
    QFuture<Result<T>> change(std::function<Result<T>(File &)> edit, const std::function<void()> &kept);

    std::shared_ptr<File> m_file;
    std::unique_ptr<PatientThread> m_writer; ///< delivers to the thread that asked first
};

} // namespace castdeck
