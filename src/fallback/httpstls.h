// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fallback/connectionwatch.h"
#include "management/servercertificate.h"

#include <memory>
#include <mutex>
#include <openssl/ssl.h>

namespace castdeck
{

/// The TLS side of an HTTP server: which certificate it shows, changeable while it runs, and that every
/// connection is watched from its first byte to its last. Outlives the contexts it was set up for.
class HttpsTls
{
public:
    HttpsTls(ConnectionWatch &watch, Duration patience) : m_watch(watch), m_patience(patience) {}

    /// False if OpenSSL cannot use it.
    bool setCertificate(const ServerCertificate &certificate);
    /// TLS 1.2 or later.
    bool setUp(SSL_CTX &context);

private:
    struct Shown;
    static void onInfo(const SSL *connection, int where, int result);
    static int onHello(SSL *connection, void *self);

    ConnectionWatch &m_watch;
    const Duration m_patience;
    std::mutex m_mutex;
    std::shared_ptr<const Shown> m_shown;
};

} // namespace castdeck
