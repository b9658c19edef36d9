// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/console/console.h"
#include "support/testprogram.h"

#include <QStandardPaths>
#include <QTest>

namespace castdeck::tst_demosettings
{

/// A demo leaves alone what a person has arranged, and is in nobody's way.
class DemoSettingsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void filesAndPortsAreItsOwn_data()
    {
        QTest::addColumn<bool>("demo");
        QTest::newRow("a demo") << true;
        QTest::newRow("every day") << false;
    }
    void filesAndPortsAreItsOwn()
    {
        QFETCH(const bool, demo);
        const QString folder = QStringLiteral("/demo");
        ConsoleOptions options;
        options.demo = demo;
        const LocalServer::Settings settings = localSettings(options, folder, {});
        for (const QString &path :
             {settings.keyFolder, settings.engine.cacheDirectory, settings.engine.treeDirectory}) {
            QCOMPARE(path.startsWith(folder), demo);
            QCOMPARE(path.startsWith(QStandardPaths::writableLocation(QStandardPaths::HomeLocation)), !demo);
        }
        const quint16 anyPort = 0;
        QCOMPARE(settings.fallbackPort == anyPort, demo);
        QCOMPARE(settings.engine.initiationPort == anyPort, demo);
        QCOMPARE(settings.engine.interfaceName, demo ? QStringLiteral("lo") : QString());
    }
    void whatWasChosenIsUsedUnlessAskedOtherwise()
    {
        Preferences chosen;
        chosen.interfaceName = QStringLiteral("eth3");
        const auto interfaceOf = [&](const ConsoleOptions &options) {
            return localSettings(options, QStringLiteral("/demo"), chosen).engine.interfaceName;
        };
        ConsoleOptions options;
        QCOMPARE(interfaceOf(options), QStringLiteral("eth3"));
        options.demo = true;
        QCOMPARE(interfaceOf(options), QStringLiteral("lo"));
        options.interfaceName = QStringLiteral("eth0");
        QCOMPARE(interfaceOf(options), QStringLiteral("eth0"));
    }
    void whatIsAskedForHoldsInADemoToo()
    {
        ConsoleOptions options;
        options.demo = true;
        options.interfaceName = QStringLiteral("eth0");
        options.initiationPort = 7;
        options.fallbackPort = 8;
        const LocalServer::Settings settings = localSettings(options, QStringLiteral("/demo"), {});
        QCOMPARE(settings.engine.interfaceName, options.interfaceName);
        QCOMPARE(settings.engine.initiationPort, options.initiationPort);
        QCOMPARE(settings.fallbackPort, *options.fallbackPort);
    }
};

CASTDECK_TEST(DemoSettingsTest)

} // namespace castdeck::tst_demosettings
#include "tst_demosettings.moc"
