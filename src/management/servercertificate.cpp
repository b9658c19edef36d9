// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/servercertificate.h"

#include "management/fingerprint.h"
#include "management/privatefile.h"

#include <QDateTime>
#include <QFile>
#include <QLoggingCategory>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

namespace castdeck
{

namespace
{

Q_LOGGING_CATEGORY(certificateLog, "castdeck.management")

constexpr qint64 day = qint64{24} * 3600;

template <auto Free>
struct Freer {
    template <class T>
    void operator()(T *pointer) const
    {
        Free(pointer);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freer<X509_EXTENSION_free>>;
using Memory = std::unique_ptr<BIO, Freer<BIO_free_all>>;

bool addExtension(X509 *certificate, int nid, const QByteArray &value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.constData()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool setSerial(X509 *certificate)
{
    unsigned char bytes[8];
    if (RAND_bytes(bytes, sizeof bytes) != 1)
        return false;
    quint64 serial = 0;
    for (const unsigned char byte : bytes)
        serial = serial << 8U | byte;
    return ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1U) == 1;
}

bool setName(X509 *certificate, const QByteArray &name)
{
    X509_NAME *subject = X509_get_subject_name(certificate);
    return X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                                      reinterpret_cast<const unsigned char *>(name.constData()),
                                      int(name.size()), -1, 0) == 1 &&
           X509_set_issuer_name(certificate, subject) == 1;
}

template <class Write>
QByteArray pem(Write write)
{
    const Memory memory(BIO_new(BIO_s_mem()));
    if (!memory || write(memory.get()) != 1)
        return {};
    char *data = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &data);
    return QByteArray(data, qsizetype(size));
}

Key keyFrom(const QByteArray &keyPem)
{
    const Memory memory(BIO_new_mem_buf(keyPem.constData(), int(keyPem.size())));
    char noPassword[] = ""; // else one would be asked for at the terminal
    return Key(PEM_read_bio_PrivateKey(memory.get(), nullptr, nullptr, noPassword));
}

bool belongTogether(const QSslCertificate &certificate, const QByteArray &keyPem)
{
    const QByteArray der = certificate.toDer();
    const auto *bytes = reinterpret_cast<const unsigned char *>(der.constData());
    const Certificate parsed(d2i_X509(nullptr, &bytes, long(der.size())));
    const Key key = keyFrom(keyPem);
    return parsed && key && X509_check_private_key(parsed.get(), key.get()) == 1;
}

Result<MadeCertificate> makeFor(const Key &key, const QString &name, qint64 validFrom, qint64 validTo)
{
    // A common name has at most 64 characters, and commas separate alternative names.
    QString plain = name.left(64);
    plain.remove(QLatin1Char(','));
    const QByteArray utf8 = plain.toUtf8();
    const Certificate certificate(X509_new());
    if (!key || !certificate || X509_set_version(certificate.get(), X509_VERSION_3) != 1 ||
        !setSerial(certificate.get()) ||
        !X509_gmtime_adj(X509_getm_notBefore(certificate.get()), validFrom) ||
        !X509_gmtime_adj(X509_getm_notAfter(certificate.get()), validTo) ||
        X509_set_pubkey(certificate.get(), key.get()) != 1 || !setName(certificate.get(), utf8) ||
        !addExtension(certificate.get(), NID_basic_constraints, "critical,CA:FALSE") ||
        !addExtension(certificate.get(), NID_subject_alt_name, "DNS:" + utf8) ||
        X509_sign(certificate.get(), key.get(), EVP_sha256()) == 0)
        return failure(ErrorCode::Internal, QStringLiteral("the certificate cannot be made"));
    return MadeCertificate{
        pem([&](BIO *out) { return PEM_write_bio_X509(out, certificate.get()); }), pem([&](BIO *out) {
            return PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        })};
}

/// One file of a pair of ours.
struct Half {
    QString path;
    QByteArray content;
    bool isThere = false;
    bool isWhole = false;
};

Result<Half> look(const QString &path, bool (*isWhole)(const QByteArray &content))
{
    Half half{path, {}, true, false};
    auto content = readPrivateFile(path);
    if (content) {
        half.content = *content;
        half.isWhole = isWhole(*content);
    } else if (content.error().code == ErrorCode::FileNotFound) {
        half.isThere = false;
    } else {
        return tl::unexpected(content.error());
    }
    return half;
}

Result<void> setHalfAside(const Half &half)
{
    if (!half.isThere)
        return {};
    const auto aside = setFileAside(half.path);
    if (!aside)
        return tl::unexpected(aside.error());
    qCCritical(certificateLog).noquote()
        << half.path << "cannot be used; it is kept as" << *aside << "and a new one takes its place";
    return {};
}

} // namespace

QString ServerCertificate::fingerprint() const
{
    return chain.isEmpty() ? QString() : fingerprintOf(chain.first());
}

QString ServerCertificate::outOfItsTime(const QDateTime &now) const
{
    const QDateTime from = chain.first().effectiveDate().toUTC();
    const QDateTime to = chain.first().expiryDate().toUTC();
    if (now >= from && now <= to)
        return {};
    return QStringLiteral("good from %1 to %2 only, and not now, %3")
        .arg(from.toString(Qt::ISODate), to.toString(Qt::ISODate), now.toUTC().toString(Qt::ISODate));
}

Result<MadeCertificate> makeCertificate(const QString &name, qint64 validFrom, qint64 validTo)
{
    return makeFor(Key(EVP_EC_gen("P-256")), name, validFrom, validTo);
}

Result<ServerCertificate> ServerCertificate::load(const QString &certificatePath, const QString &keyPath)
{
    const auto chainPem = readPrivateFile(certificatePath);
    if (!chainPem)
        return tl::unexpected(chainPem.error());
    const auto keyPem = readPrivateFile(keyPath);
    if (!keyPem)
        return tl::unexpected(keyPem.error());

    ServerCertificate made;
    made.chain = QSslCertificate::fromData(*chainPem, QSsl::Pem);
    if (made.chain.isEmpty() || made.chain.first().isNull())
        return failure(ErrorCode::FileFailure, certificatePath + QStringLiteral(": no certificate in PEM"));
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Ec, QSsl::Rsa}) {
        made.key = QSslKey(*keyPem, algorithm, QSsl::Pem);
        if (made.key.isNull())
            continue;
        if (belongTogether(made.chain.first(), *keyPem))
            return made;
        return failure(ErrorCode::FileFailure,
                       QStringLiteral("%1: not the key of %2").arg(keyPath, certificatePath));
    }
    return failure(ErrorCode::FileFailure, keyPath + QStringLiteral(": no private key in PEM"));
}

