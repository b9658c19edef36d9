// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/text/errortext.h"
#include "gui/text/noticetext.h"
#include "gui/text/obstacletext.h"
#include "gui/text/outcometext.h"
#include "gui/window/language.h"
#include "support/testprogram.h"

#include <QFile>
#include <QLocale>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>
#include <QXmlStreamReader>

namespace castdeck::tst_texts
{

class TestTexts : public QObject
{
    Q_OBJECT

    /// What is translated in a catalogue: "context: source (comment)".
    static QSet<QString> textsOf(const QString &path)
    {
        QFile file(path);
        QSet<QString> texts;
        QString context;
        QString source;
        QString comment;
        if (!file.open(QIODevice::ReadOnly))
            return texts;
        for (QXmlStreamReader reader(&file); !reader.atEnd(); reader.readNext()) {
            if (reader.isStartElement() && reader.name() == QLatin1String("name"))
                context = reader.readElementText();
            else if (reader.isStartElement() && reader.name() == QLatin1String("source"))
                source = reader.readElementText();
            else if (reader.isStartElement() && reader.name() == QLatin1String("comment"))
                comment = reader.readElementText();
            else if (reader.isEndElement() && reader.name() == QLatin1String("message"))
                texts
                    << QStringLiteral("%1: %2 (%3)").arg(context, source, std::exchange(comment, QString()));
        }
        return texts;
    }

private Q_SLOTS:
    void everyCodeHasASentence()
    {
        QFile header(QStringLiteral(CASTDECK_SOURCE_DIR "/src/core/error.h"));
        QVERIFY(header.open(QIODevice::ReadOnly));
        static const QRegularExpression code(QStringLiteral("= 0x([0-9A-F]{8}),"));
        auto matches = code.globalMatch(QString::fromUtf8(header.readAll()));
        QSet<QString> sentences;
        int codes = 0;
        while (matches.hasNext()) {
            const auto value = static_cast<ErrorCode>(matches.next().captured(1).toUInt(nullptr, 16));
            QVERIFY2(ErrorText::isKnown(value), qPrintable(errorName(value)));
            sentences << ErrorText::sentence({value, {}});
            ++codes;
        }
        QVERIFY(codes > 60);
        QCOMPARE(sentences.size(), codes);
    }

    void detailsNameTheCode()
    {
        const Error error{ErrorCode::ClientNotFound, QStringLiteral("7")};
        QCOMPARE(ErrorText::details(error), QStringLiteral("WDSMCS_E_CLIENT_NOT_FOUND, C1210104"));
        QVERIFY(ErrorText::sentence(error).endsWith(QStringLiteral(": 7")));
    }

    void unknownCodeIsShownAsNumber()
    {
        const Error error{static_cast<ErrorCode>(0xDEADBEEF), {}};
        QVERIFY(ErrorText::sentence(error).contains(QStringLiteral("DEADBEEF")));
    }

    void noticesSayWhoAndWhy()
    {
        Notice notice;
        notice.kind = Notice::Kind::SessionTerminated;
        notice.subject = QStringLiteral("install.wim");
        notice.by = QStringLiteral("anna");
        notice.reason = QStringLiteral("wrong\nimage");
        notice.count = 3;
        notice.names = {QStringLiteral("PC-4")};
        const QString text = NoticeText::sentence(notice);
        for (const QString &part :
             {QStringLiteral("install.wim"), QStringLiteral("anna"), QStringLiteral("PC-4"),
              QStringLiteral("3"), QStringLiteral("wrong\uFFFDimage")})
            QVERIFY2(text.contains(part), qPrintable(text));
        QVERIFY(NoticeText::needsAttention(notice));
    }

    void everyKindOfNoticeReadsDifferently()
    {
        QSet<QString> texts;
        int kinds = 0;
        for (; fromText<Notice::Kind>(toText(static_cast<Notice::Kind>(kinds))); ++kinds) {
            Notice notice;
            notice.kind = static_cast<Notice::Kind>(kinds);
            texts << NoticeText::sentence(notice);
        }
        QVERIFY(kinds > 5);
        QCOMPARE(texts.size(), kinds);
    }

    void outcomeCountsEach()
    {
        OrderOutcome outcome;
        outcome.done = {QStringLiteral("a"), QStringLiteral("b")};
        outcome.disconnected = 7;
        QCOMPARE(OutcomeText::report(OrderKind::Terminate, outcome).kind, Report::Kind::Done);
        QVERIFY(OutcomeText::report(OrderKind::Terminate, outcome).text.contains(QStringLiteral("7")));
        outcome.unanswered = 1;
        outcome.unansweredNames = {QStringLiteral("PC-9")};
        QCOMPARE(OutcomeText::report(OrderKind::Terminate, outcome).kind, Report::Kind::Doubtful);
        QVERIFY(OutcomeText::report(OrderKind::Terminate, outcome).text.contains(QStringLiteral("PC-9")));
        outcome.failures = {{QStringLiteral("c"), {ErrorCode::TimedOut, {}}},
                            {QStringLiteral("d"), {ErrorCode::Busy, {}}}};
        const QString here = QStringLiteral("here");
        outcome.targets = {
            {QStringLiteral("a"), here, 7},
            {QStringLiteral("c"), here, 0, {}, Error{ErrorCode::TimedOut, {}}},
            {QStringLiteral("d"), here, 0, {}, Error{ErrorCode::Busy, {}}},
        };
        const Report report = OutcomeText::report(OrderKind::Terminate, outcome);
        QCOMPARE(report.kind, Report::Kind::Failed);
        QCOMPARE(report.details.count(QLatin1Char('\n')), 2);
        QVERIFY(report.details.contains(errorHex(ErrorCode::Busy)));
    }

