// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/untrusted.h"
#include "support/testprogram.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace castdeck::tst_untrusted
{

class TestUntrusted : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void oneLineThatSteersNothing_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        const QString plain = QStringLiteral("Müller–PC 日本 \U0001F4BF a'b\"c<d>");
        QTest::newRow("letters, signs, an emoji") << plain << plain;
        QTest::newRow("lines") << QStringLiteral("a\r\nb\u2028c\u2029d")
                               << QStringLiteral("a\uFFFD\uFFFDb\uFFFDc\uFFFDd");
        QTest::newRow("terminal") << QStringLiteral("\u001B[31m\u009B2J\u0007\u007F")
                                  << QStringLiteral("\uFFFD[31m\uFFFD2J\uFFFD\uFFFD");
        QTest::newRow("direction") << QStringLiteral("gnp.\u202Eexe\u2066")
                                   << QStringLiteral("gnp.\uFFFDexe\uFFFD");
        QTest::newRow("beyond the first plane")
            << QStringLiteral("a\U000E0041b") << QStringLiteral("a\uFFFDb");
        QTest::newRow("half a pair") << QString(QChar(0xD83D)) + QLatin1Char('a')
                                     << QStringLiteral("\uFFFDa");
        QTest::newRow("nothing") << QString() << QString();
    }
    void oneLineThatSteersNothing()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, shown);
        QCOMPARE(printable(text), shown);
        QCOMPARE(printable(shown), shown);
    }

    /// Every row of a large tree asks in every frame.
    void whatIsHarmlessIsNotCopied()
    {
        const QString text = QStringLiteral("Müller–PC 日本 a'b\"c<d>");
        QVERIFY(printable(text).constData() == text.constData());
    }

    void jsonLosesNothing_data() { oneLineThatSteersNothing_data(); }
    void jsonLosesNothing()
    {
        QFETCH(const QString, text);
        const QString key = QStringLiteral("k");
        const QByteArray json = QJsonDocument(QJsonObject{{key, text}}).toJson(QJsonDocument::Indented);
        const QString escaped = escapedJson(QString::fromUtf8(json));
        for (const QString &line : escaped.split(QLatin1Char('\n')))
            QCOMPARE(printable(line), line);
        const QJsonObject read = QJsonDocument::fromJson(escaped.toUtf8()).object();
        QCOMPARE(read.value(key), QJsonDocument::fromJson(json).object().value(key));
    }
};

CASTDECK_TEST(TestUntrusted)

} // namespace castdeck::tst_untrusted
#include "tst_untrusted.moc"
