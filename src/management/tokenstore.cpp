// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/tokenstore.h"

#include "core/jsonarchive.h"
#include "management/privatefile.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <algorithm>
#include <mutex>
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

Result<TokenInfo> draftOf(const QString &name, Role role, const std::optional<QDateTime> &expiresAt)
{
    if (name.trimmed().isEmpty() || name.size() > maxNameLength)
        return failure(ErrorCode::InvalidParameter, QStringLiteral("name"));
    TokenInfo draft{{}, name, role, QDateTime::currentDateTimeUtc(), expiresAt};
    if (hasExpired(draft) || (expiresAt && !expiresAt->isValid()))
        return failure(ErrorCode::InvalidParameter, QStringLiteral("expiresAt"));
    return draft;
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

/// What is in the file and counts. Changed by one thread at a time, looked at by any.
class TokenStore::File
{
public:
    explicit File(QString path) : m_path(std::move(path)) {}

    const QString &path() const { return m_path; }
    Result<void> read();
    Result<NewToken> create(const TokenInfo &draft, const Delivery &deliver);
    Result<void> revoke(const QString &id);
    QList<Entry> entries() const
    {
        const std::lock_guard lock(m_mutex);
        return m_entries;
    }

private:
    Result<void> save(const QList<Entry> &entries);

    QString m_path;
    mutable std::mutex m_mutex; ///< for the entries
    QList<Entry> m_entries;
};

Result<void> TokenStore::File::read()
{
    const auto content = readPrivateFile(m_path);
    if (!content) {
        if (content.error().code == ErrorCode::FileNotFound)
            return {};
        return tl::unexpected(content.error());
    }
    // Never begun anew by itself: who has a token shall not lose it because a disk was full.
    if (content->trimmed().isEmpty())
        return failure(
            ErrorCode::FileFailure,
            m_path + QStringLiteral(": is empty. Put back a copy, or remove it: then all tokens are void "
                                    "and a new one is made for the administrator"));
    const QJsonDocument document = QJsonDocument::fromJson(*content);
    const QString error =
        json::Reader::read(document.isArray() ? QJsonValue(document.array()) : QJsonValue(), m_entries);
    if (!error.isEmpty())
        return failure(ErrorCode::FileFailure, m_path + QStringLiteral(": the list of tokens") + error);
    return {};
}

Result<NewToken> TokenStore::File::create(const TokenInfo &draft, const Delivery &deliver)
{
    QList<Entry> changed = entries();
    dropExpired(changed);
    if (changed.size() >= MaxTokens)
        return failure(
            ErrorCode::NoSystemResources,
            QStringLiteral("there are %1 tokens, which is as many as are kept").arg(changed.size()));
    const QByteArray secret = randomBytes(32);
    const QByteArray id = randomBytes(6);
    if (secret.isEmpty() || id.isEmpty())
        return failure(ErrorCode::NoSystemResources, QStringLiteral("random numbers"));

    NewToken token{draft, QString::fromLatin1(secret.toBase64(QByteArray::Base64UrlEncoding |
                                                              QByteArray::OmitTrailingEquals))};
    token.info.id = QString::fromLatin1(id.toHex());
    const auto delivered = deliver ? deliver(token) : Result<void>();
    if (!delivered)
        return tl::unexpected(delivered.error());
    changed.append({token.info, hashOf(token.secret)});
    return save(changed).map([&] { return token; });
}

Result<void> TokenStore::File::revoke(const QString &id)
{
    QList<Entry> changed = entries();
    if (changed.removeIf([&](const Entry &entry) { return entry.info.id == id; }) == 0)
        return failure(ErrorCode::InvalidParameter, id);
    return save(changed);
}

Result<void> TokenStore::File::save(const QList<Entry> &entries)
{
    const QJsonDocument document(json::Writer::json(entries).toArray());
    return writePrivateFile(m_path, document.toJson()).map([&] {
        const std::lock_guard lock(m_mutex);
        m_entries = entries;
    });
}

TokenStore::TokenStore(std::shared_ptr<File> file) : m_file(std::move(file)) {}

TokenStore::~TokenStore() = default;

Result<std::unique_ptr<TokenStore>> TokenStore::open(const QString &path)
{
    const auto file = std::make_shared<File>(path);
    return file->read().map([&] { return std::unique_ptr<TokenStore>(new TokenStore(file)); });
}

Result<NewToken> TokenStore::create(const QString &name, Role role, const std::optional<QDateTime> &expiresAt,
                                    const Delivery &deliver)
{
    return draftOf(name, role, expiresAt).and_then([&](const TokenInfo &draft) {
        return m_file->create(draft, deliver);
    });
}

Result<void> TokenStore::revoke(const QString &id)
{
    return m_file->revoke(id).map([&] { Q_EMIT revoked(id); });
}

QFuture<Result<NewToken>> TokenStore::makeToken(const QString &name, Role role,
                                                const std::optional<QDateTime> &expiresAt)
{
    const auto draft = draftOf(name, role, expiresAt);
    if (!draft)
        return answered<NewToken>(tl::unexpected(draft.error()));
    return change<NewToken>([draft = *draft](File &file) { return file.create(draft, {}); }, [] {});
}

QFuture<Result<Done>> TokenStore::endToken(const QString &id)
{
    return change<Done>([id](File &file) { return file.revoke(id).map([] { return Done{}; }); },
                        [this, id] { Q_EMIT revoked(id); });
}

/// In a thread that a disk may hold up; @p kept is called behind the answer, and also if that is late.
template <class T>
QFuture<Result<T>> TokenStore::change(std::function<Result<T>(File &)> edit,
                                      const std::function<void()> &kept)
{
    if (!m_writer)
        m_writer = std::make_unique<PatientThread>(Patience);
    const auto notAnswering = [path = m_file->path()] {
        return failure(ErrorCode::FolderNotAnswering, path);
    };
    if (m_writer->isLate())
        return answered<T>(notAnswering());
    const PendingReply<T> reply;
    m_writer->run<T>([file = m_file, edit = std::move(edit)] { return edit(*file); },
                     [reply, kept](const Result<T> &result) {
                         reply.answerNow(result);
                         if (result)
                             kept();
                     });
    m_writer->callIfLate(Patience, [reply, notAnswering] { reply.answerNow(notAnswering()); });
    return reply.future();
}

QList<TokenInfo> TokenStore::list() const
{
    QList<TokenInfo> infos;
    const QList<Entry> entries = m_file->entries();
    for (const Entry &entry : entries)
        infos.append(entry.info);
    return infos;
}

Result<TokenInfo> TokenStore::check(const QString &secret) const
{
    // Comparing hashes tells a stranger nothing of the secrets, however long it takes.
    const QByteArray hash = hashOf(secret);
    const QList<Entry> entries = m_file->entries();
    for (const Entry &entry : entries) {
        if (entry.hash == hash && !hasExpired(entry.info))
            return entry.info;
    }
    return failure(ErrorCode::NotAuthenticated, QStringLiteral("unknown or expired token"));
}

} // namespace castdeck
