// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

namespace castdeck
{

/// For a file that several programs change: held by one of them at a time, however it ends. It is a file of
/// its own, NAME.lock, which stays, since the one it is about is replaced and cannot be locked itself.
class ChangeLock
{
public:
    explicit ChangeLock(const QString &path);
    Q_DISABLE_COPY_MOVE(ChangeLock)
    ~ChangeLock();

    /// Waits for two seconds at most, then Busy. A file system without locks is no reason to fail.
    Result<void> take() const;

private:
    QString m_path;
    int m_file;
};

} // namespace castdeck
