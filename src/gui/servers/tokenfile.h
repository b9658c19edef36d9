// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

namespace castdeck
{

/// The token in a file that is this user's alone, without the white space around it. The file system may not
/// answer, so not in the window's thread. Errors name the path: FileNotFound, WrongFileKind for what is no
/// file, FileAccessDenied for one that others may read or that belongs to somebody else, FileFailure for one
/// that holds no token.
Result<QString> readTokenFile(const QString &path);

} // namespace castdeck