Result<ServerCertificate> ServerCertificate::loadOrMake(const QString &certificatePath,
                                                        const QString &keyPath, const QString &name)
{
    const auto certificate =
        look(certificatePath, [](const QByteArray &text) { return !QSslCertificate(text).isNull(); });
    if (!certificate)
        return tl::unexpected(certificate.error());
    const auto key = look(keyPath, [](const QByteArray &text) { return bool(keyFrom(text)); });
    if (!key)
        return tl::unexpected(key.error());
    if (certificate->isWhole && key->isWhole)
        return load(certificatePath, keyPath);

    const auto made = makeFor(key->isWhole ? keyFrom(key->content) : Key(EVP_EC_gen("P-256")), name, -day,
                              qint64{20} * 365 * day);
    if (!made)
        return tl::unexpected(made.error());
    // The certificate first, so that a new key never stands beside the old one's, and last, for the same
    // reason.
    auto done = setHalfAside(*certificate);
    if (done && !key->isWhole)
        done = setHalfAside(*key).and_then([&] { return writePrivateFile(keyPath, made->key); });
    if (done)
        done = writePrivateFile(certificatePath, made->certificate);
    if (!done)
        return tl::unexpected(done.error());
    auto loaded = load(certificatePath, keyPath);
    if (loaded && (certificate->isThere || key->isThere))
        qCWarning(certificateLog).noquote()
            << certificatePath << "is new, its fingerprint" << loaded->fingerprint()
            << "too: tell it to all who pinned the one before";
    return loaded;
}

} // namespace castdeck
