// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a server and an administrator keep on disk to recognise each other, and the pure parts of
// reconnecting.
#include "management/attemptthrottle.h"
#include "management/backoff.h"
#include "management/fingerprint.h"
#include "management/privatefile.h"
#include "management/servercertificate.h"
#include "management/tokenstore.h"
#include "management/truststore.h"
#include "support/failingcalls.h"
#include "support/outcome.h"
#include "support/testprogram.h"
#include "support/wallclock.h"

#include <QDir>
#include <QProcess>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <cerrno>
#include <cstdio>
#include <sys/stat.h>

namespace castdeck::tst_trust
{

using namespace std::chrono_literals;

namespace
{

constexpr auto privateMode = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;

void overwrite(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(path));
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

} // namespace

class TestTrust : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString path(const char *name) const
    {
        return m_folder.filePath(QLatin1String(QTest::currentTestFunction()) + QLatin1String(name));
    }

private Q_SLOTS:
    /// A shell hands over what a command prints as a pipe, which has no size and comes in pieces.
    void aTokenMayComeThroughAPipe()
    {
        const QString pipe = path("pipe");
        QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        const std::unique_ptr<QThread> writer(QThread::create([pipe] {
            QFile file(pipe);
            if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
                return;
            file.write(QByteArray(100'000, ' '));
            file.write("secret\n");
        }));
        writer->start();
        const auto token = readToken(pipe);
        writer->wait();
        QVERIFY(token.has_value());
        QCOMPARE(*token, QStringLiteral("secret"));
    }

    void whatHasNoEndIsNotRead()
    {
        const auto read = readPrivateFile(QStringLiteral("/dev/zero"));
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::FileFailure);
        QVERIFY(read.error().detail.contains(QLatin1String("too large")));
    }

    void fingerprintsAreTypedInManyWays_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<bool>("isOne");
        const QString digits = QString(QStringLiteral("0aF3")).repeated(16);
        QString pairs = digits;
        for (int at = 62; at > 0; at -= 2)
            pairs.insert(at, QLatin1Char(':'));
        QTest::newRow("whole") << (QStringLiteral("sha256:") + digits) << true;
        QTest::newRow("digits alone") << digits << true;
        QTest::newRow("upper case, white space")
            << (QStringLiteral(" SHA256:") + digits + QLatin1Char('\n')) << true;
        QTest::newRow("pairs") << pairs << true;
        QTest::newRow("short") << digits.left(63) << false;
        QTest::newRow("long") << (digits + QLatin1Char('0')) << false;
        QTest::newRow("no digit") << (QLatin1Char('g') + digits.mid(1)) << false;
        QTest::newRow("another digest") << (QStringLiteral("sha1:") + digits) << false;
        QTest::newRow("nothing") << QString() << false;
    }

    void fingerprintsAreTypedInManyWays()
    {
        QFETCH(QString, typed);
        QFETCH(bool, isOne);
        const QString plain = QStringLiteral("sha256:") + QString(QStringLiteral("0af3")).repeated(16);
        QCOMPARE(plainFingerprint(typed), isOne ? plain : QString());
    }

    void aChangeIsAnsweredWhenItIsKept()
    {
        const auto store = TokenStore::open(path("asked")).value();
        QSignalSpy revoked(store.get(), &TokenStore::revoked);
        QVERIFY(outcome(store->makeToken({}, Role::Viewer, {})).error().code == ErrorCode::InvalidParameter);
        const auto making = store->makeToken(QStringLiteral("x"), Role::Viewer, {});
        QVERIFY(!making.isFinished());
        const auto made = outcome(making);
        QVERIFY(made);
        QVERIFY(store->check(made->secret));
        QVERIFY(TokenStore::open(path("asked")).value()->check(made->secret));
        QVERIFY(outcome(store->endToken(QStringLiteral("nobody"))).error().code ==
                ErrorCode::InvalidParameter);
        const auto ending = store->endToken(made->info.id);
        QVERIFY(outcome(ending));
        QCOMPARE(revoked.size(), 1);
        QVERIFY(!store->check(made->secret));
        QVERIFY(!TokenStore::open(path("asked")).value()->check(made->secret));
    }

