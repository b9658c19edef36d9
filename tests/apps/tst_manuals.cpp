// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What is written about the programs beside them is compared with what they say themselves.
#include "support/testprogram.h"

#include <QFile>
#include <QMap>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
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
        if (!process.waitForFinished(Patience) || process.exitCode() != 0)
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
    static QStringList optionsOf(const QString &help) { return found(help, "^  (?:-\\w,)?--([a-z0-9-]+)"); }
    static QStringList verbsOf(const QString &help)
    {
        return found(help.section(QStringLiteral("Subcommands:"), 1), "^  ([a-z-]+)");
    }
    static QString program(const QString &line) { return line.section(QLatin1Char(' '), 0, 0); }
    static QStringList words(const QString &line) { return line.split(QLatin1Char(' '), Qt::SkipEmptyParts); }
    /// What the program says about itself, by the words that ask for it: "castctl", "castctl session", ….
    static QMap<QString, QString> helpOf(const QString &line)
    {
        const QStringList arguments = words(line).mid(1) << QStringLiteral("--help");
        const QString help = output(bin(program(line)), arguments);
        QMap<QString, QString> all{{line, help}};
        for (const QString &verb : verbsOf(help))
            all.insert(helpOf(line + QLatin1Char(' ') + verb));
        return all;
    }
    /// Stands in for a program, and says what that said when it was asked for help: starting the program for
    /// each completion would take minutes.
    void record(const QString &name)
    {
        const auto write = [this](const QString &file, const QString &text) {
            QFile target(m_folder.filePath(file));
            QVERIFY(target.open(QIODevice::WriteOnly));
            target.write(text.toUtf8());
            target.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        };
        write(name, QStringLiteral("#!/bin/sh\ncat \"$0 $*\"\n"));
        const QMap<QString, QString> recorded = helpOf(name);
        for (auto it = recorded.begin(); it != recorded.end(); ++it)
            write(it.key() + QStringLiteral(" --help"), it.value());
        m_help.insert(recorded);
    }
    /// What the shell offers behind each line; sorted.
    QList<QStringList> offered(const QString &shell, const QStringList &lines) const
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.remove(QStringLiteral("XDG_CONFIG_HOME"));
        environment.remove(QStringLiteral("XDG_DATA_HOME"));
        environment.insert(QStringLiteral("PATH"), m_folder.path() + QStringLiteral(":/usr/bin:/bin"));
        environment.insert(QStringLiteral("HOME"), m_folder.path());
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(shell,
                      {QStringLiteral(CASTDECK_SOURCE_DIR "/tests/apps/offer.%1").arg(shell),
                       QStringLiteral(CASTDECK_SOURCE_DIR "/resources/completions/castdeck.%1").arg(shell)});
        process.write(lines.join(QLatin1Char('\n')).toUtf8() + '\n');
        process.closeWriteChannel();
        if (!process.waitForFinished(2 * Patience))
            return {};
        const QString all = QString::fromUtf8(process.readAllStandardOutput());
        QList<QStringList> offers;
        for (const QString &offer : all.split(QStringLiteral("<end>\n")).mid(0, lines.size())) {
            QStringList names = offer.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
            names.sort();
            offers.append(names);
        }
        return offers;
    }
    static void rowForEachShell()
    {
        QTest::addColumn<QString>("shell");
        for (const char *const shell : {"bash", "zsh", "fish"})
            QTest::newRow(shell) << QString::fromLatin1(shell);
    }

    QTemporaryDir m_folder;
    QMap<QString, QString> m_help; ///< of all programs

