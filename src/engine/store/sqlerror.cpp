// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/sqlerror.h"

#include <QSqlError>

namespace castdeck
{

namespace
{

ErrorCode sqlCodeOf(int code)
{
    switch (code & 0xFF) {
    case 5: // SQLITE_BUSY
    case 6: // SQLITE_LOCKED
        return ErrorCode::Busy;
    case 8: // SQLITE_READONLY
        return ErrorCode::FileAccessDenied;
    case 18: // SQLITE_TOOBIG
    case 19: // SQLITE_CONSTRAINT
    case 20: // SQLITE_MISMATCH
        // A trigger that refuses is none of ours, so it is the file that does not let us.
        return code == 1811 /* SQLITE_CONSTRAINT_TRIGGER */ ? ErrorCode::FileFailure
                                                            : ErrorCode::InvalidParameter;
    case 13: // SQLITE_FULL
        return ErrorCode::DeviceFull;
    default:
        return ErrorCode::FileFailure;
    }
}

} // namespace

tl::unexpected<Error> sqlFailure(const QString &path, const QSqlError &error)
{
    return failure(sqlCodeOf(error.nativeErrorCode().toInt()), path % QStringLiteral(": ") % error.text());
}

} // namespace castdeck
