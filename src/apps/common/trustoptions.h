// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/tlsfiles.h"

#include <string>

namespace CLI
{
class App;
}

namespace castdeck
{

/// The options that say how a server is recognised over TLS and how the program shows who it is itself:
/// --token-file, --fingerprint, --ca, --certificate and --key. Must outlive the parsing.
class TrustOptions
{
public:
    /// Adds them to @p app.
    explicit TrustOptions(CLI::App &app);
    TrustOptions(const TrustOptions &) = delete;
    TrustOptions &operator=(const TrustOptions &) = delete;

    /// Whether one of them was given.
    bool isAny() const;
    /// Whether one was given that shows who the program is or whom it believes; a fingerprint can be met by
    /// anybody.
    bool isCredential() const;

    QString tokenFile() const { return QString::fromStdString(m_tokenFile); }
    /// Plain; empty if not given.
    QString fingerprint() const;
    TlsFiles tlsFiles() const;

private:
    std::string m_tokenFile;
    std::string m_fingerprint;
    std::string m_authorities;
    std::string m_certificate;
    std::string m_key;
};

} // namespace castdeck
