// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/privatefile.h"
#include "management/tlsfiles.h"

#include <QMap>

namespace castdeck
{

/// A server by a name of the user's.
struct Profile {
    QString address;     ///< HOST[:PORT], ssh://… or wds+ssh://…; with a command, what it is called
    QString fingerprint; ///< empty: the one that is pinned on first use
    QString tokenFile;   ///< its absolute path; the token itself is never kept here
    TlsFiles tlsFiles;   ///< their absolute paths
    QStringList command; ///< leads there: a program and its arguments; empty: the address does
};

/// The user's servers in one private file, which several programs may change. Thread: one.
class Profiles
{
public:
    /// A file that is not there yet holds no profile; one that cannot be read is an error that names it.
    static Result<Profiles> open(const QString &path);
    /// Where this user's are.
    static QString defaultPath();

    const QMap<QString, Profile> &all() const { return m_profiles; }
    /// Adds the profile or replaces it.
    Result<void> put(const QString &name, const Profile &profile);
    Result<void> remove(const QString &name);

private:
    explicit Profiles(QString path) : m_path(std::move(path)) {}
    Result<void> take(const QJsonObject &object);
    Result<void> change(const ObjectChange &change);

    QString m_path;
    QMap<QString, Profile> m_profiles;
};

} // namespace castdeck
