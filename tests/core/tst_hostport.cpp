// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hostport.h"
#include "support/testprogram.h"

#include <QTest>

namespace castdeck::tst_hostport
{

class HostPortTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("withUsual"); ///< 5042; empty: refused
        QTest::addColumn<QString>("without");
        const auto row = [](const char *text, const char *withUsual, const char *without) {
            QTest::newRow(*text ? text : "nothing")
                << QString::fromUtf8(text) << QString::fromUtf8(withUsual) << QString::fromUtf8(without);
        };
        row("deploy", "deploy:5042", "");
        row("deploy.example:7", "deploy.example:7", "deploy.example:7");
        row("bücher.example", "bücher.example:5042", "");
        row("192.0.2.7", "192.0.2.7:5042", "");
        row("192.0.2.7:65535", "192.0.2.7:65535", "192.0.2.7:65535");
        row("::1", "[::1]:5042", "");
        row("fe80::1%eth0", "[fe80::1%eth0]:5042", "");
        row("[::1]", "[::1]:5042", "");
        row("[2001:db8::7]:1", "[2001:db8::7]:1", "[2001:db8::7]:1");
        row("*:5043", "*:5043", "*:5043");
        row("deploy:0", "", "deploy:0"); // any free one, where it is one's own
        for (const char *none : {"",
                                 ":",
                                 ":7",
                                 "deploy:",
                                 "deploy:65536",
                                 "deploy:99999",
                                 "deploy:-1",
                                 "deploy:7:8",
                                 "deploy :7",
                                 "a b",
                                 " deploy",
                                 "deploy\n",
                                 "https://deploy",
                                 "me@deploy",
                                 "deploy/x",
                                 "deploy?x",
                                 "deploy#x",
                                 "[deploy]:7",
                                 "[192.0.2.7]:7",
                                 "[]:7",
                                 "[::1",
                                 "::1]",
                                 "[::1]7",
                                 "::1:x",
                                 "1::2::3"})
            row(none, "", "");
    }
    void parses()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, withUsual);
        QFETCH(const QString, without);
        const auto shown = [](const std::optional<HostPort> &parsed) {
            return parsed ? hostPortText(parsed->host, parsed->port) : QString();
        };
        QCOMPARE(shown(HostPort::parse(text, 5042)), withUsual);
        QCOMPARE(shown(HostPort::parse(text, 0)), without);
    }
};

CASTDECK_TEST(HostPortTest)

} // namespace castdeck::tst_hostport
#include "tst_hostport.moc"