    void tokensLiveOn()
    {
        const QString file = path("/a/tokens.json");
        QString secret;
        TokenInfo info;
        {
            const auto store = TokenStore::open(file).value();
            const auto made = store->create(QStringLiteral("console"), Role::Operator, {});
            QVERIFY(made);
            secret = made->secret;
            info = made->info;
            QCOMPARE(store->check(secret).value(), info);
        }
        QCOMPARE(QFile::permissions(file), privateMode);
        QVERIFY(!contentOf(file).contains(secret.toLatin1()));
        const auto store = TokenStore::open(file).value();
        QCOMPARE(store->list(), QList<TokenInfo>{info});
        QCOMPARE(store->check(secret).value(), info);
        QCOMPARE(store->check(secret + QLatin1Char('x')).error().code, ErrorCode::NotAuthenticated);
        QCOMPARE(store->check(QString()).error().code, ErrorCode::NotAuthenticated);

        QSignalSpy revoked(store.get(), &TokenStore::revoked);
        QVERIFY(!store->revoke(QStringLiteral("nobody")));
        QCOMPARE(revoked.size(), 0);
        QVERIFY(store->revoke(info.id));
        QCOMPARE(revoked.first().first().toString(), info.id);
        QVERIFY(!store->check(secret));
        QVERIFY(!TokenStore::open(file).value()->check(secret));
    }

    void tokensDiffer()
    {
        const auto store = TokenStore::open(path("/tokens.json")).value();
        QSet<QString> seen;
        for (int i = 0; i < 50; ++i) {
            const auto made = store->create(QStringLiteral("same"), Role::Viewer, {}).value();
            seen << made.secret << made.info.id;
        }
        QCOMPARE(seen.size(), 100);
    }

    void tokensExpire()
    {
        const auto store = TokenStore::open(path("/tokens.json")).value();
        const auto now = QDateTime::currentDateTimeUtc();
        QCOMPARE(store->create(QStringLiteral("x"), Role::Viewer, now.addSecs(-1)).error().code,
                 ErrorCode::InvalidParameter);
        const auto made = store->create(QStringLiteral("x"), Role::Viewer, now.addSecs(3'600)).value();
        QVERIFY(store->check(made.secret));
        {
            const test::WallClockJump later(std::chrono::hours(2));
            QVERIFY(!store->check(made.secret));
        }
        QVERIFY(store->check(made.secret)); // it was the clock
        QCOMPARE(store->list().size(), 1);
    }

    void badTokenNames()
    {
        const auto store = TokenStore::open(path("/tokens.json")).value();
        QVERIFY(!store->create(QStringLiteral("  "), Role::Viewer, {}));
        QVERIFY(!store->create(QString(1000, QLatin1Char('x')), Role::Viewer, {}));
        QVERIFY(store->list().isEmpty());
    }

    void aSpoiledFileIsNamedAndLeftAlone_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("half") << QByteArray("[{\"id\":\"1\",");
        QTest::newRow("other") << QByteArray("true");
        QTest::newRow("broken entry") << QByteArray("[{\"id\":5}]");
        QTest::newRow("broken pin") << QByteArray("{\"host:1\":\"md5:00\"}");
    }

    void aSpoiledFileIsNamedAndLeftAlone()
    {
        QFETCH(QByteArray, content);
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("spoiled"));
        overwrite(file, content);
        const auto tokens = TokenStore::open(file);
        QVERIFY(!tokens);
        QVERIFY(tokens.error().detail.contains(file));
        const auto trust = TrustStore::open(file);
        QVERIFY(!trust);
        QVERIFY(trust.error().detail.contains(file));
        QCOMPARE(contentOf(file), content);
    }

