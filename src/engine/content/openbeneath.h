// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QByteArray>

namespace castdeck
{

enum class BeneathMethod {
    Automatic, ///< openat2, by path where the kernel has no openat2 or it meets an absolute link
    ByPath,    ///< whatever the name leads to, if that turns out to be below the folder
};

/// Opens a regular file below the folder @p folder for reading, by whatever symlinks: what is not below it is
/// ContentNotFound. Never blocks and never opens a
/// device: other kinds of file are WrongFileKind. @p name is relative, in the system's bytes. The descriptor
/// is the caller's, close-on-exec. Needs /proc.
Result<int> openBeneath(int folder, const QByteArray &name, BeneathMethod method = BeneathMethod::Automatic);

} // namespace castdeck
