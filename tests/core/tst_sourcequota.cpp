// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sourcequota.h"
#include "support/testprogram.h"

#include <QTest>

namespace castdeck::tst_sourcequota
{

using namespace std::chrono_literals;

class TestSourceQuota : public QObject
{
    Q_OBJECT

    const QString m_one = QStringLiteral("one");
    const QString m_other = QStringLiteral("other");

private Q_SLOTS:
    void nobodyTakesAnothersShare()
    {
        SourceQuota quota({.perSource = 3, .inAll = 10, .window = 60s});
        const Instant now{};
        for (int i = 0; i < 3; ++i)
            QCOMPARE(quota.take(m_one, now), std::optional<quint64>(0));
        for (int i = 0; i < 5; ++i)
            QCOMPARE(quota.take(m_one, now), std::nullopt);
        // What was left out is told with the next one, once.
        QCOMPARE(quota.take(m_other, now), std::optional<quint64>(5));
        QCOMPARE(quota.take(m_other, now), std::optional<quint64>(0));
    }

    void aCrowdIsBoundedToo()
    {
        SourceQuota quota({.perSource = 3, .inAll = 10, .window = 60s});
        Instant now{};
        int written = 0;
        for (int i = 0; i < 100'000; ++i)
            written += quota.take(QString::number(i), now).has_value();
        QCOMPARE(written, 10);
        QCOMPARE(quota.take(m_one, now + 59s), std::nullopt);
        QCOMPARE(quota.take(m_one, now + 60s), std::optional<quint64>(99'991));
    }

    void whatWasLeftOutIsSaid()
    {
        QCOMPARE(leftOutText(0), QString());
        QVERIFY(leftOutText(17).contains(QStringLiteral("17")));
    }
};

CASTDECK_TEST(TestSourceQuota)

} // namespace castdeck::tst_sourcequota
#include "tst_sourcequota.moc"
