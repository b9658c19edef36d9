// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/receiving/lossestimator.h"

#include "support/testprogram.h"
#include "transport/receiving/receivedstream.h"
#include "wire/transportpacket.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace castdeck::tst_lossestimator
{

class LossEstimatorTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void traces()
    {
        QFile file(QStringLiteral(CASTDECK_TEST_DATA "/vectors/behaviour.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonValue filter = QJsonDocument::fromJson(file.readAll())[QStringLiteral("loss_filter")];
        const double tolerance = filter[QStringLiteral("tolerance")].toDouble();
        const QJsonArray traces = filter[QStringLiteral("traces")].toArray();
        QVERIFY(!traces.isEmpty());
        for (const QJsonValue trace : traces) {
            ReceivedStream stream; // sets the starting point as §6.3 wants
            for (const QJsonValue step : trace.toArray()) {
                const uint64_t number = step[QStringLiteral("seq")].toVariant().toULongLong();
                const QString event = step[QStringLiteral("event")].toString();
                if (event == QLatin1String("spm"))
                    stream.spm(0, number);
                else
                    stream.data(number, 0, event == QLatin1String("rdata"));
                const LossEstimator &loss = stream.loss();
                QVERIFY(qAbs(loss.rate() - step[QStringLiteral("loss")].toDouble()) <= tolerance);
                QCOMPARE(loss.highestJudged(), step[QStringLiteral("hi_loss")].toVariant().toULongLong());
                const auto wire = step[QStringLiteral("wire")].toString().toULongLong();
                const double apart = qAbs(static_cast<double>(loss.wireValue()) - static_cast<double>(wire));
                QVERIFY(apart <= tolerance * static_cast<double>(wire::LossRateOne));
            }
        }
    }

    void staysWithinOne()
    {
        LossEstimator loss;
        loss.begin(0);
        loss.spm(UINT64_MAX - 2);
        QVERIFY(loss.rate() <= 1);
        QVERIFY(loss.rate() > 0.999);
        QVERIFY(loss.wireValue() <= wire::LossRateOne);
        loss.oData(UINT64_MAX - 1);
        QVERIFY(loss.rate() < 1);
    }
};

CASTDECK_TEST(LossEstimatorTest)

} // namespace castdeck::tst_lossestimator
#include "tst_lossestimator.moc"