    void languagesAreComplete_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("several");
        QTest::newRow("German") << QStringLiteral("de") << QStringLiteral("7 Clients");
        QTest::newRow("English") << QStringLiteral("en") << QStringLiteral("7 clients");
    }

    void languagesAreComplete()
    {
        QFETCH(const QString, language);
        QFETCH(const QString, several);
        QFile file(QStringLiteral(CASTDECK_SOURCE_DIR "/translations/castdeck_%1.ts").arg(language));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QVERIFY(!text.contains("unfinished"));
        QVERIFY(!text.contains("<translation />"));
        QTranslator translator;
        QVERIFY(translator.load(QStringLiteral(":/i18n/castdeck_%1.qm").arg(language)));
        const QString error = translator.translate("castdeck::ErrorText", "The server is busy");
        QCOMPARE(error.isEmpty(), language == QStringLiteral("en"));
        QCOMPARE(translator.translate("castdeck::SessionActions", "%n client(s)", nullptr, 7)
                     .replace(QStringLiteral("%n"), QStringLiteral("7")),
                 several);
    }

    void everyTextIsInTheCatalogue()
    {
        const QTemporaryDir folder;
        const QString found = folder.filePath(QStringLiteral("found.ts"));
        QProcess lupdate;
        lupdate.start(QStringLiteral(CASTDECK_LUPDATE),
                      {QStringLiteral("-silent"), QStringLiteral(CASTDECK_SOURCE_DIR "/src"),
                       QStringLiteral(CASTDECK_SOURCE_DIR "/ui"), QStringLiteral("-ts"), found});
        QVERIFY(lupdate.waitForFinished(Patience));
        QCOMPARE(lupdate.exitCode(), 0);
        const auto texts = textsOf(found);
        QVERIFY(texts.size() > 500);
        const auto translated = textsOf(QStringLiteral(CASTDECK_SOURCE_DIR "/translations/castdeck_de.ts"));
        QCOMPARE((texts - translated).values().join(QLatin1Char('\n')), QString());
        QCOMPARE((translated - texts).values().join(QLatin1Char('\n')), QString());
    }

    void qtSpeaksTheLanguageThatWeSpeak_data()
    {
        QTest::addColumn<QLocale>("locale");
        QTest::addColumn<QStringList>("spoken");
        const QStringList german{QStringLiteral("castdeck_de.qm"), QStringLiteral("qtbase_de.qm")};
        const QStringList english{QStringLiteral("castdeck_en.qm")};
        QTest::newRow("German") << QLocale(QStringLiteral("de_AT")) << german;
        QTest::newRow("English") << QLocale(QStringLiteral("en_GB")) << english;
        QTest::newRow("one that only Qt has") << QLocale(QStringLiteral("fr_FR")) << english;
        QTest::newRow("one that is written from right to left")
            << QLocale(QStringLiteral("ar_EG")) << english;
        QTest::newRow("none") << QLocale::c() << english;
    }

    void qtSpeaksTheLanguageThatWeSpeak()
    {
        QFETCH(const QLocale, locale);
        QFETCH(const QStringList, spoken);
        const QTemporaryDir folder;
        for (const char *language : {"ar", "de", "fr"})
            QVERIFY(
                QFile::copy(QStringLiteral(":/i18n/castdeck_de.qm"),
                            folder.filePath(QStringLiteral("qtbase_%1.qm").arg(QLatin1String(language)))));
        QCoreApplication &app = *QCoreApplication::instance();
        installLanguage(app, locale, folder.path());
        QStringList loaded;
        const auto translators = app.findChildren<QTranslator *>();
        for (const QTranslator *translator : translators) {
            if (!translator->filePath().isEmpty())
                loaded << QFileInfo(translator->filePath()).fileName();
        }
        qDeleteAll(translators);
        loaded.sort();
        QCOMPARE(loaded, spoken);
    }

    void everyObstacleIsExplained()
    {
        QVERIFY(ObstacleText::sentence(Obstacle::None).isEmpty());
        for (int obstacle = 1; obstacle <= static_cast<int>(LastObstacle); ++obstacle)
            QVERIFY(!ObstacleText::sentence(static_cast<Obstacle>(obstacle)).isEmpty());
    }
};

CASTDECK_TEST(TestTexts)

} // namespace castdeck::tst_texts
#include "tst_texts.moc"
