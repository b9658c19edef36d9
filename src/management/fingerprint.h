// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

class QSslCertificate;

namespace castdeck
{

/// A certificate's fingerprint is "sha256:" and the 64 lower-case hex digits of the digest of its DER form.
QString fingerprintOf(const QSslCertificate &certificate);

/// The fingerprint a person typed or pasted: in any case, with or without "sha256:", with or without colons
/// between the digits. Empty if it is none.
QString plainFingerprint(const QString &text);

/// Words for a certificate that is not the expected one.
Error fingerprintMismatch(const QString &expected, const QString &found);

} // namespace castdeck
