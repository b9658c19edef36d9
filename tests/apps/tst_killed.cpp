// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/agedfile.h"
#include "support/castdeckdprocess.h"
#include "support/testprogram.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

namespace castdeck::tst_killed
{

namespace
{

constexpr int Names = 12;

/// What is known of something that was asked for: what was confirmed, or nothing since a kill came between.
enum class Known { No, Yes, Unsure };

} // namespace

/// Server, receiver, console and castctl are killed at any moment, all the time, and what was confirmed is
/// there afterwards. CASTDECK_SEED=n begins with that seed, CASTDECK_LONG=1 goes on for long.
class KilledTest : public QObject
{
    Q_OBJECT
    QTemporaryDir m_folder;
    QRandomGenerator m_random;
    std::unique_ptr<CastdeckdProcess> m_server;
    std::unique_ptr<ServerConnection> m_connection;
    QMap<QString, Known> m_namespaces;
    QMap<QString, NamespaceId> m_ids;
    QMap<QString, Known> m_tokens; ///< by name
    QMap<QString, QString> m_tokenIds;
    quint64 m_rate = 0;          ///< confirmed last
    QList<quint64> m_ratesSince; ///< asked for since
    int m_confirmed = 0;

    QString path(const QString &name) const { return m_folder.filePath(name); }

