// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/servers/serverprofile.h"

#include <QJsonObject>
#include <QList>

namespace castdeck
{

/// Writes the profile into an entry of a list; what others have written there stays.
void putInto(QJsonObject &entry, const ServerProfile &profile);
/// The id of the profile in such an entry; empty if it has none.
QString idOf(const QJsonObject &entry);
/// Nothing if it cannot be used: a file that was edited by hand may hold anything.
std::optional<ServerProfile> profileOf(const QJsonObject &entry);

/// A list for other people and computers: no ids, and no secrets, which no profile has. The files that a
/// profile names are named there too.
QByteArray exportedProfiles(const QList<ServerProfile> &profiles);

/// What such a list holds.
struct ImportedProfiles {
    QList<ServerProfile> profiles; ///< without ids
    int unusable = 0;              ///< entries without an address, such as those with only a command
};
/// FileFailure, with what is wrong, if it is no such list. No command comes from it.
Result<ImportedProfiles> importedProfiles(const QByteArray &content);
/// The same of a file; not in the window's thread. Bytes: 1 MiB at most.
Result<ImportedProfiles> importedProfilesIn(const QString &path);

} // namespace castdeck
