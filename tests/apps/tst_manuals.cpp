// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What is written about the programs beside them is compared with what they say themselves.
#include "support/testprogram.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

namespace castdeck::tst_manuals
{

class ManualsTest : public QObject
{
    Q_OBJECT

    static QString bin(const QString &program) { return QStringLiteral(CASTDECK_BIN_DIR "/") + program; }
    static QString resource(const QString &name)
    {
        QFile file(QStringLiteral(CASTDECK_SOURCE_DIR "/resources/") + name);
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }
    /// Empty if it fails.
    static QString output(const QString &program, const QStringList &arguments)
    {
        QProcess process;
        process.start(program, arguments);
        if (!process.waitForFinished(60'000) || process.exitCode() != 0)
            return {};
        return QString::fromUtf8(process.readAllStandardOutput());
    }
    static QStringList found(const QString &text, const char *pattern)
    {
        const QRegularExpression expression(QString::fromLatin1(pattern),
                                            QRegularExpression::MultilineOption);
        QStringList all;
        auto matches = expression.globalMatch(text);
        while (matches.hasNext())
            all.append(matches.next().captured(1));
        return all;
    }
    static QStringList optionsOf(const QString &help) { return found(help, "^  (?:-\\w,)?--([a-z-]+)"); }
    static QStringList verbsOf(const QString &help)
    {
        return found(help.section(QStringLiteral("Subcommands:"), 1), "^  ([a-z-]+)");
    }
    /// What bash offers behind the words, the last of which is being typed.
    static QStringList completions(const QStringList &words)
    {
        const QString script =
            QStringLiteral("source '" CASTDECK_SOURCE_DIR "/resources/completions/castdeck.bash'\n"
                           "COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1))\n"
                           "_castdeck \"$1\" \"${COMP_WORDS[COMP_CWORD]}\" "
                           "\"${COMP_WORDS[COMP_CWORD - 1]}\"\n"
                           "printf '%s\\n' \"${COMPREPLY[@]}\"");
        QStringList arguments{QStringLiteral("-c"), script, QStringLiteral("bash")};
        const QString offered = output(QStringLiteral("bash"), arguments + words);
        return offered.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    }

private Q_SLOTS:
    void manualsNameEveryOption_data()
    {
        QTest::addColumn<QString>("program");
        QTest::addColumn<QString>("manual");
        for (const char *const name : {"castctl", "castjoin", "castdeck"})
            QTest::newRow(name) << QString::fromLatin1(name)
                                << QStringLiteral("man/%1.1").arg(QLatin1String(name));
        QTest::newRow("castdeckd") << QStringLiteral("castdeckd") << QStringLiteral("man/castdeckd.8");
    }
    void manualsNameEveryOption()
    {
        QFETCH(QString, program);
        QFETCH(QString, manual);
        const QString text = resource(manual).remove(QLatin1Char('\\'));
        QVERIFY(text.contains(QStringLiteral(".SH NAME\n") + program));
        const QStringList options = optionsOf(output(bin(program), {QStringLiteral("--help")}));
        QVERIFY(options.size() > 3);
        for (const QString &option : options)
            QVERIFY2(text.contains(QStringLiteral("--") + option), qPrintable(option));
    }

    void manualNamesEveryVerb()
    {
        const QString text = resource(QStringLiteral("man/castctl.1")).remove(QLatin1Char('\\'));
        const QStringList first = verbsOf(output(bin(QStringLiteral("castctl")), {QStringLiteral("--help")}));
        QVERIFY(first.contains(QStringLiteral("session")));
        int verbs = 0;
        for (const QString &group : first) {
            const QString help = output(bin(QStringLiteral("castctl")), {group, QStringLiteral("--help")});
            const QStringList names = verbsOf(help);
            for (const QString &name : names.isEmpty() ? QStringList{QString()} : names) {
                const QString verb = name.isEmpty() ? group : group + QLatin1Char(' ') + name;
                const qsizetype at = text.indexOf(QRegularExpression(
                    QStringLiteral("^\\.BR? \"?%1(\"| *$)").arg(verb), QRegularExpression::MultilineOption));
                QVERIFY2(at >= 0, qPrintable(verb));
                ++verbs;
            }
        }
        QVERIFY(verbs > 30);
    }

    void manualNamesEveryKey()
    {
        const QString text = resource(QStringLiteral("man/castdeckd.8")).remove(QLatin1Char('\\'));
        const QString help = output(bin(QStringLiteral("castdeckd")), {QStringLiteral("--help")});
        const QStringList lines = help.split(QLatin1Char('\n'));
        const qsizetype heading =
            lines.indexOf(QRegularExpression(QStringLiteral("Keys of the configuration file.*")));
        QVERIFY(heading >= 0);
        const QStringList keys = lines.value(heading + 1).split(QLatin1Char(' '), Qt::SkipEmptyParts);
        QVERIFY(keys.contains(QStringLiteral("history-days")));
        for (const QString &key : keys) {
            QVERIFY2(text.section(QStringLiteral(".SH CONFIGURATION"), 1).contains(key), qPrintable(key));
            QVERIFY2(resource(QStringLiteral("castdeckd.conf")).contains(QStringLiteral("\n#%1 = ").arg(key)),
                     qPrintable(key));
        }
    }

    void completion_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QStringList>("offered");
        const auto row = [](const char *line, const QStringList &offered) {
            QTest::newRow(line) << QString::fromLatin1(line).split(QLatin1Char(' ')) << offered;
        };
        const auto list = [](const char *names) {
            return QString::fromLatin1(names).split(QLatin1Char(' '));
        };
        row("castctl se", list("server service session setup"));
        row("castctl session t", list("terminate"));
        row("castctl --format json client ", list("disconnect list"));
        row("castctl client disconnect 7 --type ", list("abort fallback"));
        row("castctl client disconnect 7 --re", list("--reason"));
        row("castctl audit --format j", list("json"));
        row("castctl session list --e", list("--ended"));
        row("castjoin --init", list("--initiation --initiation-port"));
        row("castdeckd --st", list("--state-dir"));
    }
    void completion()
    {
        QFETCH(QStringList, words);
        QFETCH(QStringList, offered);
        words[0] = bin(words[0]);
        QStringList found = completions(words);
        found.sort();
        QCOMPARE(found, offered);
    }
};

CASTDECK_TEST(ManualsTest)

} // namespace castdeck::tst_manuals
#include "tst_manuals.moc"
