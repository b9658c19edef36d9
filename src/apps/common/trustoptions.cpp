// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/common/trustoptions.h"

#include "management/fingerprint.h"

#include <CLI/CLI.hpp>

namespace castdeck
{

namespace
{

std::string isFingerprint(const std::string &text)
{
    const bool right = !plainFingerprint(QString::fromStdString(text)).isEmpty();
    return right ? std::string() : "not of the form sha256:HEX with 64 digits";
}

} // namespace

TrustOptions::TrustOptions(CLI::App &app)
{
    app.add_option("--token-file", m_tokenFile, "File with the token that the server wants over TLS")
        ->option_text("FILE");
    app.add_option("--fingerprint", m_fingerprint,
                   "Certificate expected of the server over TLS\n"
                   "(default: the one it showed when this user met it first)")
        ->option_text("sha256:HEX")
        ->check(isFingerprint);
    app.add_option("--ca", m_authorities, "Believe servers whose certificate is signed by one of these (PEM)")
        ->option_text("FILE");
    auto *certificate =
        app.add_option("--certificate", m_certificate, "Show this certificate to the server over TLS (PEM)")
            ->option_text("FILE");
    auto *key = app.add_option("--key", m_key, "The private key of --certificate (PEM)")->option_text("FILE");
    certificate->needs(key);
    key->needs(certificate);
}

bool TrustOptions::isAny() const
{
    return isCredential() || !m_fingerprint.empty();
}

bool TrustOptions::isCredential() const
{
    return !m_tokenFile.empty() || !m_authorities.empty() || !m_certificate.empty();
}

QString TrustOptions::fingerprint() const
{
    return plainFingerprint(QString::fromStdString(m_fingerprint));
}

TlsFiles TrustOptions::tlsFiles() const
{
    return {QString::fromStdString(m_authorities), QString::fromStdString(m_certificate),
            QString::fromStdString(m_key)};
}

} // namespace castdeck
