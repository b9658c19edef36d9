// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QByteArray>

namespace castdeck
{

enum class BeneathMethod {
    Automatic,    ///< openat2, by components where the kernel has no openat2
    ByComponents, ///< one O_NOFOLLOW openat per component: refuses symlinks altogether
};

/// Opens a regular file below the folder @p folder for reading and never leaves that folder on the way: no
/// `..`, no absolute name, no symlink that points outside: ContentNotFound. Never blocks and never opens a
/// device: other kinds of file are WrongFileKind. @p name is relative, in the system's bytes. The descriptor
/// is the caller's, close-on-exec. Needs /proc.
Result<int> openBeneath(int folder, const QByteArray &name, BeneathMethod method = BeneathMethod::Automatic);

} // namespace castdeck
