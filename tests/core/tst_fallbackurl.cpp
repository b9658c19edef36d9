// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fallbackurl.h"
#include "support/testprogram.h"

#include <QTest>

namespace castdeck::tst_fallbackurl
{

class TestFallbackUrl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsTaken_data()
    {
        QTest::addColumn<QString>("urlTemplate");
        QTest::addColumn<bool>("isTaken");
        const auto row = [](const char *urlTemplate, bool isTaken) {
            QTest::newRow(urlTemplate) << QString::fromLatin1(urlTemplate) << isTaken;
        };
        row("https://mirror.example/{namespace}/{content}", true);
        row("http://10.0.0.1:8080/{content}", true);
        row("https://[2001:db8::1]/get?ns={namespace}&name={content}", true);
        row("https://mirror.example/disk.img", false);
        row("https://mirror.example/{namespace}", false);
        row("ftp://mirror.example/{content}", false);
        row("file:///srv/{content}", false);
        row("{content}", false);
        row("https:///{content}", false);
        row("https://{content}", true); // the content's own name is a host's: odd, and no harm
        row("https://mirror example/{content}", false);
        row("https://mirror.example/{content}\n", false);
        row("https://mirror.example:99999/{content}", false);
        row("", false);
        QTest::newRow("as long as it may be")
            << QString(QStringLiteral("https://m/{content}") + QString(2048 - 19, QLatin1Char('a'))) << true;
        QTest::newRow("too long") << QString(QStringLiteral("https://m/{content}") +
                                             QString(2049 - 19, QLatin1Char('a')))
                                  << false;
    }
    void whatIsTaken()
    {
        QFETCH(const QString, urlTemplate);
        QTEST(isFallbackUrl(urlTemplate), "isTaken");
    }

    void namesAreWrittenAsUrlsWriteThem()
    {
        QCOMPARE(fallbackUrl(QStringLiteral("https://m/{namespace}/{content}?x={content}"),
                             QStringLiteral("a {content}"), QStringLiteral("b/c d?#%")),
                 QStringLiteral("https://m/a%20%7Bcontent%7D/b/c%20d%3F%23%25?x=b/c%20d%3F%23%25"));
    }
};

CASTDECK_TEST(TestFallbackUrl)

} // namespace castdeck::tst_fallbackurl
#include "tst_fallbackurl.moc"
