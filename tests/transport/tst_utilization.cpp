// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testprogram.h"
#include "transport/net/utilization.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace castdeck::tst_utilization
{

using namespace std::chrono_literals;

namespace
{

std::optional<uint8_t> percent(int value)
{
    return static_cast<uint8_t>(value);
}

} // namespace

class UtilizationTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_root;

    void write(const QString &name, const QByteArray &content)
    {
        const QString path = m_root.filePath(name);
        QDir().mkpath(path.section(QLatin1Char('/'), 0, -2));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    void counters(const QByteArray &in, const QByteArray &out)
    {
        write(QStringLiteral("sys/class/net/eth9/statistics/rx_bytes"), in);
        write(QStringLiteral("sys/class/net/eth9/statistics/tx_bytes"), out);
    }
    UtilizationMeter meter(uint64_t linkSpeed) const
    {
        NetworkInterface interface;
        interface.name = QStringLiteral("eth9");
        interface.linkSpeed = linkSpeed;
        return UtilizationMeter(interface, m_root.filePath(QStringLiteral("proc")),
                                m_root.filePath(QStringLiteral("sys")));
    }

private Q_SLOTS:
    void init()
    {
        write(QStringLiteral("proc/stat"), "cpu  100 0 100 700 100 0 0 0 0 0\ncpu0 1 2 3\n");
        write(QStringLiteral("proc/meminfo"), "MemTotal:  1000 kB\nMemFree: 100 kB\nMemAvailable:  400 kB\n");
        counters("1000\n", "500\n");
    }

    void sinceThePreviousSample()
    {
        auto meter = this->meter(8'000'000); // a million bytes per second
        const auto first = meter.sample(Instant{1s});
        QCOMPARE(first.cpu, std::nullopt);
        QCOMPARE(first.memory, percent(60));
        QCOMPARE(first.network, std::nullopt);
        // 30 busy, 50 idle, 20 waiting for disks
        write(QStringLiteral("proc/stat"), "cpu  120 0 110 750 120 0 0 0 0 0\n");
        counters("301000\n", "200500\n");
        const auto second = meter.sample(Instant{3s});
        QCOMPARE(second.cpu, percent(30));
        QCOMPARE(second.network, percent(25));
        counters("99999999999\n", "200500\n");
        QCOMPARE(meter.sample(Instant{4s}).network, percent(100));
    }

    void whatIsNotKnownIsLeftOut()
    {
        auto meter = this->meter(0);
        meter.sample(Instant{1s});
        write(QStringLiteral("proc/stat"), "nonsense\n");
        write(QStringLiteral("proc/meminfo"), "MemTotal:  1000 kB\n");
        counters("0\n", "0\n"); // reset
        const auto sample = meter.sample(Instant{2s});
        QCOMPARE(sample.cpu, std::nullopt);
        QCOMPARE(sample.memory, std::nullopt);
        QCOMPARE(sample.network, std::nullopt);
    }

    void thisMachine()
    {
        UtilizationMeter meter{NetworkInterface{}};
        const auto sample = meter.sample(monotonicNow());
        QVERIFY(sample.memory && *sample.memory > 0 && *sample.memory <= 100);
    }
};

CASTDECK_TEST(UtilizationTest)

} // namespace castdeck::tst_utilization
#include "tst_utilization.moc"