    void aFileThatCannotBeWritten()
    {
        // A folder in the way fails for root as well.
        QTemporaryDir folder;
        const auto store = TokenStore::open(folder.filePath(QStringLiteral("x/tokens.json"))).value();
        overwrite(folder.filePath(QStringLiteral("x")), "a file where a folder is needed");
        const auto made = store->create(QStringLiteral("x"), Role::Viewer, {});
        QVERIFY(!made);
        QVERIFY(made.error().detail.contains(QLatin1String("tokens.json")));
        QVERIFY(store->list().isEmpty());
    }

    void serversArePinned()
    {
        const QString file = path("/trust.json");
        const QString first = QStringLiteral("sha256:") + QString(64, QLatin1Char('1'));
        const QString second = QStringLiteral("sha256:") + QString(64, QLatin1Char('2'));
        {
            auto store = TrustStore::open(file).value();
            QCOMPARE(store.check(QStringLiteral("a:1"), first).value(), TrustStore::Verdict::New);
            QCOMPARE(store.check(QStringLiteral("a:1"), first).value(), TrustStore::Verdict::Known);
            QCOMPARE(store.check(QStringLiteral("a:2"), second).value(), TrustStore::Verdict::New);
        }
        QCOMPARE(QFile::permissions(file), privateMode);
        auto store = TrustStore::open(file).value();
        const auto changed = store.check(QStringLiteral("a:1"), second);
        QCOMPARE(changed.error().code, ErrorCode::FingerprintMismatch);
        QVERIFY(changed.error().detail.contains(first) && changed.error().detail.contains(second));
        QCOMPARE(store.fingerprint(QStringLiteral("a:1")), first);
        QVERIFY(store.pin(QStringLiteral("a:1"), second));
        QCOMPARE(store.check(QStringLiteral("a:1"), second).value(), TrustStore::Verdict::Known);
        QVERIFY(store.forget(QStringLiteral("a:1")));
        QCOMPARE(TrustStore::open(file).value().fingerprint(QStringLiteral("a:1")), QString());
        QCOMPARE(TrustStore::open(file).value().fingerprint(QStringLiteral("a:2")), second);
    }

    void aPinThatWasCutIsNoPin()
    {
        QVERIFY(writePrivateFile(path("/trust.json"), R"({"a:1": "sha256:1111"})"));
        const auto store = TrustStore::open(path("/trust.json"));
        QVERIFY(!store);
        QCOMPARE(store.error().code, ErrorCode::FileFailure);
        QVERIFY(store.error().detail.contains(QLatin1String("a:1")));
    }

    void theCertificateIsMadeOnce()
    {
        const QString cert = path("/cert.pem");
        const QString key = path("/key.pem");
        const auto made = ServerCertificate::loadOrMake(cert, key, QStringLiteral("host.example"));
        QVERIFY(made);
        QCOMPARE(QFile::permissions(key), privateMode);
        const QSslCertificate &own = made->chain.first();
        QCOMPARE(own.subjectInfo(QSslCertificate::CommonName).value(0), QStringLiteral("host.example"));
        QVERIFY(own.subjectAlternativeNames().values().contains(QStringLiteral("host.example")));
        QVERIFY(own.effectiveDate() < QDateTime::currentDateTimeUtc().addSecs(-3600));
        QVERIFY(own.expiryDate() > QDateTime::currentDateTimeUtc().addYears(19));
        QCOMPARE(made->fingerprint().size(), 7 + 64);
        const auto again = ServerCertificate::loadOrMake(cert, key, QStringLiteral("other"));
        QVERIFY(again);
        QCOMPARE(again->fingerprint(), made->fingerprint());

        overwrite(cert, "no certificate");
        QVERIFY(ServerCertificate::load(cert, key).error().detail.contains(cert));
    }

