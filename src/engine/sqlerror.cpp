// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sqlerror.h"

#include <QSqlError>

namespace castdeck
{

tl::unexpected<Error> sqlFailure(const QString &path, const QSqlError &error)
{
    const int code = error.nativeErrorCode().toInt() & 0xFF;
    return failure(code == 13 /* SQLITE_FULL */ ? ErrorCode::DeviceFull : ErrorCode::FileFailure,
                   path % QStringLiteral(": ") % error.text());
}

} // namespace castdeck
