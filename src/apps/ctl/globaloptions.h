// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/tlsfiles.h"

#include <QString>

namespace castdeck
{

enum class Format { Table, Json, Csv };

/// The options that stand before (or after) every verb.
struct GlobalOptions {
    QString server = QStringLiteral("localhost"); ///< name of a profile, else its address
    QString tokenFile;
    QString fingerprint;
    TlsFiles tlsFiles;
    Format format = Format::Table;
};

} // namespace castdeck