    void halfAPairIsMadeWhole_data()
    {
        QTest::addColumn<QByteArray>("cert"); ///< null: it is missing; "whole": it stays
        QTest::addColumn<QByteArray>("key");
        const QByteArray whole = "whole";
        for (const auto &[name, content] :
             {std::pair("missing", QByteArray()), std::pair("empty", QByteArray("")),
              std::pair("cut", QByteArray("-----BEGIN CERTIFICATE-----\nMIIB"))}) {
            QTest::addRow("certificate %s", name) << content << whole;
            QTest::addRow("key %s", name) << whole << content;
            QTest::addRow("both %s", name) << content << content;
        }
    }
    void halfAPairIsMadeWhole()
    {
        QFETCH(const QByteArray, cert);
        QFETCH(const QByteArray, key);
        const QTemporaryDir folder;
        const QString certPath = folder.filePath(QStringLiteral("cert.pem"));
        const QString keyPath = folder.filePath(QStringLiteral("key.pem"));
        const auto before = ServerCertificate::loadOrMake(certPath, keyPath, QStringLiteral("host"));
        QVERIFY(before);
        const QByteArray keyBefore = contentOf(keyPath);
        int aside = 0;
        for (const auto &[path, content] : {std::pair(certPath, cert), std::pair(keyPath, key)}) {
            if (content.isNull()) {
                QFile::remove(path);
            } else if (content != "whole") {
                overwrite(path, content);
                QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(QRegularExpression::escape(path) +
                                                                       QStringLiteral(" cannot be used")));
                ++aside;
            } else if (path == certPath) { // it goes with its key
                QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(QRegularExpression::escape(path) +
                                                                       QStringLiteral(" cannot be used")));
                ++aside;
            }
        }
        // Who pinned the one before has to be told, unless nothing is left to tell of it.
        if (!cert.isNull() || !key.isNull())
            QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("cert.pem is new, its")));
        const auto made = ServerCertificate::loadOrMake(certPath, keyPath, QStringLiteral("host"));
        QVERIFY2(made, qPrintable(made ? QString() : made.error().detail));
        QVERIFY(made->fingerprint() != before->fingerprint());
        QCOMPARE(contentOf(keyPath) == keyBefore, key == "whole");
        QCOMPARE(ServerCertificate::load(certPath, keyPath)->fingerprint(), made->fingerprint());
        QCOMPARE(QDir(folder.path()).entryList({QStringLiteral("*.damaged-*")}, QDir::Files).size(), aside);
    }

    /// Whatever call fails while one of our files is written: it is said, and what is in memory and on the
    /// disk is the old or the new, whole.
    void everyWriterSurvivesEveryFailure_data()
    {
        QTest::addColumn<QString>("writer");
        for (const char *writer : {"token", "revocation", "pin", "certificate"})
            QTest::addRow("%s", writer) << QString::fromLatin1(writer);
    }
    void everyWriterSurvivesEveryFailure()
    {
        QFETCH(const QString, writer);
        int failures = 0;
        for (int which = 1;; ++which) {
            const QTemporaryDir folder;
            const QString file = folder.filePath(QStringLiteral("file"));
            const QString other = folder.filePath(QStringLiteral("other"));
            const auto tokens = TokenStore::open(file).value();
            const auto first = tokens->create(QStringLiteral("first"), Role::Admin, {}).value();
            auto trust = TrustStore::open(other).value();
            QVERIFY(
                trust.pin(QStringLiteral("a:1"), QStringLiteral("sha256:") + QString(64, QLatin1Char('1'))));
            const QString second = QStringLiteral("sha256:") + QString(64, QLatin1Char('2'));

            test::FailingCalls calls(which, test::CallFate::Fails, ENOSPC);
            bool done = false;
            if (writer == QLatin1String("token"))
                done = tokens->create(QStringLiteral("second"), Role::Viewer, {}).has_value();
            else if (writer == QLatin1String("revocation"))
                done = tokens->revoke(first.info.id).has_value();
            else if (writer == QLatin1String("pin"))
                done = trust.check(QStringLiteral("b:1"), second).has_value();
            else
                done = ServerCertificate::loadOrMake(folder.filePath(QStringLiteral("c")),
                                                     folder.filePath(QStringLiteral("k")),
                                                     QStringLiteral("host"))
                           .has_value();
            if (!calls.happened())
                break;
            failures += done ? 0 : 1;

            const auto again = TokenStore::open(file);
            QVERIFY2(again, calls.name());
            QVERIFY2((*again)->check(first.secret) || writer == QLatin1String("revocation"), calls.name());
            QVERIFY2(!done || (*again)->list() == tokens->list(), calls.name());
            QVERIFY2(!done || writer != QLatin1String("revocation") || !(*again)->check(first.secret),
                     calls.name());
            const auto pins = TrustStore::open(other);
            QVERIFY2(pins && !pins->fingerprint(QStringLiteral("a:1")).isEmpty(), calls.name());
            QVERIFY2(!done || writer != QLatin1String("pin") ||
                         pins->fingerprint(QStringLiteral("b:1")) == second,
                     calls.name());
            QVERIFY2(ServerCertificate::loadOrMake(folder.filePath(QStringLiteral("c")),
                                                   folder.filePath(QStringLiteral("k")),
                                                   QStringLiteral("host")),
                     calls.name());
        }
        QVERIFY(failures >= 7);
    }

    void severalProgramsPinAtATime()
    {
        constexpr int programs = 4;
        constexpr int pinsEach = 15;
        const QString file = path("/shared.json");
        std::vector<std::unique_ptr<QProcess>> all;
        for (int i = 0; i < programs; ++i) {
            all.push_back(std::make_unique<QProcess>());
            all.back()->start(
                QCoreApplication::applicationFilePath(),
                {QStringLiteral("pinner"), file, QString::number(i), QString::number(pinsEach)});
        }
        for (const auto &process : all) {
            QVERIFY(process->waitForFinished(2 * Patience));
            QCOMPARE(process->exitCode(), 0);
        }
        const auto store = TrustStore::open(file);
        QVERIFY(store);
        for (int i = 0; i < programs; ++i) {
            for (int at = 0; at < pinsEach; ++at)
                QVERIFY(!store->fingerprint(QStringLiteral("host%1:%2").arg(i).arg(at)).isEmpty());
        }
    }

    void whatAnotherProgramPinnedCounts()
    {
        const QString file = path("/shared.json");
        const QString first = QStringLiteral("sha256:") + QString(64, QLatin1Char('1'));
        const QString second = QStringLiteral("sha256:") + QString(64, QLatin1Char('2'));
        auto one = TrustStore::open(file).value();
        auto two = TrustStore::open(file).value();
        QCOMPARE(one.check(QStringLiteral("a:1"), first).value(), TrustStore::Verdict::New);
        const auto other = two.check(QStringLiteral("a:1"), second);
        QVERIFY(!other);
        QCOMPARE(other.error().code, ErrorCode::FingerprintMismatch);
        QCOMPARE(TrustStore::open(file)->fingerprint(QStringLiteral("a:1")), first);
    }

    void aFileThatIsHeldIsNotWaitedForForEver()
    {
        const QString file = path("/held.json");
        QVERIFY(changePrivateObject(file, [&](QJsonObject &) -> Result<void> {
            const auto within = changePrivateObject(file, [](QJsonObject &object) -> Result<void> {
                object.insert(QStringLiteral("a"), 1);
                return {};
            });
            return within                                   ? failure(ErrorCode::Internal)
                   : within.error().code == ErrorCode::Busy ? Result<void>()
                                                            : tl::unexpected(within.error());
        }));
        QVERIFY(!QFile::exists(file));
    }

    void theTokensAreBounded()
    {
        const QString file = path("/many.json");
        const auto store = TokenStore::open(file).value();
        const auto made = store->create(QStringLiteral("admin"), Role::Admin, {}).value();
        const QByteArray entry = contentOf(file).mid(1).chopped(2).trimmed(); // without the brackets
        const auto expiring = [&](int number, const QString &when) {
            QByteArray text = entry;
            text.replace(made.info.id.toLatin1(), QByteArray::number(number).rightJustified(12, '0'));
            if (when.isEmpty())
                return text;
            return text.replace("{", QByteArray("{\"expiresAt\": \"").append(when.toLatin1()).append("\","));
        };
        const auto fill = [&](int expired) {
            QByteArrayList all{entry};
            for (int i = 1; i < TokenStore::MaxTokens; ++i)
                all.append(expiring(i, i <= expired ? QStringLiteral("20%1-01-01T00:00:00.000Z").arg(10 + i)
                                                    : QString()));
            overwrite(file, '[' + all.join(',') + ']');
        };
        fill(3);
        auto full = TokenStore::open(file);
        QVERIFY2(full, qPrintable(full ? QString() : full.error().detail));
        QCOMPARE((*full)->list().size(), TokenStore::MaxTokens);
        // The one that expired first makes room.
        QVERIFY((*full)->create(QStringLiteral("next"), Role::Viewer, {}));
        QCOMPARE((*full)->list().size(), TokenStore::MaxTokens);
        const auto ids = [&] {
            QStringList all;
            for (const TokenInfo &info : (*full)->list())
                all.append(info.id);
            return all;
        };
        QVERIFY(!ids().contains(QStringLiteral("000000000001")));
        QVERIFY(ids().contains(QStringLiteral("000000000002")));
        fill(0);
        full = TokenStore::open(file);
        const auto refused = (*full)->create(QStringLiteral("next"), Role::Viewer, {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::NoSystemResources);
        QVERIFY((*full)->check(made.secret));
    }

    void aKeyThatIsNotTheCertificatesIsRefused()
    {
        const auto made = makeCertificate(QStringLiteral("one"), 0, 3600).value();
        const auto other = makeCertificate(QStringLiteral("two"), 0, 3600).value();
        QVERIFY(writePrivateFile(path("/one.pem"), made.certificate));
        QVERIFY(writePrivateFile(path("/one.key"), made.key));
        QVERIFY(writePrivateFile(path("/two.key"), other.key));
        QVERIFY(ServerCertificate::load(path("/one.pem"), path("/one.key")));
        const auto mixed = ServerCertificate::load(path("/one.pem"), path("/two.key"));
        QVERIFY(!mixed);
        QCOMPARE(mixed.error().code, ErrorCode::FileFailure);
        QVERIFY(mixed.error().detail.contains(path("/two.key")));
        QVERIFY(mixed.error().detail.contains(path("/one.pem")));
    }

    void aTokenThatIsNotDeliveredIsNone()
    {
        auto store = TokenStore::open(path("/undelivered.json")).value();
        QString secret;
        const auto made = store->create(QStringLiteral("x"), Role::Admin, {}, [&](const NewToken &token) {
            secret = token.secret;
            return Result<void>(failure(ErrorCode::DeviceFull));
        });
        QVERIFY(!made);
        QCOMPARE(made.error().code, ErrorCode::DeviceFull);
        QVERIFY(!secret.isEmpty());
        QVERIFY(!store->check(secret));
        QVERIFY(!QFile::exists(path("/undelivered.json")));

        bool counted = true;
        QVERIFY(store->create(QStringLiteral("x"), Role::Admin, {}, [&](const NewToken &token) {
            secret = token.secret;
            counted = store->check(token.secret).has_value();
            return Result<void>();
        }));
        QVERIFY(!counted);
        QVERIFY(store->check(secret));
    }

    void strangeNamesOfHosts()
    {
        for (const QString &name : {QString(), QString(300, QLatin1Char('n')), QStringLiteral("a,IP:1.2.3.4"),
                                    QStringLiteral("täg"), QStringLiteral("a\nb")}) {
            // Either works or says that it does not; and if it works, the name brings nothing else along.
            const auto made = makeCertificate(name, 0, 3600);
            if (made) {
                const auto certificate = QSslCertificate(made->certificate);
                QVERIFY(!certificate.isNull());
                QVERIFY(!certificate.subjectAlternativeNames().contains(QSsl::IpAddressEntry));
            } else {
                QCOMPARE(made.error().code, ErrorCode::Internal);
            }
        }
    }

    void backoffDoublesWithinItsBounds()
    {
        Backoff backoff(1, 100ms, 1000ms);
        for (const auto ceiling : {100ms, 200ms, 400ms, 800ms, 1000ms, 1000ms}) {
            const auto wait = backoff.next();
            QVERIFY(wait >= ceiling / 2 && wait <= ceiling);
        }
        backoff.reset();
        QVERIFY(backoff.next() <= 100ms);
    }

    void backoffIsDecidedByItsSeed()
    {
        const auto waits = [](quint32 seed) {
            Backoff backoff(seed, 1000ms, 60'000ms);
            QList<std::chrono::milliseconds> list;
            for (int i = 0; i < 6; ++i)
                list.append(backoff.next());
            return list;
        };
        QCOMPARE(waits(7), waits(7));
        QVERIFY(waits(7) != waits(8));
    }

    void wrongTokensAreSlowed()
    {
        AttemptThrottle throttle;
        const QString bad = QStringLiteral("10.0.0.1");
        Instant now{};
        now += 1h;
        QCOMPARE(throttle.reserve(bad, now), 0ms);
        throttle.failed(bad, now);
        QCOMPARE(throttle.reserve(bad, now), AttemptThrottle::First);
        throttle.failed(bad, now);
        // The next waits its own turn, after the one that is already waiting.
        QCOMPARE(throttle.reserve(bad, now), AttemptThrottle::First + 2 * AttemptThrottle::First);
        QCOMPARE(throttle.reserve(QStringLiteral("10.0.0.2"), now), 0ms);
        for (int i = 0; i < 50; ++i)
            throttle.failed(bad, now);
        QCOMPARE(throttle.reserve(bad, now + 1h - 51min), AttemptThrottle::Longest);
        QCOMPARE(throttle.reserve(bad, now + 11min), 0ms);
        QCOMPARE(throttle.size(), 0);
    }

    void theThrottleForgetsTheOldest()
    {
        AttemptThrottle throttle;
        Instant now{};
        for (int i = 0; i < AttemptThrottle::MaxAddresses + 2; ++i) {
            now += 1ms;
            throttle.failed(QString::number(i), now);
        }
        QCOMPARE(throttle.reserve(QStringLiteral("0"), now), 0ms);
        QVERIFY(throttle.reserve(QString::number(AttemptThrottle::MaxAddresses), now) > 0ms);
        QCOMPARE(throttle.size(), AttemptThrottle::MaxAddresses);
    }
};

/// A program that meets one server after the other.
static int pinAll(const QStringList &arguments)
{
    for (int at = 0; at < arguments.value(3).toInt(); ++at) {
        auto store = TrustStore::open(arguments.value(1));
        const QString server = QStringLiteral("host%1:%2").arg(arguments.value(2)).arg(at);
        const QString fingerprint = QStringLiteral("sha256:") + QString(64, QLatin1Char('a'));
        // On a slow disk the others may hold it for longer than one of them is patient.
        for (bool isPinned = false; !isPinned;) {
            const auto checked = store ? store->check(server, fingerprint) : tl::unexpected(store.error());
            isPinned = checked.has_value();
            if (!isPinned && checked.error().code != ErrorCode::Busy) {
                std::fprintf(stderr, "%s\n", qPrintable(checked.error().detail));
                return 1;
            }
        }
    }
    return 0;
}

CASTDECK_TEST(TestTrust)

const test::ProgramPart pinner(
    __FILE__,
    [](int argc, char **argv) {
        const QCoreApplication application(argc, argv);
        return pinAll(QCoreApplication::arguments());
    },
    "pinner");

} // namespace castdeck::tst_trust
#include "tst_trust.moc"