    std::unique_ptr<QProcess> start(const QString &program, const QStringList &arguments) const
    {
        auto process = std::make_unique<QProcess>();
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("HOME"), m_folder.path());
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_folder.path());
        environment.insert(QStringLiteral("XDG_STATE_HOME"), m_folder.path());
        process->setProcessEnvironment(environment);
        process->setStandardErrorFile(QProcess::nullDevice());
        process->start(QStringLiteral(CASTDECK_BIN_DIR "/") + program, arguments);
        return process;
    }
    QString server() const { return QStringLiteral("127.0.0.1:%1").arg(m_server->port()); }
    QString tokenFile() const { return m_server->state(QStringLiteral("admin.token")); }

    template <class T>
    std::optional<Result<T>> answer(const QFuture<Result<T>> &future)
    {
        if (!QTest::qWaitFor([&] { return future.isFinished(); }, Patience))
            return std::nullopt;
        const Result<T> result = future.result();
        const bool isLost = !result && (result.error().code == ErrorCode::ConnectionLost ||
                                        result.error().code == ErrorCode::TransportServerUnavailable);
        return isLost ? std::nullopt : std::optional(result);
    }

    void change()
    {
        const QString name = QStringLiteral("n%1").arg(m_random.bounded(Names));
        switch (m_random.bounded(5)) {
        case 0:
            return registerOne(name);
        case 1:
            return deregisterOne(name);
        case 2:
            return createToken(name + QString::number(m_confirmed));
        case 3:
            return revokeToken();
        default:
            return limitRate(1'000'000 + m_random.bounded(1'000'000));
        }
    }
    void registerOne(const QString &name)
    {
        if (m_namespaces.value(name, Known::No) != Known::No)
            return;
        NamespaceInfo what;
        what.name = name;
        what.configuration = path(QStringLiteral("images"));
        m_namespaces[name] = Known::Unsure;
        const auto report = answer(m_connection->ask(RegisterNamespace{what}));
        if (!report || !*report)
            return;
        m_namespaces[name] = Known::Yes;
        m_ids[name] = (*report)->id;
        ++m_confirmed;
    }
    void deregisterOne(const QString &name)
    {
        if (m_namespaces.value(name, Known::No) != Known::Yes)
            return;
        m_namespaces[name] = Known::Unsure;
        const auto report = answer(
            m_connection->ask(DeregisterNamespace{m_ids[name], true, {DisconnectType::Abort, {}, {}}}));
        if (!report || !*report)
            return;
        m_namespaces[name] = Known::No;
        ++m_confirmed;
    }
    void createToken(const QString &name)
    {
        m_tokens[name] = Known::Unsure;
        const auto token = answer(m_connection->ask(CreateToken{name, Role::Viewer, {}}));
        if (!token || !*token)
            return;
        m_tokens[name] = Known::Yes;
        m_tokenIds[name] = (*token)->info.id;
        ++m_confirmed;
    }
    void revokeToken()
    {
        const QString name = m_tokens.key(Known::Yes);
        if (name.isEmpty())
            return;
        m_tokens[name] = Known::Unsure;
        const auto done = answer(m_connection->ask(RevokeToken{m_tokenIds[name]}));
        if (!done || !*done)
            return;
        m_tokens[name] = Known::No;
        ++m_confirmed;
    }
    void limitRate(quint64 rate)
    {
        RateLimit limit;
        limit.scope = RateScope::Server;
        limit.bytesPerSecond = rate;
        m_ratesSince.append(rate);
        const auto limits = answer(m_connection->ask(SetRateLimit{limit}));
        if (!limits || !*limits)
            return;
        m_rate = rate;
        m_ratesSince.clear();
        ++m_confirmed;
    }

    /// Starts it anew and compares; what was unsure is known afterwards.
    void comeBack()
    {
        QVERIFY2(m_server->start(), m_server->process().readAllStandardError().constData());
        m_connection = m_server->connect();
        const auto inventory = answer(m_connection->ask(RetrieveInventory{}));
        const auto tokens = answer(m_connection->ask(ListTokens{}));
        const auto limits = answer(m_connection->ask(RetrieveRateLimits{}));
        QVERIFY(inventory && *inventory && tokens && *tokens && limits && *limits);

        QMap<QString, NamespaceId> ids;
        for (const NamespaceInfo &row : (*inventory)->namespaces)
            ids[row.name] = row.id;
        for (auto it = m_namespaces.begin(); it != m_namespaces.end(); ++it) {
            const bool isThere = ids.contains(it.key());
            QVERIFY2(*it == Known::Unsure || isThere == (*it == Known::Yes), qPrintable(it.key()));
            *it = isThere ? Known::Yes : Known::No;
        }
        m_ids = ids;
        QMap<QString, QString> tokenIds;
        for (const TokenInfo &token : **tokens)
            tokenIds[token.name] = token.id;
        for (auto it = m_tokens.begin(); it != m_tokens.end(); ++it) {
            const bool isThere = tokenIds.contains(it.key());
            QVERIFY2(*it == Known::Unsure || isThere == (*it == Known::Yes), qPrintable(it.key()));
            *it = isThere ? Known::Yes : Known::No;
        }
        m_tokenIds = tokenIds;
        quint64 rate = 0;
        for (const RateLimit &limit : **limits)
            rate = limit.scope == RateScope::Server ? limit.bytesPerSecond : rate;
        QVERIFY(rate == m_rate || m_ratesSince.contains(rate));
        m_rate = rate;
        m_ratesSince.clear();
    }

    /// Neither half a pin nor another one.
    void lookAtPins() const
    {
        QFile file(path(QStringLiteral("castdeck/known-servers.json")));
        if (!file.open(QIODevice::ReadOnly))
            return; // nobody has come that far yet
        const QByteArray text = file.readAll();
        const QJsonDocument pins = QJsonDocument::fromJson(text);
        QVERIFY2(pins.isObject(), text.constData());
        const QJsonValue pin = pins.object().value(server());
        QVERIFY2(pin.isUndefined() || pin.toString() == m_server->fingerprint(), text.constData());
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(QDir().mkpath(path(QStringLiteral("images"))));
        QFile file(path(QStringLiteral("images/disk.img")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(5'000'000) && makeOld(file));
    }

    void nothingThatWasConfirmedIsLost()
    {
        const quint32 seed = quint32(qEnvironmentVariableIntValue("CASTDECK_SEED"));
        const int rounds = qEnvironmentVariableIntValue("CASTDECK_LONG") != 0 ? 300 : 20;
        m_random.seed(seed + 1);
        m_server = std::make_unique<CastdeckdProcess>(m_folder.path());
        QVERIFY(m_server->configure({}));
        NamespaceInfo images;
        images.name = QStringLiteral("images");
        images.configuration = path(QStringLiteral("images"));
        images.allowUnauthenticated = true;
        for (int round = 0; round < rounds && !QTest::currentTestFailed(); ++round) {
            comeBack();
            if (QTest::currentTestFailed())
                return;
            if (round == 0)
                QVERIFY(answer(m_connection->ask(RegisterNamespace{images})));
            const auto ctl = start(QStringLiteral("castctl"),
                                   {QStringLiteral("--server"), server(), QStringLiteral("--token-file"),
                                    tokenFile(), QStringLiteral("namespace"), QStringLiteral("list")});
            const auto machine = start(
                QStringLiteral("castjoin"),
                {QStringLiteral("--initiation"), QStringLiteral("udp"), QStringLiteral("--initiation-port"),
                 m_server->initiationPort(), QStringLiteral("-o"), path(QStringLiteral("copy")),
                 QStringLiteral("127.0.0.1"), QStringLiteral("images"), QStringLiteral("disk.img")});
            const auto console = start(
                QStringLiteral("castdeck"),
                {QStringLiteral("--interface"), QStringLiteral("lo"), QStringLiteral("--initiation-port"),
                 QStringLiteral("0"), QStringLiteral("--fallback-port"), QStringLiteral("0"),
                 QStringLiteral("--token-file"), tokenFile(), QStringLiteral("--fingerprint"),
                 m_server->fingerprint(), QStringLiteral("--connect"), server()});
            // The moment is counted in what the server has confirmed; where it is then, nobody knows.
            const int until = m_confirmed + m_random.bounded(1, 25);
            QProcess *const others[] = {ctl.get(), machine.get(), console.get()};
            while (m_confirmed < until) {
                change();
                if (m_random.bounded(8) == 0)
                    others[m_random.bounded(3)]->kill();
            }
            const auto last =
                m_connection->ask(CreateToken{QStringLiteral("last%1").arg(round), Role::Viewer, {}});
            m_server->process().kill();
            m_server->exitCode();
            for (QProcess *const other : others) {
                other->kill();
                QVERIFY(QTest::qWaitFor([&] { return other->state() == QProcess::NotRunning; }, Patience));
            }
            lookAtPins();
            QFile copy(path(QStringLiteral("copy")));
            QVERIFY(!copy.exists() || copy.size() == 5'000'000);
        }
        comeBack();
    }
};

CASTDECK_TEST(KilledTest)

} // namespace castdeck::tst_killed
#include "tst_killed.moc"
