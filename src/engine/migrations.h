// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSqlDatabase>
#include <QSqlError>

namespace castdeck
{

/// The schema that this program writes. Version n is what the first n steps make of an empty file; a step
/// that files were written with is never changed, a new one is put behind it.
int storeVersion();

/// Runs the steps that a file of version @p from lacks, and notes the new version: all of it or nothing. The
/// error is of type NoError if all went well.
QSqlError migrateStore(QSqlDatabase &database, int from);

} // namespace castdeck
