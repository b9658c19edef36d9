// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/meddle.h"
#include "engine/session/sessionchronicle.h"
#include "engine/store/historykeeper.h"
#include "engine/store/store.h"
#include "support/testprogram.h"

#include <QDir>
#include <QFile>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

namespace castdeck::tst_historystore
{

namespace
{

QDateTime at(qint64 seconds)
{
    return QDateTime::fromSecsSinceEpoch(1'700'000'000 + seconds).toUTC();
}

EndedClient client(quint32 id, ClientOutcome outcome)
{
    EndedClient row;
    row.id = ClientId(id);
    row.name = QStringLiteral("pc'\"\n%1").arg(id);
    row.macAddress = QStringLiteral("02:00:00:00:00:01");
    row.ipAddress = QStringLiteral("fe80::1");
    row.userIdentity = QStringLiteral("lab");
    row.outcome = outcome;
    row.percentCompletion = 42;
    row.joinedAt = at(1);
    row.leftAt = at(2);
    row.by = QStringLiteral("bob");
    row.reason = QStringLiteral("its disk is “full”");
    return row;
}

EndedSession session(quint32 id, qint64 endedAt)
{
    EndedSession row;
    row.id = SessionId(id);
    row.namespaceName = QStringLiteral("images");
    row.contentName = QStringLiteral("Bücher.wim");
    row.contentSize = quint64(1) << 40;
    row.interfaceName = QStringLiteral("eth0");
    row.serverAddress = QStringLiteral("10.0.0.1");
    row.groupAddress = QStringLiteral("239.192.0.1");
    row.port = 64'001;
    row.startedAt = at(0);
    row.endedAt = at(endedAt);
    row.bytesSent = quint64(3) << 40;
    row.meanRate = 100'000'000;
    row.outcome = SessionOutcome::Failed;
    row.by = QStringLiteral("alice");
    row.reason = QStringLiteral("wrong image");
    row.error = Error{ErrorCode::ContentChanged, QStringLiteral("it was cut")};
    row.clients = {client(3, ClientOutcome::Completed), client(7, ClientOutcome::Demoted)};
    row.clientsOmitted = 5;
    return row;
}

AuditRecord record(qint64 seconds, const QString &reason = QStringLiteral("lunch"))
{
    AuditRecord row;
    row.time = at(seconds);
    row.who = QStringLiteral("bench");
    row.role = QStringLiteral("operator");
    row.address = QStringLiteral("192.0.2.7");
    row.verb = QStringLiteral("session.terminate");
    row.subject = QStringLiteral("session 7");
    row.reason = reason;
    return row;
}

template <class Record>
QList<quint64> numbers(const Result<HistoryPage<Record>> &page)
{
    QList<quint64> all;
    for (const Record &row : page.value_or(HistoryPage<Record>()).records)
        all.append(row.number);
    return all;
}

/// A history kept in a file, and the thread of that.
struct Kept {
    Inventory nothing;
    Databases databases{std::chrono::seconds(60)};
    HistoryKeeper keeper{nothing, databases};

    void open(const QString &path)
    {
        keeper.open(path, [path] { return HistoryStore::open(path); });
    }
    template <class Page>
    static Result<Page> wait(const QFuture<Result<Page>> &page)
    {
        if (!QTest::qWaitFor([&] { return page.isFinished(); }, Patience))
            return failure(ErrorCode::TimedOut);
        return page.result();
    }
    Result<SessionHistory> sessions() { return wait(keeper.sessions({})); }
    Result<AuditHistory> audit() { return wait(keeper.audit({})); }
};

/// All there is of one file, into the same tables of another.
void moveRows(const QString &from, const QString &to)
{
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("move"));
    database.setDatabaseName(to);
    if (!database.open())
        qFatal("%s", qPrintable(to));
    QSqlQuery query(database);
    QStringList statements{QStringLiteral("ATTACH '%1' AS history").arg(from)};
    for (const QString &table :
         {QStringLiteral("ended_sessions"), QStringLiteral("audit"), QStringLiteral("ended_clients")})
        statements << QStringLiteral("INSERT INTO main.%1 SELECT * FROM history.%1").arg(table);
    for (const QString &statement : std::as_const(statements)) {
        if (!query.exec(statement))
            qFatal("%s", qPrintable(statement));
    }
    query = QSqlQuery();
    database = QSqlDatabase();
    QSqlDatabase::removeDatabase(QStringLiteral("move"));
}

} // namespace

class TestHistoryStore : public QObject
{
    Q_OBJECT
    QTemporaryDir m_folder;
    QString m_path;

