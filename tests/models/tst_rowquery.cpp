// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rowquery.h"
#include "support/testprogram.h"

#include <QRandomGenerator>
#include <QTest>

namespace castdeck::tst_rowquery
{

class TestRowQuery : public QObject
{
    Q_OBJECT

    static RowFields server()
    {
        RowFields fields;
        fields.name = fields.server = QStringLiteral("Berlin");
        fields.state = QStringLiteral("connected Connected");
        return fields;
    }
    static RowFields client()
    {
        RowFields fields;
        fields.name = QStringLiteral("PC 7");
        fields.server = QStringLiteral("Berlin");
        fields.nameSpace = QStringLiteral("drivers");
        fields.address = QStringLiteral("10.0.1.7 02:00:5e:00:00:07");
        fields.state = QStringLiteral("receiving Receiving");
        fields.attention = QStringLiteral("stalled");
        fields.loss = 2.5;
        fields.rate = 1'500'000;
        fields.done = 37;
        return fields;
    }
    /// As a client below its server is judged.
    static bool finds(const RowQuery &query)
    {
        const quint32 above = query.judge(QStringLiteral("berlin"), server()).with(0);
        return query.accepts(
            query.judge(QStringLiteral("pc 7\n10.0.1.7\n02:00:5e:00:00:07\nreceiving"), client())
                .with(above));
    }

private Q_SLOTS:
    void finds_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isFound");
        const auto row = [](const char *text, bool isFound) {
            QTest::newRow(text) << QString::fromUtf8(text) << isFound;
        };
        row("", true);
        row("  \t ", true);
        row("receiv", true);
        row("RECEIV pc", true);
        row("receiv nowhere", false);
        row("berlin pc", true); // one word each in the row and above it
        row("\"pc 7\"", true);
        row("\"7 pc\"", false);
        row("„pc 7“", true);
        row("-pc", false);
        row("-berlin", false); // what is below goes as well
        row("-paris", true);
        row("-", true);
        row("\"", true);
        row("02:00:5e", true);
        row("10.0.1.7:5042", false);
        row("state:receiving", true);
        row("STATE:Receiving", true);
        row("state:failed", false);
        row("state:failed,receiving", true);
        row("-state:receiving", false);
        row("state:", true); // its value is still to come
        row("server:ber", true);
        row("server:paris", false);
        row("ns:drivers", true);
        row("ns:\"drivers\"", true);
        row("name:\"pc 7\"", true);
        row("name:\"7 pc\"", false);
        row("address:10.0", true);
        row("is:stalled", true);
        row("is:lost,stalled", true);
        row("is:failed", false);
        row("loss>1", true);
        row("loss>2.5", false);
        row("loss>=2.5%", true);
        row("loss<1", false);
        row("-loss>1", false);
        row("loss>", true); // its number is still to come
        row("rate<2M", true);
        row("rate<2MB/s", true);
        row("rate<1500k", false);
        row("rate<=1,5M", true);
        row("done<50", true);
        row("done=37", true);
        row("clients>3", false); // has none
        row("-clients>3", true);
        row("server:berlin loss>1 -word", true);
    }

    void finds()
    {
        QFETCH(const QString, text);
        const RowQuery query = RowQuery::parse(text);
        QCOMPARE(query.problem(), QString());
        QTEST(finds(query), "isFound");
    }

    /// A session's mean says nothing of its clients; its state does.
    void rowWithTheNumberAnswersForItself()
    {
        RowFields session;
        session.done = 40;
        session.state = QStringLiteral("sending");
        RowFields machine;
        machine.done = 80;
        const auto isFound = [&](const char *text) {
            const RowQuery query = RowQuery::parse(QString::fromLatin1(text));
            return query.accepts(query.judge({}, machine).with(query.judge({}, session).with(0)));
        };
        QVERIFY(!isFound("done<50"));
        QVERIFY(isFound("done>50"));
        QVERIFY(isFound("state:sending"));
        QVERIFY(!isFound("state:sending done<50"));
    }

