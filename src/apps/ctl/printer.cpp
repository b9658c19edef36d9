// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/printer.h"

#include "apps/ctl/cell.h"
#include "core/untrusted.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <cstdio>
#include <wchar.h> // NOLINT(modernize-deprecated-headers): wcwidth is of POSIX

namespace castdeck
{

namespace
{

/// Columns it takes on a terminal.
int widthOf(const QString &text)
{
    int columns = 0;
    const auto codePoints = text.toUcs4();
    for (const uint c : codePoints) {
        const int one = wcwidth(static_cast<wchar_t>(c));
        columns += one < 0 ? 1 : one;
    }
    return columns;
}

QJsonValue valueOf(const QJsonObject &row, const Column &column)
{
    return row.value(QLatin1String(column.key));
}

QString padded(const QString &text, int width, Qt::AlignmentFlag side = Qt::AlignLeft)
{
    const QString room(std::max(width - widthOf(text), 0), QLatin1Char(' '));
    return side == Qt::AlignRight ? QString(room + text) : QString(text + room);
}

QString trimmedLine(QString line)
{
    while (line.endsWith(QLatin1Char(' ')))
        line.chop(1);
    return line + QLatin1Char('\n');
}

QString table(const Listing &listing)
{
    QList<QStringList> lines(listing.rows.size() + 1);
    QList<int> widths;
    for (const Column &column : listing.columns) {
        lines[0].append(QString::fromLatin1(column.title));
        for (qsizetype i = 0; i < listing.rows.size(); ++i)
            lines[i + 1].append(tableCell(valueOf(listing.rows[i], column), column.kind));
        int widest = 0;
        for (const QStringList &line : std::as_const(lines))
            widest = std::max(widest, widthOf(line.last()));
        widths.append(widest);
    }
    QString text;
    for (const QStringList &cells : std::as_const(lines)) {
        QString line;
        for (qsizetype i = 0; i < cells.size(); ++i)
            line += padded(cells[i], widths[i], sideOf(listing.columns[i].kind)) + QStringLiteral("  ");
        text += trimmedLine(line);
    }
    return text;
}

QString csv(const Listing &listing)
{
    QStringList keys;
    for (const Column &column : listing.columns)
        keys.append(QString::fromLatin1(column.key));
    QString text = keys.join(QLatin1Char(',')) + QLatin1Char('\n');
    for (const QJsonObject &row : listing.rows) {
        QStringList cells;
        for (const Column &column : listing.columns)
            cells.append(csvText(valueOf(row, column)));
        text += cells.join(QLatin1Char(',')) + QLatin1Char('\n');
    }
    return text;
}

QString fieldLines(const Listing &listing)
{
    int widest = 0;
    for (const Column &column : listing.columns)
        widest = std::max(widest, widthOf(QString::fromLatin1(column.title)));
    QString text;
    for (const Column &column : listing.columns) {
        text += trimmedLine(padded(QString::fromLatin1(column.title), widest) + QStringLiteral("  ") +
                            tableCell(valueOf(listing.rows.first(), column), column.kind));
    }
    return text;
}

QString document(const QJsonDocument &json)
{
    return escapedJson(QString::fromUtf8(json.toJson(QJsonDocument::Indented)));
}

} // namespace

QString Printer::list(const Listing &listing) const
{
    if (m_format == Format::Table)
        return table(listing);
    if (m_format == Format::Csv)
        return csv(listing);
    QJsonArray array;
    for (const QJsonObject &row : listing.rows)
        array.append(row);
    return document(QJsonDocument(array));
}

QString Printer::single(const Listing &listing) const
{
    if (m_format == Format::Table)
        return fieldLines(listing);
    return m_format == Format::Csv ? csv(listing) : document(QJsonDocument(listing.rows.first()));
}

QString Printer::line(const QJsonObject &object)
{
    const QByteArray json = QJsonDocument(object).toJson(QJsonDocument::Compact);
    return escapedJson(QString::fromUtf8(json)) + QLatin1Char('\n');
}

void Printer::write(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stdout);
    std::fflush(stdout);
}

void Printer::say(const QString &text)
{
    const QByteArray bytes = printable(text).toUtf8();
    std::fprintf(stderr, "castctl: %s\n", bytes.constData());
}

} // namespace castdeck