    std::unique_ptr<HistoryStore> open() const
    {
        auto opened = HistoryStore::open(m_path);
        return opened ? std::move(*opened) : nullptr;
    }

    /// The path of a store with a history in it.
    QString leftByEarlierPrograms()
    {
        const QString old = m_path + QStringLiteral("-store");
        NamespaceInfo row;
        row.id = NamespaceId(4);
        row.name = QStringLiteral("images");
        bool isWritten = true;
        {
            const auto written = open();
            for (int i = 1; i <= 3; ++i)
                isWritten =
                    isWritten && written->append(record(i)) && written->append(session(quint32(i), i));
            isWritten = isWritten && written->prune(at(2)) && Store::open(old)->store->save(row);
        }
        meddle(old, QStringLiteral("CREATE TABLE history_version (version INTEGER NOT NULL)"));
        for (const QString &table :
             {QStringLiteral("ended_sessions"), QStringLiteral("audit"), QStringLiteral("ended_clients")}) {
            const QString sql =
                meddle(m_path, QStringLiteral("SELECT sql FROM sqlite_master WHERE name = '%1'").arg(table))
                    .toString();
            meddle(old, sql);
        }
        moveRows(m_path, old);
        for (const char *const column : {"ordered_by", "reason"}) // are newer
            meddle(old,
                   QStringLiteral("ALTER TABLE ended_clients DROP COLUMN %1").arg(QLatin1String(column)));
        isWritten = isWritten && QFile::remove(m_path);
        if (!isWritten)
            qFatal("the test cannot write what it needs");
        return old;
    }

private Q_SLOTS:
    void init() { m_path = m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction())); }

    void keepsWhatWasWritten()
    {
        EndedSession ended = session(9, 60);
        AuditRecord refused = record(5);
        refused.error = Error{ErrorCode::NotAuthorised, QStringLiteral("viewer")};
        {
            const auto store = open();
            QVERIFY(store);
            QVERIFY(store->append(ended));
            QVERIFY(store->append(refused));
            QVERIFY(store->append(record(6)));
        }
        const auto store = open();
        QVERIFY(store);
        ended.number = 1;
        QCOMPARE(store->sessions({}).value().records, QList{ended});
        const auto audit = store->audit({}).value();
        refused.number = 1;
        QCOMPARE(audit.records.size(), 2);
        QCOMPARE(audit.records[1], refused);
        QVERIFY(!audit.records[0].error);
        QCOMPARE(audit.next, quint64(0));
    }

    /// A file as earlier programs left it: the history among what the store keeps.
    void takesOverTheHistoryOfBefore()
    {
        const QString old = leftByEarlierPrograms();
        for (int start = 0; start < 2; ++start) {
            const auto store = Store::open(old);
            QVERIFY(store && store->setAside.isEmpty() && store->store->isSound());
            const auto history = open();
            QVERIFY(history);
            QVERIFY(history->takeOver(old));
            QVERIFY(history->goOnMoving().value_or(false));
            QCOMPARE(numbers(history->audit({})), (QList<quint64>{3, 2}));
            const auto sessions = history->sessions({});
            QCOMPARE(numbers(sessions), (QList<quint64>{3, 2}));
            QCOMPARE(sessions->records.first().clients.size(), 2);
            QCOMPARE(store->store->namespaces()->size(), 1);
        }
        QCOMPARE(meddle(old, QStringLiteral("SELECT count(*) FROM sqlite_master WHERE name IN ('audit', "
                                            "'ended_sessions', 'ended_clients', 'history_version')"))
                     .toInt(),
                 0);
        const auto history = open();
        QVERIFY(history->prune(at(100)) && history->append(record(9)));
        QCOMPARE(numbers(history->audit({})), QList<quint64>{4}); // no number twice
    }

    /// It is tried again while the server runs, and what is written meanwhile is in nobody's way.
    void aMoveThatFailedIsGoneOnWith()
    {
        const QString old = leftByEarlierPrograms();
        QVERIFY(open());
        meddle(m_path,
               QStringLiteral("CREATE TRIGGER full BEFORE INSERT ON audit WHEN new.verb <> 'new' BEGIN "
                              "SELECT RAISE(ABORT, 'full'); END"));
        for (int attempt = 0; attempt < 2; ++attempt)
            QTest::ignoreMessage(QtCriticalMsg,
                                 QRegularExpression(QStringLiteral("the history of before stays in")));
        Kept kept;
        kept.keeper.setRetention(std::chrono::days(0));
        kept.keeper.open(m_path, [path = m_path, old]() -> Result<std::unique_ptr<HistoryStore>> {
            auto opened = HistoryStore::open(path);
            if (const auto taken = opened ? (*opened)->takeOver(old) : Result<void>(); !taken)
                return tl::unexpected(taken.error());
            return opened;
        });
        AuditRecord fresh = record(9);
        fresh.verb = QStringLiteral("new");
        kept.keeper.append(fresh);
        QCOMPARE(numbers(kept.audit()), QList<quint64>{4});
        kept.keeper.append(session(8, 8));
        QCOMPARE(numbers(kept.sessions()), QList<quint64>{4});
        meddle(m_path, QStringLiteral("DROP TRIGGER full"));
        kept.keeper.setRetention(std::chrono::days(0)); // what its clock does once a minute
        QTRY_COMPARE(numbers(kept.audit()), (QList<quint64>{4, 3, 2}));
        const auto sessions = kept.sessions();
        QCOMPARE(numbers(sessions), (QList<quint64>{4, 3, 2}));
        for (const EndedSession &row : sessions->records)
            QCOMPARE(row.clients.size(), 2);
    }

    void filesAreTheOwnersAlone()
    {
        const auto history = open();
        QVERIFY(history && history->append(record(1)));
        for (const QString &suffix : {QString(), QStringLiteral("-wal"), QStringLiteral("-shm")}) {
            QVERIFY(QFile::exists(m_path + suffix));
            QCOMPARE(QFile::permissions(m_path + suffix) & QFileDevice::Permissions(0x0077),
                     QFileDevice::Permissions());
        }
    }

    /// As a server has it: no memory is mapped that a disk may not take back, so the program can end.
    void aServerHasItForItselfAlone()
    {
        const auto history = HistoryStore::open(m_path, {}, HistoryStore::Access::Alone);
        QVERIFY(history && (*history)->append(record(1)));
        QVERIFY(!QFile::exists(m_path + QStringLiteral("-shm")));
        const auto other = HistoryStore::open(m_path);
        QVERIFY(!other);
        QCOMPARE(other.error().code, ErrorCode::Busy);
        QVERIFY((*history)->append(record(2)));
        QCOMPARE(numbers((*history)->audit({})), (QList<quint64>{2, 1}));
    }

    void damageCostsNothingElse()
    {
        for (int i = 1; i <= 3; ++i)
            QVERIFY(open()->append(record(i)));
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(4'096));
        file.write(QByteArray(8'192, 'x'));
        file.close();
        QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(QStringLiteral("is damaged; it is kept as")));
        const auto history = open();
        QVERIFY(history && history->append(record(1)));
        QCOMPARE(numbers(history->audit({})), QList<quint64>{1});
    }

    void damageWhileItIsUsed()
    {
        const auto history = open();
        for (int i = 0; i < 50; ++i)
            QVERIFY(history->append(record(i, QString(1'000, QLatin1Char('x')))));
        meddle(m_path, QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)"));
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        for (qint64 at = 4'096; at < file.size(); at += 4'096) {
            QVERIFY(file.seek(at));
            file.write(QByteArray(4'096, 'x'));
        }
        file.close();
        meddle(m_path, QStringLiteral("PRAGMA user_version = 1")); // what was read before is out of date
        QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(QStringLiteral("is damaged; it is kept as")));
        QVERIFY(history->append(record(1, QStringLiteral("after"))));
        const auto kept = history->audit({}).value().records;
        QCOMPARE(kept.size(), 1);
        QCOMPARE(kept.first().reason, QStringLiteral("after"));
    }

    void itIsBounded()
    {
        constexpr HistoryLimits limits{.sessions = 20, .failures = 5, .records = 30, .refusals = 8};
        auto history = HistoryStore::open(m_path, limits).value();
        QVERIFY(history->append(session(1, 1)) && history->append(record(1)));
        AuditRecord refused = record(2);
        refused.error = Error{ErrorCode::NotAuthorised, {}};
        EndedSession failed = session(2, 2);
        failed.bytesSent = 0;
        const auto count = [&](const char *what) {
            return meddle(m_path, QStringLiteral("SELECT count(*) FROM ") + QLatin1String(what)).toInt();
        };
        for (int i = 0; i < 60; ++i) { // what strangers can cause
            QVERIFY(history->append(refused));
            QVERIFY(history->append(failed));
            QVERIFY(count("audit") <= 9 && count("ended_sessions") <= 6);
        }
        // pushes out nothing else.
        QCOMPARE(numbers(history->audit({})).last(), quint64(1));
        QCOMPARE(numbers(history->sessions({})).last(), quint64(1));
        for (int i = 0; i < 60; ++i)
            QVERIFY(history->append(session(9, 9)) && history->append(record(9)));
        QVERIFY(count("ended_sessions") <= 25 && count("audit") <= 38);
        QCOMPARE(count("ended_clients WHERE session NOT IN (SELECT number FROM ended_sessions)"), 0);
        QCOMPARE(numbers(history->sessions({})).first(), quint64(121));
        // It knows again what is there.
        history = HistoryStore::open(m_path, limits).value();
        for (int i = 0; i < 60; ++i)
            QVERIFY(history->append(refused));
        QVERIFY(count("audit") <= 38);
    }

    void itsFileIsBounded()
    {
        constexpr HistoryLimits limits{.bytes = 400'000};
        const auto history = HistoryStore::open(m_path, limits).value();
        for (int i = 0; i < 2'000; ++i)
            QVERIFY(history->append(record(i, QString(1'000, QLatin1Char('x')))));
        QVERIFY(meddle(m_path, QStringLiteral("PRAGMA page_count")).toInt() * 4'096 < 600'000);
        const auto page = history->audit({}).value();
        QCOMPARE(page.records.first().number, quint64(2'000));
        QVERIFY(page.records.size() > 50);
    }

    void survivesSuddenEnd()
    {
        const auto store = open();
        QVERIFY(store && store->append(session(1, 1)) && store->append(record(1)));
        // As the files are while the program runs, so they are after it was killed.
        const QString copy = m_path + QStringLiteral("-copy");
        for (const QString &suffix : {QString(), QStringLiteral("-wal")})
            QVERIFY(QFile::copy(m_path + suffix, copy + suffix));
        const auto again = HistoryStore::open(copy);
        QVERIFY(again);
        QCOMPARE(numbers((*again)->sessions({})), QList<quint64>{1});
        QCOMPARE(numbers((*again)->audit({})), QList<quint64>{1});
    }

    /// A session that the program did not live to see the end of, as it was noted last; once.
    void whatWasInterruptedIsRemembered()
    {
        {
            const auto store = open();
            QVERIFY(store->append(RunningSession{session(7, 1)}));
            QVERIFY(store->append(RunningSession{session(8, 1)}));
            QVERIFY(store->append(session(8, 5)));
            EndedSession later = session(7, 9);
            later.clients.removeLast();
            QVERIFY(store->append(RunningSession{later}));
            QCOMPARE(store->sessions({})->records.size(), 1); // it is not over
        }
        for (int start = 0; start < 2; ++start) {
            const auto store = open();
            QVERIFY(store->endRunning());
            const auto records = store->sessions({})->records;
            QCOMPARE(records.size(), 2);
            EndedSession expected = session(7, 9);
            expected.clients.removeLast();
            expected.number = records.first().number;
            QCOMPARE(records.first(), expected);
            QCOMPARE(records.last().id, SessionId(8));
        }
    }

    void ofWhatGoesOnTheNewestWaits()
    {
        WaitingRecords waiting;
        for (size_t i = 0; i < WaitingRecords::Most + 5; ++i)
            waiting.append(RunningSession{session(7, qint64(i))});
        waiting.append(record(1));
        waiting.append(RunningSession{session(8, 3)});
        waiting.append(session(8, 4));
        const auto first = waiting.oldest();
        QCOMPARE(std::get<RunningSession>(first->record).soFar, session(7, WaitingRecords::Most + 4));
        waiting.remove(first->number);
        QVERIFY(std::holds_alternative<AuditRecord>(waiting.oldest()->record));
        waiting.remove(waiting.oldest()->number);
        QCOMPARE(std::get<EndedSession>(waiting.oldest()->record), session(8, 4));
        waiting.remove(waiting.oldest()->number);
        QVERIFY(waiting.isEmpty());
        QCOMPARE(waiting.takeLost(), quint64(0));
    }

    void filtersAndPages()
    {
        const auto store = open();
        QVERIFY(store);
        for (int i = 1; i <= 7; ++i) {
            QVERIFY(store->append(record(i)));
            QVERIFY(store->append(session(quint32(i), i)));
        }
        HistoryFilter filter;
        filter.since = at(2);
        filter.until = at(7);
        QCOMPARE(numbers(store->audit(filter)), (QList<quint64>{6, 5, 4, 3, 2}));
        QCOMPARE(numbers(store->sessions(filter)), (QList<quint64>{6, 5, 4, 3, 2}));
        filter.limit = 3;
        const auto first = store->audit(filter).value();
        QCOMPARE(numbers<AuditRecord>(first), (QList<quint64>{6, 5, 4}));
        QCOMPARE(first.next, quint64(4));
        filter.before = first.next;
        const auto second = store->audit(filter).value();
        QCOMPARE(numbers<AuditRecord>(second), (QList<quint64>{3, 2}));
        QCOMPARE(second.next, quint64(0));
        filter.limit = 2;
        QCOMPARE(store->sessions(filter).value().next, quint64(0));
        filter.before = std::numeric_limits<quint64>::max();
        QCOMPARE(numbers(store->sessions(filter)), (QList<quint64>{6, 5}));
    }

    void limitOutOfRangeIsRefused()
    {
        const auto store = open();
        for (const quint32 limit : {0U, HistoryFilter::MaxLimit + 1}) {
            HistoryFilter filter;
            filter.limit = limit;
            QCOMPARE(store->audit(filter).error().code, ErrorCode::InvalidParameter);
            QCOMPARE(store->sessions(filter).error().code, ErrorCode::InvalidParameter);
        }
    }

    void longTextsAreCut()
    {
        const auto store = open();
        EndedSession ended = session(1, 1);
        ended.reason = QString(100'000, QLatin1Char('x'));
        QVERIFY(store->append(ended));
        QVERIFY(store->append(record(1, QString(100'000, QLatin1Char('y')))));
        const QString reason = store->sessions({}).value().records[0].reason;
        QCOMPARE(reason.size(), 1'024);
        QVERIFY(reason.endsWith(QChar(0x2026)));
        QCOMPARE(store->audit({}).value().records[0].reason.size(), 1'024);
    }

    /// A page must fit a line of the protocol, whatever is in the records.
    void pagesAreLimitedBySize()
    {
        const auto store = open();
        EndedSession large = session(1, 1);
        for (quint32 id = 1; id <= SessionChronicle::MaxClients; ++id)
            large.clients.append(client(100 + id, ClientOutcome::Disconnected));
        for (EndedClient &gone : large.clients)
            gone.reason.fill(QLatin1Char('x'), 1'000);
        for (int i = 0; i < 4; ++i)
            QVERIFY(store->append(large));
        HistoryFilter filter;
        QList<quint64> seen;
        int pages = 0;
        do {
            const auto page = store->sessions(filter).value();
            QVERIFY(!page.records.isEmpty() && page.records.size() < 4);
            QCOMPARE(page.records[0].clients.size(), SessionChronicle::MaxClients + 2);
            // Who was there is worth more than what was said to them.
            QVERIFY(page.records[0].clients.last().reason.isEmpty());
            seen += numbers<EndedSession>(page);
            filter.before = page.next;
            ++pages;
        } while (filter.before > 0 && pages < 5);
        QCOMPARE(seen, (QList<quint64>{4, 3, 2, 1}));
    }

    void prunes()
    {
        const auto store = open();
        for (int i = 1; i <= 3; ++i) {
            QVERIFY(store->append(record(i)));
            QVERIFY(store->append(session(quint32(i), i)));
        }
        QVERIFY(store->prune(at(3)));
        QCOMPARE(numbers(store->audit({})), QList<quint64>{3});
        const auto left = store->sessions({}).value();
        QCOMPARE(numbers<EndedSession>(left), QList<quint64>{3});
        QCOMPARE(left.records[0].clients.size(), 2);
        QVERIFY(store->prune(at(100)));
        QCOMPARE(meddle(m_path, QStringLiteral("SELECT count(*) FROM ended_clients")).toInt(), 0);
        // Numbers are not given twice.
        QVERIFY(store->append(session(4, 4)));
        QCOMPARE(numbers(store->sessions({})), QList<quint64>{4});
    }

    void whatFailsHalfwayLeavesNothing()
    {
        const auto store = open();
        EndedSession twice = session(1, 1);
        twice.clients.append(twice.clients.first());
        QVERIFY(!store->append(twice));
        QVERIFY(store->append(session(2, 2)));
        const auto kept = store->sessions({}).value();
        QCOMPARE(kept.records.size(), 1);
        QCOMPARE(kept.records[0].id, SessionId(2));
    }

    void laterVersionIsRefused()
    {
        QVERIFY(open());
        meddle(m_path, QStringLiteral("PRAGMA user_version = 1000"));
        const auto opened = HistoryStore::open(m_path);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::IncompatibleVersion);
    }

    void senselessRowsAreLeftOut()
    {
        {
            const auto store = open();
            for (quint32 i = 1; i <= 3; ++i)
                QVERIFY(store->append(session(i, i)));
        }
        meddle(m_path, QStringLiteral("UPDATE ended_sessions SET outcome = 'married' WHERE number = 3"));
        meddle(m_path,
               QStringLiteral("UPDATE ended_clients SET outcome = 'eaten' WHERE session = 2 AND id = 3"));
        const auto store = open();
        HistoryFilter filter;
        filter.limit = 1;
        const auto page = store->sessions(filter).value();
        QCOMPARE(numbers<EndedSession>(page), QList<quint64>{2});
        QCOMPARE(page.next, quint64(2));
        QCOMPARE(page.records[0].clients.size(), 1);
    }

    void keeperForgetsWhatIsOld()
    {
        {
            auto store = open();
            QVERIFY(store->append(record(0)));
            EndedSession fresh = session(2, 0);
            fresh.endedAt = QDateTime::currentDateTimeUtc();
            QVERIFY(store->append(session(1, 0)) && store->append(fresh));
        }
        Kept kept;
        kept.keeper.setRetention(std::chrono::days(0));
        kept.open(m_path);
        QCOMPARE(kept.sessions().value().records.size(), 2);
        kept.keeper.append(record(0)); // dated by the keeper
        kept.keeper.setRetention(std::chrono::days(30));
        QCOMPARE(numbers(kept.sessions()), QList<quint64>{2});
        QCOMPARE(numbers(kept.audit()), QList<quint64>{2});
    }

    void keeperWithoutStoreRemembersInMemory()
    {
        Kept kept;
        kept.keeper.append(record(0));
        QCOMPARE(kept.audit().value().records.size(), 1);
    }

    /// A disk that is full for a while.
    void whatCannotBeWrittenIsWrittenLater()
    {
        Kept kept;
        kept.keeper.setRetention(std::chrono::days(0)); // they are of long ago
        kept.open(m_path);
        kept.keeper.append(record(0));
        QCOMPARE(kept.audit()->records.size(), 1);
        for (const QString &table : {QStringLiteral("audit"), QStringLiteral("ended_sessions")})
            meddle(m_path, QStringLiteral("CREATE TRIGGER full_%1 BEFORE INSERT ON %1 BEGIN "
                                          "SELECT RAISE(ABORT, 'full'); END")
                               .arg(table));
        QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(QStringLiteral(
                                                "not written down yet.*session.terminate session 7")));
        kept.keeper.append(record(0));
        kept.keeper.append(session(5, 5));
        kept.keeper.append(record(0));
        QCOMPARE(kept.sessions()->records.size(), 0);
        for (const QString &table : {QStringLiteral("audit"), QStringLiteral("ended_sessions")})
            meddle(m_path, QStringLiteral("DROP TRIGGER full_") + table);
        QTRY_COMPARE(numbers(HistoryStore::open(m_path).value()->audit({})).size(), 3);
        QCOMPARE(kept.sessions()->records.size(), 1);
        QCOMPARE(kept.audit()->records.size(), 3);
    }

    void aHistoryThatCannotBeHadYet()
    {
        Kept kept;
        std::atomic<bool> isFull = true;
        std::optional<Result<void>> opened;
        kept.keeper.open(
            m_path,
            [&]() -> Result<std::unique_ptr<HistoryStore>> {
                return isFull ? failure(ErrorCode::DeviceFull, m_path) : HistoryStore::open(m_path);
            },
            [&](const Result<void> &result) { opened = result; });
        QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(QStringLiteral("not written down yet")));
        kept.keeper.append(record(0));
        QVERIFY(!kept.audit());
        QVERIFY(opened && !*opened && opened->error().code == ErrorCode::DeviceFull);
        isFull = false;
        QCOMPARE(kept.audit().value().records.size(), 1);
        QCOMPARE(numbers(open()->audit({})), QList<quint64>{1});
    }

    void whatWaitsIsBounded()
    {
        {
            Kept kept;
            kept.open(m_path);
            QVERIFY(kept.audit());
            meddle(m_path, QStringLiteral("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN "
                                          "SELECT RAISE(ABORT, 'full'); END"));
            QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(QStringLiteral("not written down yet")));
            for (size_t i = 0; i < WaitingRecords::Most + 20; ++i)
                kept.keeper.append(record(0, QString::number(i)));
            QVERIFY(kept.audit()->records.isEmpty());
            meddle(m_path, QStringLiteral("DROP TRIGGER full"));
        } // the end writes what it can
        HistoryFilter filter;
        filter.limit = HistoryFilter::MaxLimit;
        const auto records = open()->audit(filter).value().records;
        QCOMPARE(records.size(), qsizetype(WaitingRecords::Most));
        QCOMPARE(records.last().reason, QStringLiteral("20"));
    }

    void oneThatCannotBeDoesNotHoldUpTheOthers()
    {
        Kept kept;
        kept.open(m_path);
        EndedSession twice = session(1, 1);
        twice.clients.append(twice.clients.first());
        QTest::ignoreMessage(
            QtCriticalMsg, QRegularExpression(QStringLiteral("not written down: .*session 1 of Bücher.wim")));
        kept.keeper.append(twice);
        kept.keeper.append(session(2, 2));
        QCOMPARE(kept.sessions()->records.size(), 1);
    }

    void aStartAtAWrongTimeForgetsNothing()
    {
        const QDateTime now = QDateTime::currentDateTimeUtc();
        {
            const auto store = open();
            EndedSession old = session(1, 0);
            old.endedAt =
                now.addDays(-200); // the newest there is: the clock is 200 days ahead, or it was off
            QVERIFY(store->append(old));
        }
        {
            Kept kept;
            kept.open(m_path);
            kept.keeper.setRetention(std::chrono::days(90));
            QCOMPARE(kept.sessions()->records.size(), 1);
            kept.keeper.append(record(0));
        }
        Kept kept;
        kept.open(m_path);
        QCOMPARE(kept.sessions()->records.size(), 1);
        QVERIFY(open()->believedTime().value() < now.addDays(-199));
    }

    void chronicleCountsEachOnce()
    {
        using Kind = ClientDeparture::Kind;
        SessionChronicle chronicle;
        ClientInfo row;
        row.id = ClientId(3);
        row.name = QStringLiteral("pc3");
        row.percentCompletion = 60;
        chronicle.depart({Kind::Vanished, ClientId(3), row.name}, &row);
        chronicle.depart({Kind::Completed, ClientId(3), row.name}, &row);
        chronicle.depart({Kind::Inactive, ClientId(2), QStringLiteral("pc2")}, nullptr);
        SessionEnd end;
        end.counters.dataBytes = 1'000;
        end.counters.repairBytes = 500;
        const EndedSession ended = chronicle.close(end);
        QCOMPARE(ended.clients.size(), 2);
        QCOMPARE(ended.clients[0].outcome, ClientOutcome::Left);
        QVERIFY(!ended.clients[0].joinedAt.isValid());
        QCOMPARE(ended.clients[1].outcome, ClientOutcome::Completed);
        QCOMPARE(ended.clients[1].percentCompletion, quint8(100));
        QCOMPARE(ended.bytesSent, quint64(1'500));
        QVERIFY(ended.startedAt <= ended.endedAt);
    }

    void chronicleIsBounded()
    {
        SessionChronicle chronicle;
        for (quint32 id = 1; id <= SessionChronicle::MaxClients + 3; ++id)
            chronicle.depart({ClientDeparture::Kind::Left, ClientId(id), {}}, nullptr);
        const EndedSession ended = chronicle.close({});
        QCOMPARE(ended.clients.size(), SessionChronicle::MaxClients);
        QCOMPARE(ended.clientsOmitted, 3U);
    }
};

CASTDECK_TEST(TestHistoryStore)

} // namespace castdeck::tst_historystore
#include "tst_historystore.moc"
