// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/ctl/globaloptions.h"
#include "apps/ctl/listing.h"

namespace castdeck
{

/// Renders listings. Whatever the texts in them hold, no character that steers a terminal is in the result.
class Printer
{
public:
    explicit Printer(Format format) : m_format(format) {}

    Format format() const { return m_format; }
    /// Many rows: a table, an array, or lines with a header.
    QString list(const Listing &listing) const;
    /// The only row: one field a line, an object, or as list().
    QString single(const Listing &listing) const;
    /// One line of JSON.
    static QString line(const QJsonObject &object);

    /// To standard output, at once.
    static void write(const QString &text);
    /// To standard error, under the name of the program.
    static void say(const QString &text);

private:
    Format m_format;
};

} // namespace castdeck
