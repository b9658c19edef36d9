// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QVariant>

namespace castdeck
{

/// One column of a RecordModel.
struct RecordColumn {
    QString key;   ///< stable name, for other programs
    QString title; ///< for people
    enum class Kind : quint8 { Text, Number, Time } kind = Kind::Text;
};

/// What a cell shows, and what it says to other programs: a number without units, ISO 8601 UTC, a stable
/// name; invalid: there is nothing to say.
struct RecordCell {
    QString text;
    QVariant value;
};

/// Something that is over: it never changes. Cells in the order of the columns.
struct Record {
    QList<RecordCell> cells;
    QString toolTip; ///< plain text
    bool alert = false;
    bool isNote = false; ///< words about the list, which stay above what is in it
    QList<Record> children;
};

} // namespace castdeck
