// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QFile>

namespace castdeck
{

/// Makes an open file look as if it had been written long ago: a server waits for what is still being
/// written.
inline bool makeOld(QFile &file)
{
    return file.flush() &&
           file.setFileTime(QDateTime::currentDateTimeUtc().addDays(-1), QFileDevice::FileModificationTime);
}

/// The same of a file that is there.
inline bool makeOld(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadWrite) && makeOld(file);
}

} // namespace castdeck
