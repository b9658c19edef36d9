// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/tlsclient.h"

namespace castdeck
{

/// The PEM files with which the asking end recognises servers and shows who it is itself. Empty paths: none.
struct TlsFiles {
    QString authorities; ///< servers whose certificate one of these signed are believed
    QString certificate; ///< for servers that demand one, with key
    QString key;

    /// Reads them into @p target. Errors name the file; a certificate without its key is InvalidParameter.
    Result<void> addTo(TlsTarget &target) const;

    friend bool operator==(const TlsFiles &, const TlsFiles &) = default;
};

} // namespace castdeck
