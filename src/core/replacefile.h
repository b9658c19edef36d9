// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QByteArray>

namespace castdeck
{

/// For whom a file is that replaceFile() makes.
enum class FileAccess : quint8 {
    Private, ///< its owner alone (0600); a symbolic link in its place is replaced, never followed
    Shared,  ///< as before, or as the system makes new ones; a symbolic link is followed and stays
};

/// The only way in which a file of ours takes another content: written beside it, brought to the disk, then
/// renamed. Whatever fails or is killed on the way, @p path holds the old content or the new one, whole; an
/// error means that the new one may not survive a power cut, or is not there at all. Waits for the disk.
/// Thread-safe; of several that replace one file, the last wins.
/// Errors name the path: DeviceFull, FileAccessDenied, WrongFileKind, FileFailure and their kin.
Result<void> replaceFile(const QString &path, const QByteArray &content, FileAccess access);

/// Removes what a replaceFile() that was killed left in @p folder; what a living one works on stays.
/// replaceFile() does so itself in its own folder.
void sweepReplacements(const QString &folder);

} // namespace castdeck
