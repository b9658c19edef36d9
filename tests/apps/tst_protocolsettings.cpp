// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/server/protocolsettings.h"
#include "support/testprogram.h"

#include <QTest>

namespace castdeck::tst_protocolsettings
{

namespace
{

Result<ServerSettings> settingsWith(const QByteArray &key, const QString &text)
{
    return settingsFrom({{QString::fromLatin1(key), {text, QStringLiteral("here")}}});
}

} // namespace

class TestProtocolSettings : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyKeyTakesOneValueAndRefusesOthers_data()
    {
        QTest::addColumn<QString>("key");
        for (const SettingKey &key : protocolKeys())
            QTest::newRow(key.name) << QString::fromLatin1(key.name);
    }
    void everyKeyTakesOneValueAndRefusesOthers()
    {
        QFETCH(QString, key);
        const QByteArray name = key.toLatin1();
        QVERIFY2(settingsWith(name, QStringLiteral("100")) || settingsWith(name, QStringLiteral("50")) ||
                     settingsWith(name, QStringLiteral("2000")),
                 "no usual value is taken");
        for (const char *bad : {"", "-1", "x", "1.5", "18446744073709551616", "99999999999"}) {
            const auto settings = settingsWith(name, QString::fromLatin1(bad));
            QVERIFY2(!settings, bad);
            QVERIFY2(settings.error().detail.contains(key), qPrintable(settings.error().detail));
        }
    }

    void valuesArriveWhereTheyBelong()
    {
        using namespace std::chrono_literals;
        const auto linger = settingsWith("linger-ms", QStringLiteral("1234"));
        QVERIFY(linger && linger->engine.parameters.linger == 1234ms);
        const auto clients = settingsWith("clients-per-session", QStringLiteral("7"));
        QVERIFY(clients);
        QCOMPARE(clients->engine.parameters.clientsMax, 7);
        QVERIFY(!settingsWith("clients-per-session", QStringLiteral("0")));
        const auto window = settingsWith("window-max", QStringLiteral("77"));
        QVERIFY(window);
        QCOMPARE(window->engine.parameters.windowMax, 77);
        QCOMPARE(window->engine.parameters.windowExpMax, 64);
        const auto cut = settingsWith("window-cut-percent", QStringLiteral("60"));
        QVERIFY(cut);
        QCOMPARE(cut->engine.parameters.windowCut, 0.6);
        QVERIFY(!settingsWith("clients-per-session", QStringLiteral("201")));
    }

    void defaultsAreThoseOfTheSpecification()
    {
        const auto settings = settingsFrom({});
        QVERIFY(settings);
        const SessionParameters &is = settings->engine.parameters;
        QCOMPARE(is.inactivity.count(), 300'000);
        QCOMPARE(is.kickRepeat.count(), 15'000);
        QCOMPARE(is.qccInterval.count(), 2000);
        QCOMPARE(is.deadClient.count(), 60'000);
        QCOMPARE(is.demoteRepeat.count(), 500);
        QCOMPARE(is.clientsMax, 200);
        QCOMPARE(is.windowExpMax, 64);
        QCOMPARE(is.windowMax, 512);
    }

    void noTwoKeysHaveOneName()
    {
        QSet<QByteArray> names;
        for (const SettingKey &key : settingKeys()) {
            QVERIFY2(!names.contains(key.name), key.name);
            names.insert(key.name);
        }
        QVERIFY(names.contains("linger-ms") && names.contains("listen"));
    }
};

CASTDECK_TEST(TestProtocolSettings)

} // namespace castdeck::tst_protocolsettings
#include "tst_protocolsettings.moc"
