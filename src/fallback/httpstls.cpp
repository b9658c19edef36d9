// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fallback/httpstls.h"

#include <memory>
#include <openssl/pem.h>

namespace castdeck
{

namespace
{

struct Free {
    void operator()(BIO *bio) const { BIO_free(bio); }
    void operator()(X509 *certificate) const { X509_free(certificate); }
    void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
    void operator()(STACK_OF(X509) * chain) const { sk_X509_pop_free(chain, X509_free); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

Owned<BIO> reading(const QByteArray &bytes)
{
    return Owned<BIO>(BIO_new_mem_buf(bytes.constData(), int(bytes.size())));
}

/// What SSL_free() has to say, which is the last before a socket is closed and no longer knows which.
struct Watched {
    ConnectionWatch &watch;
    int socket;
};

/// Called for every TLS connection of the process.
void onFreed(void *, void *watched, CRYPTO_EX_DATA *, int, long, void *)
{
    const std::unique_ptr<Watched> ours(static_cast<Watched *>(watched));
    if (ours)
        ours->watch.forget(ours->socket);
}

int watchIndex()
{
    static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, onFreed);
    return index;
}

} // namespace

struct HttpsTls::Shown {
    Owned<X509> certificate;
    Owned<EVP_PKEY> key;
    Owned<STACK_OF(X509)> chain;
};

bool HttpsTls::setCertificate(const ServerCertificate &certificate)
{
    auto shown = std::make_shared<Shown>();
    shown->chain.reset(sk_X509_new_null());
    for (const QSslCertificate &one : certificate.chain) {
        Owned<X509> parsed(PEM_read_bio_X509(reading(one.toPem()).get(), nullptr, nullptr, nullptr));
        if (!parsed)
            return false;
        if (!shown->certificate)
            shown->certificate = std::move(parsed);
        else if (sk_X509_push(shown->chain.get(), parsed.get()) > 0)
            static_cast<void>(parsed.release());
    }
    shown->key.reset(
        PEM_read_bio_PrivateKey(reading(certificate.key.toPem()).get(), nullptr, nullptr, nullptr));
    if (!shown->certificate || !shown->key ||
        X509_check_private_key(shown->certificate.get(), shown->key.get()) != 1)
        return false;
    const std::lock_guard lock(m_mutex);
    m_shown = std::move(shown);
    return true;
}

bool HttpsTls::setUp(SSL_CTX &context)
{
    if (watchIndex() < 0 || SSL_CTX_set_min_proto_version(&context, TLS1_2_VERSION) != 1)
        return false;
    SSL_CTX_set_options(&context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_app_data(&context, this);
    SSL_CTX_set_info_callback(&context, onInfo);
    SSL_CTX_set_cert_cb(&context, onHello, this);
    return true;
}

void HttpsTls::onInfo(const SSL *connection, int where, int)
{
    if (!(where & SSL_CB_HANDSHAKE_START) || SSL_get_ex_data(connection, watchIndex()))
        return;
    auto *const self = static_cast<HttpsTls *>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(connection)));
    const int socket = SSL_get_fd(connection);
    // The library hands out a const pointer, yet ex data is what it is for.
    SSL_set_ex_data(const_cast<SSL *>(connection), watchIndex(), new Watched{self->m_watch, socket});
    self->m_watch.add(socket, self->m_patience);
}

int HttpsTls::onHello(SSL *connection, void *data)
{
    auto *const self = static_cast<HttpsTls *>(data);
    std::shared_ptr<const Shown> shown;
    {
        const std::lock_guard lock(self->m_mutex);
        shown = self->m_shown;
    }
    return shown && SSL_use_certificate(connection, shown->certificate.get()) == 1 &&
                   SSL_use_PrivateKey(connection, shown->key.get()) == 1 &&
                   SSL_set1_chain(connection, shown->chain.get()) == 1
               ? 1
               : 0;
}

} // namespace castdeck
