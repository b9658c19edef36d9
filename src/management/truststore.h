// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/privatefile.h"

#include <QMap>

namespace castdeck
{

/// The fingerprints of the servers this user has met, in one private file that all programs of the user
/// change. A name is met for the first time once; afterwards only the same certificate will do, until it is
/// forgotten on purpose. Each change merges one server into what the file holds by then. Thread: one.
class TrustStore
{
public:
    enum class Verdict { Known, New };

    /// A file that is not there yet is an empty store; one that cannot be read is an error that names it:
    /// nothing is trusted anew because of it.
    static Result<TrustStore> open(const QString &path);
    /// Where this user's is.
    static QString defaultPath();

    /// @p server is "host:port". Pins the fingerprint if the server is new. FingerprintMismatch, with both
    /// values in the detail, if it is known by another.
    Result<Verdict> check(const QString &server, const QString &fingerprint);
    /// Empty if never met.
    QString fingerprint(const QString &server) const { return m_pins.value(server); }
    /// Replaces what is known of the server; for a person who has compared the fingerprints.
    Result<void> pin(const QString &server, const QString &fingerprint);
    Result<void> forget(const QString &server);

private:
    explicit TrustStore(QString path) : m_path(std::move(path)) {}
    Result<void> change(const ObjectChange &change);

    QString m_path;
    QMap<QString, QString> m_pins;
};

} // namespace castdeck
