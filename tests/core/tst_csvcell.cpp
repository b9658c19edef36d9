// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/csvcell.h"
#include "support/testprogram.h"

#include <QTest>

namespace castdeck::tst_csvcell
{

class TestCsvCell : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cells_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("cell");
        const auto row = [](const char *text, const char *cell) {
            QTest::addRow("%s", text) << QString::fromUtf8(text) << QString::fromUtf8(cell);
        };
        row("", "");
        row("plain", "plain");
        row("a,b", "\"a,b\"");
        row("say \"so\"", "\"say \"\"so\"\"\"");
        row("two\nlines", "\"two\nlines\"");
        row("two\rlines", "\"two\rlines\"");
        row("=1+2", "'=1+2");
        row("@SUM(A1)", "'@SUM(A1)");
        row("+cmd|'/C calc'!A0", "'+cmd|'/C calc'!A0");
        row("-2+3", "'-2+3");
        row(" =1", "' =1");
        row("'=1", "''=1");
        row("\t=1", "'\t=1");
        row("\r=1", "\"'\r=1\"");
        row("\n=1", "\"'\n=1\"");
        row("=A1,B1", "\"'=A1,B1\"");
        row("=\"x\"", "\"'=\"\"x\"\"\"");
        row("\"=1", "\"'\"\"=1\"");
        row("\uFF1D1+2", "'\uFF1D1+2");
        row("-17", "-17");
        row("+1.5e3", "+1.5e3");
        row("-inf", "'-inf");
        row("-17 ", "'-17 ");
        row("a=1", "a=1");
        row("'quoted'", "'quoted'");
    }
    void cells()
    {
        QFETCH(const QString, text);
        QTEST(csvCell(text), "cell");
    }
};

CASTDECK_TEST(TestCsvCell)

} // namespace castdeck::tst_csvcell
#include "tst_csvcell.moc"
