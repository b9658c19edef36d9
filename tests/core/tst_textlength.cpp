// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/textlength.h"
#include "support/testprogram.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

namespace castdeck::tst_textlength
{

namespace
{

qsizetype asWritten(const QString &text)
{
    const QJsonObject object{{QStringLiteral("x"), text}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact).size() - qsizetype(sizeof R"({"x":""})" - 1);
}

QString randomText(QRandomGenerator &random)
{
    constexpr char16_t kinds[] = {u'a', 1, u'\n', u'"', u'ü', u'€', 0xD83D, 0xDE00, 0x7F, 0x2028};
    QString text;
    const int length = random.bounded(40);
    for (int i = 0; i < length; ++i)
        text += QChar(kinds[random.bounded(int(std::size(kinds)))]);
    return text;
}

} // namespace

class TestTextLength : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyUnitCountsAsItIsWritten()
    {
        for (uint unit = 0; unit <= 0xFFFF; ++unit) {
            const QString text{QChar(char16_t(unit))};
            QCOMPARE(jsonLength(text), asWritten(text));
        }
    }

    void everyCutFitsAndIsMarked()
    {
        QRandomGenerator random(1);
        for (int i = 0; i < 5'000; ++i) {
            const QString text = randomText(random);
            QCOMPARE(jsonLength(text), asWritten(text));
            const qsizetype most = 3 + random.bounded(60);
            const QString cut = cutToJsonLength(text, most);
            if (asWritten(text) <= most) {
                QCOMPARE(cut, text);
                continue;
            }
            QVERIFY(asWritten(cut) <= most);
            QVERIFY(cut.endsWith(u'…'));
            QVERIFY(text.startsWith(cut.chopped(1)));
            // It is not cut shorter than it has to be, nor between the halves of one character.
            QVERIFY(asWritten(cut) > most - 6);
            const QChar last = cut.size() > 1 ? cut[cut.size() - 2] : QChar();
            QVERIFY(!last.isHighSurrogate() || !text[cut.size() - 1].isLowSurrogate());
        }
    }
};

CASTDECK_TEST(TestTextLength)

} // namespace castdeck::tst_textlength
#include "tst_textlength.moc"
