// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QCoreApplication>

namespace castdeck
{

/// The only place where an error becomes a sentence.
class ErrorText
{
    Q_DECLARE_TR_FUNCTIONS(castdeck::ErrorText)
public:
    /// One sentence for a person, with the thing it is about where the error names one.
    static QString sentence(const Error &error);
    /// The symbol and the hexadecimal code, for a search or a report: "WDSMCS_E_CLIENT_NOT_FOUND, C1210104".
    static QString details(const Error &error);
    /// Whether the code has a sentence of its own.
    static bool isKnown(ErrorCode code);
};

} // namespace castdeck
