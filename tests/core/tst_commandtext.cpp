// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/commandtext.h"
#include "support/testprogram.h"

#include <QProcess>
#include <QRandomGenerator>
#include <QTest>

namespace castdeck::tst_commandtext
{

class CommandTextTest : public QObject
{
    Q_OBJECT

    /// One of few characters, among them those that matter.
    static QString any(QRandomGenerator &random, int most)
    {
        static const QString from = QStringLiteral("ab \t\"'\\$");
        QString text(random.bounded(most + 1), QChar());
        for (QChar &c : text)
            c = from.at(random.bounded(int(from.size())));
        return text;
    }

private Q_SLOTS:
    void wordsAreTakenApart_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("words");
        const auto row = [](const char *text, const QStringList &words) {
            QTest::newRow(text) << QString::fromUtf8(text) << words;
        };
        row("", {});
        row(" \t ", {});
        row("ssh", {QStringLiteral("ssh")});
        row("  ssh\t-T  host ", {QStringLiteral("ssh"), QStringLiteral("-T"), QStringLiteral("host")});
        row("\"\"", {QString()});
        row("run \"\" end", {QStringLiteral("run"), QString(), QStringLiteral("end")});
        row("\"/opt/a b\" c", {QStringLiteral("/opt/a b"), QStringLiteral("c")});
        row("--name=\"a b\"c", {QStringLiteral("--name=a bc")});
        row("say \"\"\"", {QStringLiteral("say"), QStringLiteral("\"")});
        row("it's $(id)", {QStringLiteral("it's"), QStringLiteral("$(id)")});
        row("a \"b c", {QStringLiteral("a"), QStringLiteral("b c")});
    }
    void wordsAreTakenApart()
    {
        QFETCH(const QString, text);
        QTEST(commandWords(text), "words");
    }

    void everyCommandComesBack()
    {
        QRandomGenerator random(1);
        for (int i = 0; i < 20'000; ++i) {
            QStringList words;
            for (int left = random.bounded(5); left > 0; --left)
                words << any(random, 6);
            QCOMPARE(commandWords(commandText(words)), words);
        }
    }

    /// Who knows how Qt reads such a line is not surprised: only empty words are kept as well.
    void linesAreReadAsQtDoes()
    {
        QRandomGenerator random(2);
        for (int i = 0; i < 20'000; ++i) {
            const QString text = any(random, 12);
            QStringList words = commandWords(text);
            words.removeAll(QString());
            QVERIFY2(words == QProcess::splitCommand(text), qPrintable(text));
        }
    }
};

CASTDECK_TEST(CommandTextTest)

} // namespace castdeck::tst_commandtext
#include "tst_commandtext.moc"
