// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/content/contentdigest.h"

#include <QtGlobal>
#include <algorithm>
#include <openssl/evp.h>

namespace castdeck
{

namespace
{
const QString Prefix = QStringLiteral("sha256:");
} // namespace

struct ContentDigest::Context {
    Context()
        : digest(EVP_MD_CTX_new()), good(digest && EVP_DigestInit_ex(digest, EVP_sha256(), nullptr) == 1)
    {
    }
    ~Context() { EVP_MD_CTX_free(digest); }
    Q_DISABLE_COPY_MOVE(Context)

    EVP_MD_CTX *digest;
    bool good;
};

ContentDigest::ContentDigest() : m_context(std::make_unique<Context>()) {}
ContentDigest::~ContentDigest() = default;
ContentDigest::ContentDigest(ContentDigest &&) noexcept = default;
ContentDigest &ContentDigest::operator=(ContentDigest &&) noexcept = default;

void ContentDigest::add(std::span<const uint8_t> bytes)
{
    Context &context = *m_context;
    context.good = context.good && EVP_DigestUpdate(context.digest, bytes.data(), bytes.size()) == 1;
}

std::optional<ContentDigest::Value> ContentDigest::finish()
{
    Value value;
    Context &context = *m_context;
    // Starting anew takes less than making another one, which for many short ones is most of the work.
    context.good = context.good && EVP_DigestFinal_ex(context.digest, value.data(), nullptr) == 1 &&
                   EVP_DigestInit_ex(context.digest, nullptr, nullptr) == 1;
    return context.good ? std::optional(value) : std::nullopt;
}

std::optional<ContentDigest::Value> ContentDigest::of(QByteArrayView bytes)
{
    ContentDigest digest;
    digest.add({reinterpret_cast<const uint8_t *>(bytes.data()), size_t(bytes.size())});
    return digest.finish();
}

Result<void> ContentDigest::compare(const Value &expected)
{
    const auto found = finish();
    if (found == expected)
        return {};
    return failure(ErrorCode::VerificationFailed,
                   QStringLiteral("expected %1, found %2")
                       .arg(text(expected), found ? text(*found) : QStringLiteral("nothing")));
}

std::optional<ContentDigest::Value> ContentDigest::fromText(const QString &text)
{
    const QByteArray digits = text.sliced(std::min(text.size(), Prefix.size())).toLatin1();
    // What is no hex digit is skipped in the conversion, so nothing else may come back the same.
    const QByteArray bytes = QByteArray::fromHex(digits);
    Value value;
    if (!text.startsWith(Prefix) || digits.size() != 2 * qsizetype(value.size()) ||
        bytes.toHex() != digits.toLower())
        return std::nullopt;
    std::ranges::copy(bytes, value.begin());
    return value;
}

QString ContentDigest::text(const Value &value)
{
    const QByteArray bytes(reinterpret_cast<const char *>(value.data()), qsizetype(value.size()));
    return Prefix + QString::fromLatin1(bytes.toHex());
}

} // namespace castdeck
