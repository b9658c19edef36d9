// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"
#include "core/error.h"

namespace castdeck
{

/// The folder where a server keeps what is its own, held by one server at a time.
class StateDirectory
{
public:
    /// Makes the folder, for its owner alone, if there is none, and sweeps out what a server that was killed
    /// left half written. Busy if another server holds it.
    static Result<StateDirectory> open(const QString &path);

    QString certificate() const { return file("certificate.pem"); }
    QString key() const { return file("key.pem"); }
    QString tokens() const { return file("tokens.json"); }
    QString adminToken() const { return file("admin.token"); }
    QString store() const { return file("store.sqlite"); }
    QString history() const { return file("history.sqlite"); }
    QString images() const { return file("images"); }
    QString trees() const { return file("trees"); }

private:
    StateDirectory(QString path, Descriptor lock) : m_path(std::move(path)), m_lock(std::move(lock)) {}
    QString file(const char *name) const { return m_path + QLatin1Char('/') + QLatin1String(name); }

    QString m_path;
    Descriptor m_lock; ///< the system lets go of it however the program ends
};

} // namespace castdeck
