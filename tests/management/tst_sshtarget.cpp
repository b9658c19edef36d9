// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/sshtarget.h"

#include "support/testprogram.h"

#include <QTest>

namespace castdeck::tst_sshtarget
{

/// Where ssh is sent, and what never reaches it.
class TestSshTarget : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<SshTarget>("target");
        QTest::addColumn<QString>("address");
        const auto row = [](const char *text, const char *user, const char *host, quint16 port,
                            const char *address, SshService service = SshService::Castdeckd) {
            QTest::newRow(text) << QString::fromLatin1(text)
                                << SshTarget{QString::fromLatin1(user), QString::fromLatin1(host), port,
                                             service}
                                << QString::fromLatin1(address);
        };
        row("ssh://deploy1", "", "deploy1", 0, "ssh://deploy1");
        row("SSH://deploy1/", "", "deploy1", 0, "ssh://deploy1");
        row("deploy1", "", "deploy1", 0, "ssh://deploy1");
        row("ssh://anna@deploy1.example.org:2222", "anna", "deploy1.example.org", 2222,
            "ssh://anna@deploy1.example.org:2222");
        row("ssh://deploy1:22", "", "deploy1", 22, "ssh://deploy1:22");
        row("ssh://root@[2001:db8::1]", "root", "2001:db8::1", 0, "ssh://root@[2001:db8::1]");
        row("ssh://[2001:db8::1]:22", "", "2001:db8::1", 22, "ssh://[2001:db8::1]:22");
        row("ssh://DOMAIN\\anna@wds1", "DOMAIN\\anna", "wds1", 0, "ssh://DOMAIN\\anna@wds1");
        row("wds+ssh://anna@wds1:2222", "anna", "wds1", 2222, "wds+ssh://anna@wds1:2222", SshService::Wds);
        row("WDS+SSH://wds1", "", "wds1", 0, "wds+ssh://wds1", SshService::Wds);
        row("ssh://anna@example.org@wds1", "anna@example.org", "wds1", 0, "ssh://anna@example.org@wds1");
    }

    void reads()
    {
        QFETCH(QString, text);
        QFETCH(SshTarget, target);
        QFETCH(QString, address);
        const auto read = SshTarget::parse(text);
        QVERIFY(read);
        QCOMPARE(*read, target);
        QCOMPARE(read->address(), address);
        QCOMPARE(SshTarget::parse(address).value(), target);
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"",
                                 "ssh://",
                                 "ssh://@host",
                                 "ssh://-oProxyCommand=id",
                                 "-oProxyCommand=id",
                                 "ssh://-l@host",
                                 "ssh://a;b@host",
                                 "ssh://host;id",
                                 "ssh://$(id)",
                                 "ssh://`id`",
                                 "ssh://host|id",
                                 "ssh://a b",
                                 "ssh://host\nid",
                                 "ssh://ho'st",
                                 "ssh://host:0",
                                 "ssh://host:65536",
                                 "ssh://host:x",
                                 "ssh://host:22x",
                                 "ssh://host/path",
                                 "ssh://%h",
                                 "ssh://anna\\@host",
                                 "ssh://us%er@host",
                                 "https://host",
                                 "ssh://h\xc3\xb6st"})
            QTest::newRow(text) << QString::fromUtf8(text);
        QTest::newRow("long") << QStringLiteral("ssh://") + QString(300, u'a');
    }

    void refuses()
    {
        QFETCH(QString, text);
        const auto read = SshTarget::parse(text);
        QVERIFY(!read);
        QCOMPARE(read.error(), (Error{ErrorCode::InvalidParameter, text}));
    }

    void asksSshForNothingButTheStreams()
    {
        const StreamCommand plain = SshTarget{{}, QStringLiteral("deploy1")}.command();
        QCOMPARE(plain.program, QStringLiteral("ssh"));
        QCOMPARE(plain.name, QStringLiteral("ssh deploy1"));
        QCOMPARE(plain.arguments.join(u' '),
                 QStringLiteral("-T -o BatchMode=yes -o ClearAllForwardings=yes -o ConnectTimeout=15 "
                                "-- deploy1 castctl dial-stdio"));
        const StreamCommand full =
            SshTarget{QStringLiteral("anna"), QStringLiteral("wds1"), 2222, SshService::Wds}.command();
        QCOMPARE(full.arguments.mid(7).join(u' '), QStringLiteral("-l anna -p 2222 -- wds1 castdeck-wds"));
    }
};

CASTDECK_TEST(TestSshTarget)

} // namespace castdeck::tst_sshtarget
#include "tst_sshtarget.moc"