private Q_SLOTS:
    void initTestCase()
    {
        for (const char *const name : {"castctl", "castjoin", "castdeck", "castdeckd"})
            record(QString::fromLatin1(name));
    }

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
        const QStringList options = optionsOf(m_help[program]);
        QVERIFY(options.size() > 3);
        for (const QString &option : options)
            QVERIFY2(text.contains(QStringLiteral("--") + option), qPrintable(option));
    }

    /// Each verb has a paragraph that names its options, or says whose it takes.
    void manualNamesEveryVerb()
    {
        const QString text = resource(QStringLiteral("man/castctl.1")).remove(QLatin1Char('\\'));
        const auto paragraph = [&](const QString &verb) {
            const QRegularExpression head(QStringLiteral("^\\.BR? \"?%1(\"| *$)").arg(verb),
                                          QRegularExpression::MultilineOption);
            const qsizetype at = text.indexOf(head);
            return at < 0 ? QString() : text.mid(at).section(QStringLiteral("\n.TP"), 0, 0);
        };
        int verbs = 0;
        for (auto it = m_help.cbegin(); it != m_help.cend(); ++it) {
            const QString verb = it.key().section(QLatin1Char(' '), 1);
            if (program(it.key()) != QStringLiteral("castctl") || verb.isEmpty() || !verbsOf(*it).isEmpty())
                continue;
            QString written = paragraph(verb);
            QVERIFY2(!written.isEmpty(), qPrintable(verb));
            for (const QString &other : found(written, "properties as of (\\w+)"))
                written += paragraph(verb.section(QLatin1Char(' '), 0, 0) + QLatin1Char(' ') + other);
            for (const QString &option : optionsOf(*it)) {
                if (option != QStringLiteral("help"))
                    QVERIFY2(written.contains(QStringLiteral("--") + option),
                             qPrintable(verb + QStringLiteral(" --") + option));
            }
            ++verbs;
        }
        QVERIFY(verbs > 30);
    }

    void manualNamesEveryKey()
    {
        const QString text = resource(QStringLiteral("man/castdeckd.8")).remove(QLatin1Char('\\'));
        const QStringList lines = m_help[QStringLiteral("castdeckd")].split(QLatin1Char('\n'));
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

    /// Behind each program and each of its verbs: all verbs, and all options with those of the program.
    void completionKnowsAll_data() { rowForEachShell(); }
    void completionKnowsAll()
    {
        QFETCH(QString, shell);
        QStringList lines;
        QList<QStringList> expected;
        const auto expect = [&](const QString &line, QStringList names) {
            names.sort();
            names.removeDuplicates();
            lines.append(line);
            expected.append(names);
        };
        for (auto it = m_help.cbegin(); it != m_help.cend(); ++it) {
            QStringList options = optionsOf(*it + m_help[program(it.key())]);
            expect(it.key() + QStringLiteral(" --"),
                   options.replaceInStrings(QRegularExpression(QStringLiteral("^")), QStringLiteral("--")));
            if (const QStringList verbs = verbsOf(*it); !verbs.isEmpty())
                expect(it.key() + QLatin1Char(' '), verbs);
        }
        QVERIFY(lines.size() > 50);
        const QList<QStringList> all = offered(shell, lines);
        QCOMPARE(all.size(), lines.size());
        for (qsizetype i = 0; i < lines.size(); ++i)
            QVERIFY2(all[i] == expected[i],
                     qPrintable(lines[i] + QStringLiteral(": ") + all[i].join(QLatin1Char(' '))));
    }

    void completion_data() { rowForEachShell(); }
    void completion()
    {
        QFETCH(QString, shell);
        const QList<std::pair<const char *, const char *>> table = {
            {"castctl se", "server service session setup"},
            {"castctl session t", "terminate"},
            {"castctl --format json client ", "blocks disconnect list"},
            {"castctl client disconnect 7 --type ", "abort fallback"},
            {"castctl client disconnect 7 --re", "--reason"},
            {"castctl audit --format j", "json"},
            {"castctl session list --limit ", ""},
            {"castctl session list --e", "--ended"},
            {"castjoin --init", "--initiation --initiation-port"},
            {"castdeckd --st", "--state-dir"},
        };
        QStringList lines;
        QList<QStringList> expected;
        for (const auto &[line, names] : table) {
            lines.append(QString::fromLatin1(line));
            expected.append(words(QString::fromLatin1(names)));
        }
        QCOMPARE(offered(shell, lines), expected);
    }

    /// Packages, and those who look at them, know one version: that of the programs.
    void versionsAgree()
    {
        const QString version = QStringLiteral(CASTDECK_VERSION);
        QCOMPARE(found(resource(QStringLiteral("org.castdeck.castdeck.metainfo.xml")),
                       "<release version=\"([^\"]+)")
                     .value(0),
                 version);
        QCOMPARE(found(resource(QStringLiteral("../debian/changelog")), "^castdeck \\(([^)]+)\\)").value(0),
                 version);
    }
};

CASTDECK_TEST(ManualsTest)

} // namespace castdeck::tst_manuals
#include "tst_manuals.moc"
