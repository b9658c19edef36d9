// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <sys/stat.h>

class QFile;

namespace castdeck
{

/// Opens for reading what a person named, and tells what it is. A pipe does not keep the caller waiting for
/// somebody to write; a file system that does not answer does. Errors name the path: FileNotFound,
/// FileAccessDenied, WrongFileKind for what is no file.
Result<struct stat> openRegularFile(QFile &file, const QString &path);

} // namespace castdeck
