// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fallback/fallbackcontents.h"
#include "support/testprogram.h"

#include <QMap>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryFile>
#include <QTest>

namespace castdeck::tst_fallbackcontents
{

using namespace std::chrono_literals;

namespace
{

const Instant Start{1h};
const QString Here = QStringLiteral("192.0.2.1");

InitiationAsk from(const QString &address, const QString &name, const QString &token)
{
    InitiationAsk ask;
    ask.address = address;
    ask.client = name;
    ask.tokenId = token;
    return ask;
}

const InitiationAsk One = from(Here, QStringLiteral("ONE"), QStringLiteral("t1"));
const InitiationAsk Two = from(Here, QStringLiteral("TWO"), QStringLiteral("t2"));
const InitiationAsk Far = from(QStringLiteral("192.0.2.9"), QStringLiteral("ONE"), QStringLiteral("t1"));

/// Sessions 1 and 2 carry the same content of a namespace, 3 another one, 4 one of another namespace.
constexpr quint32 Sessions = 4;

} // namespace

class FallbackContentsTest : public QObject
{
    Q_OBJECT
    using Cut = std::function<void(FallbackContents &)>;

    QTemporaryFile m_file;
    std::shared_ptr<const ContentSource> m_source;

    void fill(FallbackContents &contents) const
    {
        for (quint32 id = 1; id <= Sessions; ++id)
            contents.add(SessionId(id),
                         {m_source, true, ContentId(id <= 2 ? 1 : id), NamespaceId(id == 4 ? 2 : 1)});
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_file.open() && m_file.resize(1000));
        m_source = std::make_shared<const ContentSource>(*ContentSource::fromPath(m_file.fileName()));
    }

    void aTicketIsForOneReceiver()
    {
        FallbackContents contents;
        fill(contents);
        const QByteArray ticket = contents.ticketOf(SessionId(1), One);
        QCOMPARE(ticket.size(), qsizetype(64));
        InitiationAsk again = One;
        again.asker = QStringLiteral("another connection");
        QCOMPARE(contents.ticketOf(SessionId(1), again), ticket);
        QSet<QByteArray> tickets{ticket};
        for (const InitiationAsk &ask : {One, Two, Far}) {
            for (quint32 id = 1; id <= Sessions; ++id)
                tickets.insert(contents.ticketOf(SessionId(id), ask));
        }
        QCOMPARE(tickets.size(), qsizetype(3 * Sessions));
        QVERIFY(contents.ticketOf(SessionId(99), One).isEmpty());
        QVERIFY(contents.find("/content/" + ticket, Start));
        QVERIFY(!contents.find("/content/" + ticket.chopped(1), Start));
        QVERIFY(!contents.find("/content/", Start));
    }

    void cuts_data()
    {
        QTest::addColumn<Cut>("cut");
        QTest::addColumn<QStringList>("left"); // "SESSION CLIENT", and "SESSION" for who has no ticket
        const auto row = [](const char *name, const Cut &cut, const QStringList &left) {
            QTest::newRow(name) << cut << left;
        };
        QStringList all;
        for (quint32 id = 1; id <= Sessions; ++id) {
            for (const char *const who : {"", " far", " one", " two"})
                all.append(QString::number(id) + QString::fromLatin1(who));
        }
        const auto without = [&](const QString &pattern) {
            const QRegularExpression gone(QRegularExpression::anchoredPattern(pattern));
            QStringList rest = all;
            rest.removeIf([&](const QString &one) { return gone.match(one).hasMatch(); });
            return rest;
        };
        row(
            "nothing", [](FallbackContents &) {}, all);
        row(
            "token", [](auto &c) { c.cutToken(QStringLiteral("t1")); },
            without(QStringLiteral(". (one|far)")));
        row(
            "no token", [](auto &c) { c.cutToken(QString()); }, all);
        row(
            "client", [](auto &c) { c.cutClient(SessionId(2), Here, QStringLiteral("TWO")); },
            without(QStringLiteral("[12] two")));
        row(
            "client that joined under another name",
            [](auto &c) { c.cutClient(SessionId(2), Here, QStringLiteral("X")); },
            without(QStringLiteral("[12] (one|two)")));
        row(
            "session", [](auto &c) { c.cutSession(SessionId(3)); }, without(QStringLiteral("3.*")));
        row(
            "namespace", [](auto &c) { c.cutNamespace(NamespaceId(1)); }, without(QStringLiteral("[123].*")));
        row("service", [](auto &c) { c.cutAll(); }, {});
    }
    void cuts()
    {
        QFETCH(Cut, cut);
        QFETCH(QStringList, left);
        FallbackContents contents;
        fill(contents);
        QMap<QString, QByteArray> paths;
        QMap<QString, FallbackContents::Permit> permits;
        for (quint32 id = 1; id <= Sessions; ++id) {
            const QString number = QString::number(id);
            paths[number] = "/session/" + number.toLatin1();
            paths[number + QStringLiteral(" one")] = "/content/" + contents.ticketOf(SessionId(id), One);
            paths[number + QStringLiteral(" two")] = "/content/" + contents.ticketOf(SessionId(id), Two);
            paths[number + QStringLiteral(" far")] = "/content/" + contents.ticketOf(SessionId(id), Far);
        }
        for (auto path = paths.cbegin(); path != paths.cend(); ++path)
            permits.insert(path.key(), contents.find(*path, Start).value());
        cut(contents);
        QStringList found;
        QStringList underWay;
        for (auto path = paths.cbegin(); path != paths.cend(); ++path) {
            if (contents.find(*path, Start))
                found.append(path.key());
            if (!*permits.value(path.key()).isCut)
                underWay.append(path.key());
        }
        QCOMPARE(found, left);
        QCOMPARE(underWay, left);
    }

    void useDoesNotRenewForEver()
    {
        FallbackContents contents;
        fill(contents);
        const QByteArray path = "/content/" + contents.ticketOf(SessionId(1), One);
        contents.sessionEnded(SessionId(1), Start);
        Instant now = Start;
        while (contents.find(path, now))
            now += 10min;
        QVERIFY(now >= Start + FallbackContents::KeptMost);
        QVERIFY(now <= Start + FallbackContents::KeptMost + 10min);
        QVERIFY(contents.ticketOf(SessionId(1), One).isEmpty());
    }

    void ticketsAreBounded()
    {
        FallbackContents contents;
        fill(contents);
        InitiationAsk ask = One;
        for (qsizetype i = 0; i < FallbackContents::TicketsMost; ++i) {
            ask.client = QString::number(i);
            QVERIFY(!contents.ticketOf(SessionId(1), ask).isEmpty());
        }
        ask.client = QStringLiteral("one more");
        QVERIFY(contents.ticketOf(SessionId(1), ask).isEmpty());
        contents.cutToken(One.tokenId);
        QVERIFY(!contents.ticketOf(SessionId(1), ask).isEmpty());
    }
};

CASTDECK_TEST(FallbackContentsTest)

} // namespace castdeck::tst_fallbackcontents
#include "tst_fallbackcontents.moc"
