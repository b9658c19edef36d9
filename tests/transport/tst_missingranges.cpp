// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testprogram.h"
#include "transport/sink/missingranges.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <random>
#include <set>

namespace castdeck::tst_missingranges
{

namespace
{

QString text(const MissingRanges &list)
{
    QStringList parts;
    for (const auto &[first, last] : list.ranges())
        parts += QStringLiteral("%1-%2").arg(first).arg(last);
    return QStringLiteral("%1…%2 [%3] %4")
        .arg(list.start())
        .arg(list.end())
        .arg(parts.join(QLatin1Char(' ')))
        .arg(list.contiguous());
}

uint64_t number(const QJsonValue &value)
{
    return value.toVariant().toULongLong();
}

QString text(const QJsonObject &step)
{
    QStringList parts;
    for (const QJsonValue range : step[QStringLiteral("ranges")].toArray())
        parts += QStringLiteral("%1-%2").arg(number(range[0])).arg(number(range[1]));
    return QStringLiteral("%1…%2 [%3] %4")
        .arg(number(step[QStringLiteral("start")]))
        .arg(number(step[QStringLiteral("end")]))
        .arg(parts.join(QLatin1Char(' ')))
        .arg(number(step[QStringLiteral("contiguous")]));
}

void apply(MissingRanges &list, const QString &operation, uint64_t value)
{
    if (operation == QLatin1String("begin"))
        list.begin(value);
    else if (operation == QLatin1String("start"))
        list.start(value);
    else if (operation == QLatin1String("end"))
        list.end(value);
    else if (operation == QLatin1String("received"))
        list.received(value);
    else
        QFAIL("unknown operation in the trace");
}

} // namespace

class MissingRangesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void traces()
    {
        QFile file(QStringLiteral(CASTDECK_TEST_DATA "/vectors/behaviour.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonArray traces =
            QJsonDocument::fromJson(file.readAll())[QStringLiteral("missing_list")].toArray();
        QVERIFY(!traces.isEmpty());
        for (const QJsonValue trace : traces) {
            MissingRanges list;
            for (const QJsonValue step : trace.toArray()) {
                apply(list, step[QStringLiteral("op")].toString(), number(step[QStringLiteral("value")]));
                QCOMPARE(text(list), text(step.toObject()));
            }
        }
    }

    /// Against the plainest possible model: a set of every missing number.
    void agreesWithASet()
    {
        std::mt19937 random(7);
        MissingRanges list;
        std::set<uint64_t> model;
        list.begin(5);
        uint64_t start = 5;
        uint64_t end = 4;
        for (int i = 0; i < 5000; ++i) {
            const uint64_t value = start + random() % 60;
            const unsigned what = random() % 8;
            if (what == 0 && value - start < 12) {
                list.start(value);
                start = std::max(start, value);
                end = std::max(end, start - 1);
                model.erase(model.begin(), model.lower_bound(start));
            } else if (what <= 2) {
                list.end(value);
                while (end < value)
                    model.insert(++end);
            } else if (what <= 4) {
                const uint64_t next = what == 3 ? value : end + 1;
                list.arrived(next);
                while (end < next)
                    model.insert(++end);
                model.erase(next);
            } else {
                list.received(value);
                model.erase(value);
            }
            std::set<uint64_t> held;
            uint64_t before = 0;
            for (const auto &[first, last] : list.ranges()) {
                QVERIFY(first <= last && (before == 0 || first > before + 1));
                for (uint64_t n = first; n <= last; ++n)
                    held.insert(n);
                before = last;
            }
            QCOMPARE(held, model);
            QCOMPARE(list.contiguous(), model.empty() ? end : *model.begin() - 1);
        }
    }

    void aHugeGapIsOneRange()
    {
        MissingRanges list;
        list.begin(1);
        list.end(UINT64_MAX - 1);
        list.received(uint64_t(1) << 63);
        QCOMPARE(list.ranges().size(), size_t(2));
        list.start(UINT64_MAX - 1);
        QCOMPARE(text(list),
                 QStringLiteral("18446744073709551614…18446744073709551614 "
                                "[18446744073709551614-18446744073709551614] 18446744073709551613"));
    }

    void lowestIsCutByRangesAndByPackets()
    {
        MissingRanges list;
        list.begin(1);
        list.end(100);
        for (const uint64_t n : {4, 8, 12})
            list.received(n);
        std::array<wire::Range, 2> two;
        QCOMPARE(list.lowest(two, 100), size_t(2));
        QCOMPARE(two[1], (wire::Range{5, 7}));
        std::array<wire::Range, 64> many;
        QCOMPARE(list.lowest(many, 5), size_t(2));
        QCOMPARE(many[1], (wire::Range{5, 6}));
        QCOMPARE(list.lowest(many, 0), size_t(0));
        QCOMPARE(list.lowest(many, UINT64_MAX), size_t(4));
        QCOMPARE(many[3], (wire::Range{13, 100}));
    }
};

CASTDECK_TEST(MissingRangesTest)

} // namespace castdeck::tst_missingranges
#include "tst_missingranges.moc"