    void saysWhatItDoesNotUnderstand_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("named");
        const auto row = [](const char *text, const char *named) {
            QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(named);
        };
        row("sate:failed", "sate:");
        row("speed>3", "speed>");
        row("lab loss>many", "many");
        row("loss>nan", "nan");
        row("rate<1e999", "1e999");
        row("loss:3", "loss>");
        row("state>failed", "state:");
        QTest::newRow("too many") << QStringLiteral("a ").repeated(40) << QStringLiteral("32");
    }

    void saysWhatItDoesNotUnderstand()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, named);
        const QString problem = RowQuery::parse(text).problem();
        QVERIFY2(problem.contains(named), qPrintable(problem));
    }

    void completes_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("offered");
        const auto row = [](const char *text, const QStringList &offered) {
            QTest::newRow(text) << QString::fromLatin1(text) << offered;
        };
        row("", {});
        row("lab ", {});
        row("s", {QStringLiteral("state:"), QStringLiteral("server:"), QStringLiteral("site:")});
        row("lab S", {QStringLiteral("state:"), QStringLiteral("server:"), QStringLiteral("site:")});
        row("-lo", {QStringLiteral("-loss>")});
        row("\"s", {});
        row("server:", {QStringLiteral("server:berlin "), QStringLiteral("server:\"new york\" ")});
        row("server:yo", {QStringLiteral("server:\"new york\" ")});
        row("server:berlin,n",
            {QStringLiteral("server:berlin,berlin "), QStringLiteral("server:berlin,\"new york\" ")});
        row("server:berlin", {});
        row("loss>", {});
        row("nonsense:", {});
    }

    void completes()
    {
        QFETCH(const QString, text);
        const auto values = [](const QString &key) {
            return key == QLatin1String("server")
                       ? QStringList{QStringLiteral("berlin"), QStringLiteral("new york")}
                       : QStringList();
        };
        const RowQuery::Completion found = RowQuery::complete(text, text.size(), values);
        QTEST(found.texts, "offered");
        QVERIFY(found.texts.isEmpty() || found.start + found.length == text.size());
    }

    void termsAreAddedAndTaken()
    {
        const QString text = QStringLiteral("lab is:failed,lost \"two words\" -is:good");
        QCOMPARE(RowQuery::valuesOf(text, QStringLiteral("is")),
                 (QStringList{QStringLiteral("failed"), QStringLiteral("lost")}));
        QCOMPARE(RowQuery::without(text, QStringLiteral("is")), QStringLiteral("lab \"two words\" -is:good"));
        QCOMPARE(RowQuery::term(QStringLiteral("ns"), {QStringLiteral("a b"), QStringLiteral("c")}),
                 QStringLiteral("ns:\"a b\",c"));
    }

    /// Whatever is typed: no crash, a problem or a query, and the same each time.
    void takesEverything()
    {
        QRandomGenerator random(15);
        const QString pieces[] = {
            QStringLiteral("state:"), QStringLiteral("loss>"), QStringLiteral("rate<="),
            QStringLiteral("-"),      QStringLiteral("\""),    QStringLiteral(" "),
            QStringLiteral(","),      QStringLiteral(":"),     QStringLiteral("="),
            QStringLiteral("9"),      QStringLiteral("M"),     QStringLiteral("ß"),
            QStringLiteral("„"),      QStringLiteral("is:"),   QStringLiteral("word"),
            QString(QChar(0xd800)),   QString(QChar(0)),       QString(QChar(0x202e)),
        };
        for (int run = 0; run < 4000; ++run) {
            QString text;
            for (int piece = random.bounded(24); piece > 0; --piece)
                text += pieces[random.bounded(int(std::size(pieces)))];
            const RowQuery query = RowQuery::parse(text);
            QCOMPARE(query, RowQuery::parse(text));
            finds(query);
            const int cursor = random.bounded(int(text.size()) + 1);
            const auto completion =
                RowQuery::complete(text, cursor, [](const QString &) { return QStringList{QString()}; });
            QVERIFY(completion.start >= 0 && completion.start + completion.length <= text.size());
            // What is put back together means what it meant.
            if (query.problem().isEmpty()) {
                const QString rest = RowQuery::without(text, QStringLiteral("is"));
                QVERIFY(RowQuery::valuesOf(rest, QStringLiteral("is")).isEmpty());
            }
        }
    }
};

CASTDECK_TEST(TestRowQuery)

} // namespace castdeck::tst_rowquery
#include "tst_rowquery.moc"
