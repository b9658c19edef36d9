// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/tokenstore.h"

#include "core/jsonarchive.h"
#include "management/privatefile.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <algorithm>
#include <openssl/rand.h>

namespace castdeck
{

namespace
{

constexpr qsizetype maxNameLength = 128;

QByteArray randomBytes(int count)
{
    QByteArray bytes(count, '\0');
    const int ok = RAND_bytes(reinterpret_cast<unsigned char *>(bytes.data()), count);
    return ok == 1 ? bytes : QByteArray();
}

QByteArray hashOf(const QString &secret)
{
    return QCryptographicHash::hash(secret.toUtf8(), QCryptographicHash::Sha256);
}

bool hasExpired(const TokenInfo &info)
{
    return info.expiresAt && *info.expiresAt <= QDateTime::currentDateTimeUtc();
}

/// Makes room for one more, if it can be had.
void dropExpired(QList<TokenStore::Entry> &entries)
{
    const qsizetype surplus = entries.size() + 1 - TokenStore::MaxTokens;
    QList<QDateTime> ends;
    for (const TokenStore::Entry &entry : std::as_const(entries)) {
        if (hasExpired(entry.info))
            ends.append(*entry.info.expiresAt);
    }
    if (surplus < 1 || ends.isEmpty())
        return;
    const auto last = ends.begin() + (std::min(surplus, ends.size()) - 1);
    std::ranges::nth_element(ends, last);
    entries.removeIf([&](const TokenStore::Entry &entry) {
        return entry.info.expiresAt && *entry.info.expiresAt <= *last;
    });
}

} // namespace

Result<std::unique_ptr<TokenStore>> TokenStore::open(const QString &path)
{
    std::unique_ptr<TokenStore> store(new TokenStore(path));
    const auto content = readPrivateFile(path);
    if (!content) {
        if (content.error().code == ErrorCode::FileNotFound)
            return store;
        return tl::unexpected(content.error());
    }
    // Never begun anew by itself: who has a token shall not lose it because a disk was full.
    if (content->trimmed().isEmpty())
        return failure(
            ErrorCode::FileFailure,
            path + QStringLiteral(": is empty. Put back a copy, or remove it: then all tokens are void "
                                  "and a new one is made for the administrator"));
    const QJsonDocument document = QJsonDocument::fromJson(*content);
    const QString error = json::Reader::read(document.isArray() ? QJsonValue(document.array()) : QJsonValue(),
                                             store->m_entries);
    if (!error.isEmpty())
        return failure(ErrorCode::FileFailure, path + QStringLiteral(": the list of tokens") + error);
    return store;
}

Result<NewToken> TokenStore::create(const QString &name, Role role, const std::optional<QDateTime> &expiresAt,
                                    const Delivery &deliver)
{
    if (name.trimmed().isEmpty() || name.size() > maxNameLength)
        return failure(ErrorCode::InvalidParameter, QStringLiteral("name"));
    const Entry draft{{{}, name, role, QDateTime::currentDateTimeUtc(), expiresAt}, {}};
    if (hasExpired(draft.info) || (expiresAt && !expiresAt->isValid()))
        return failure(ErrorCode::InvalidParameter, QStringLiteral("expiresAt"));
    QList<Entry> entries = m_entries;
    dropExpired(entries);
    if (entries.size() >= MaxTokens)
        return failure(
            ErrorCode::NoSystemResources,
            QStringLiteral("there are %1 tokens, which is as many as are kept").arg(entries.size()));
    const QByteArray secret = randomBytes(32);
    const QByteArray id = randomBytes(6);
    if (secret.isEmpty() || id.isEmpty())
        return failure(ErrorCode::NoSystemResources, QStringLiteral("random numbers"));

    NewToken token{draft.info, QString::fromLatin1(secret.toBase64(QByteArray::Base64UrlEncoding |
                                                                   QByteArray::OmitTrailingEquals))};
    token.info.id = QString::fromLatin1(id.toHex());
    const auto delivered = deliver ? deliver(token) : Result<void>();
    if (!delivered)
        return tl::unexpected(delivered.error());
    entries.append({token.info, hashOf(token.secret)});
    const auto saved = save(entries);
    if (!saved)
        return tl::unexpected(saved.error());
    return token;
}

QList<TokenInfo> TokenStore::list() const
{
    QList<TokenInfo> infos;
    for (const Entry &entry : m_entries)
        infos.append(entry.info);
    return infos;
}

Result<void> TokenStore::revoke(const QString &id)
{
    QList<Entry> entries = m_entries;
    if (entries.removeIf([&](const Entry &entry) { return entry.info.id == id; }) == 0)
        return failure(ErrorCode::InvalidParameter, id);
    auto saved = save(entries);
    if (saved)
        Q_EMIT revoked(id);
    return saved;
}

Result<TokenInfo> TokenStore::check(const QString &secret) const
{
    // Comparing hashes tells a stranger nothing of the secrets, however long it takes.
    const QByteArray hash = hashOf(secret);
    for (const Entry &entry : m_entries) {
        if (entry.hash == hash && !hasExpired(entry.info))
            return entry.info;
    }
    return failure(ErrorCode::NotAuthenticated, QStringLiteral("unknown or expired token"));
}

Result<void> TokenStore::save(const QList<Entry> &entries)
{
    const QJsonDocument document(json::Writer::json(entries).toArray());
    auto written = writePrivateFile(m_path, document.toJson());
    if (written)
        m_entries = entries;
    return written;
}

} // namespace castdeck
