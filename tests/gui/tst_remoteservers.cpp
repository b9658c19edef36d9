// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "../management/rig.h"
#include "gui/parts/filefield.h"
#include "gui/serverdialogs/serverdialog.h"
#include "gui/servers/remoteservers.h"
#include "gui/servers/serverprofiles.h"
#include "gui/servers/serverregistry.h"
#include "gui/text/errortext.h"
#include "models/inventorymodel.h"
#include "models/selectionfacts.h"
#include "support/sampleinventory.h"
#include "support/windowtest.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

namespace castdeck::tst_remoteservers
{

namespace
{

constexpr auto never = std::chrono::hours(1);

ServerLink::Options quick()
{
    ServerLink::Options options;
    options.firstWait = std::chrono::milliseconds(10);
    options.longestWait = std::chrono::milliseconds(50);
    return options;
}

ServerLink::Options slow()
{
    ServerLink::Options options;
    options.firstWait = never;
    options.longestWait = never;
    return options;
}

/// Takes the place of ssh, and leads to that command's server instead, while it lives.
class StandIn
{
public:
    StandIn(const QString &log, const StreamCommand &peer) : m_log(log)
    {
        qputenv("CASTDECK_SSH", CASTDECK_SOURCE_DIR "/tests/support/ssh");
        qputenv("CASTDECK_SSH_LOG", QFile::encodeName(log));
        const QStringList words = QStringList{peer.program} + peer.arguments;
        qputenv("CASTDECK_SSH_PEER", words.join(QLatin1Char(' ')).toLocal8Bit());
    }
    ~StandIn()
    {
        for (const char *name : {"CASTDECK_SSH", "CASTDECK_SSH_LOG", "CASTDECK_SSH_PEER"})
            qunsetenv(name);
    }
    Q_DISABLE_COPY_MOVE(StandIn)
    /// The arguments of each call so far.
    QStringList calls() const
    {
        QFile file(m_log);
        const bool isThere = file.open(QIODevice::ReadOnly);
        return isThere ? QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts)
                       : QStringList();
    }

private:
    QString m_log;
};

template <class T>
T *child(QWidget &parent, const char *name)
{
    return parent.findChild<T *>(QLatin1String(name));
}

} // namespace

/// The console's side of servers on other machines, against a real listener.
class TestRemoteServers : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<InventoryModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    std::unique_ptr<ServerRegistry> m_registry;
    std::unique_ptr<ServerProfiles> m_profiles;
    std::unique_ptr<TokenVault> m_vault;
    std::unique_ptr<RemoteServers> m_remote;
    std::unique_ptr<Rig> m_rig;

    void start(const ServerLink::Options &options)
    {
        m_profiles = std::make_unique<ServerProfiles>(places());
        m_vault = std::make_unique<TokenVault>();
        m_remote = std::make_unique<RemoteServers>(*m_registry, *m_profiles, *m_vault, options);
    }
    ServerProfiles::Places places() { return {path(QStringLiteral("servers.json"))}; }
    QList<ServerProfile> saved()
    {
        ServerProfiles profiles(places());
        QSignalSpy loaded(&profiles, &ServerProfiles::loaded);
        profiles.load();
        return !loaded.isEmpty() || loaded.wait(60'000) ? profiles.all() : QList<ServerProfile>();
    }
    QString token(Role role) { return m_rig->open(role).token; }
    ServerProfile profile()
    {
        const TlsTarget target = m_rig->target();
        return {{}, QStringLiteral("Upstairs"), target.host, target.port, target.fingerprint};
    }
    ServerId keep(Role role = Role::Admin)
    {
        return m_remote->keep(profile(), token(role), RemoteServers::Life::Saved);
    }
    ConnectionState state(const ServerId &id) { return m_model->status(id).state; }
    bool isTrue(const ServerId &id)
    {
        return state(id) == ConnectionState::Ready && m_model->revision(id) == m_rig->serverState().revision;
    }
    ServerCertificate certificate(const QString &name)
    {
        const MadeCertificate made = makeCertificate(name, -3600, 3600).value();
        write(name + QStringLiteral(".pem"), made.certificate);
        write(name + QStringLiteral(".key"), made.key);
        return {{QSslCertificate(made.certificate)}, QSslKey(made.key, QSsl::Ec)};
    }
    void write(const QString &name, const QByteArray &content)
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
    QString path(const QString &name) { return m_folder->filePath(name); }
    /// A listener that takes nobody without a certificate; names the files that would do.
    ServerProfile byCertificates(std::optional<Role> role)
    {
        const ServerCertificate server = certificate(QStringLiteral("localhost"));
        const ServerCertificate mine = certificate(QStringLiteral("desk-7"));
        m_rig = std::make_unique<Rig>(Rig::Kind::RemoteTls, ServerEndpoint::Limits(),
                                      TlsListener::Options{.certificate = server,
                                                           .clientAuthorities = mine.chain,
                                                           .certificateRole = role});
        m_rig->onServer([](FakeTransportServer &fake) { fake.setState(sampleInventory(2, 3)); });
        ServerProfile wanted = profile();
        wanted.host = QStringLiteral("localhost");
        wanted.fingerprint.clear();
        wanted.authorityFile = path(QStringLiteral("localhost.pem"));
        wanted.certificateFile = path(QStringLiteral("desk-7.pem"));
        wanted.keyFile = path(QStringLiteral("desk-7.key"));
        return wanted;
    }
    void stopListening()
    {
        m_rig->onServer([this](FakeTransportServer &) {
            m_rig->listener().shutDown({ErrorCode::Cancelled, QStringLiteral("stopped")});
        });
    }
    bool listenAgain(quint16 port)
    {
        return m_rig->onServer([&](FakeTransportServer &) {
            return m_rig->listener().open(QHostAddress::LocalHost, port).has_value();
        });
    }
    void changeCertificate()
    {
        m_rig->onServer([this](FakeTransportServer &) {
            const auto made = ServerCertificate::loadOrMake(m_folder->filePath(QStringLiteral("c.pem")),
                                                            m_folder->filePath(QStringLiteral("k.pem")),
                                                            QStringLiteral("another"));
            m_rig->listener().setCertificates(*made, {}, {});
        });
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_model = std::make_unique<InventoryModel>(ErrorText::sentence);
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        m_registry = std::make_unique<ServerRegistry>(*m_model);
        m_rig = std::make_unique<Rig>(Rig::Kind::RemoteTls);
        m_rig->onServer([](FakeTransportServer &server) { server.setState(sampleInventory(2, 3)); });
    }

    void cleanup()
    {
        m_remote.reset();
        m_registry.reset();
        m_tester.reset();
        m_model.reset();
        m_rig.reset();
    }

    void addressesAreRead_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("address");
        QTest::newRow("host") << QStringLiteral("deploy") << QStringLiteral("deploy:5042");
        QTest::newRow("port") << QStringLiteral(" deploy:7 ") << QStringLiteral("deploy:7");
        QTest::newRow("IPv6") << QStringLiteral("::1") << QStringLiteral("[::1]:5042");
        QTest::newRow("IPv6 and port") << QStringLiteral("[::1]:65535") << QStringLiteral("[::1]:65535");
        QTest::newRow("nothing") << QString() << QString();
        QTest::newRow("no port") << QStringLiteral("deploy:0") << QString();
        QTest::newRow("too great a port") << QStringLiteral("deploy:65536") << QString();
        QTest::newRow("URL") << QStringLiteral("https://deploy") << QString();
        QTest::newRow("spaces") << QStringLiteral("a b") << QString();
        QTest::newRow("ssh") << QStringLiteral("ssh://deploy") << QStringLiteral("ssh://deploy");
        QTest::newRow("an option for ssh") << QStringLiteral("ssh://-oProxyCommand=id") << QString();
    }

    void addressesAreRead()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, address);
        const auto read = profileFromAddress(text);
        QCOMPARE(read ? read->address() : QString(), address);
    }

    void profilesAreSavedWithoutTheToken()
    {
        start(quick());
        const QString secret = token(Role::Admin);
        const ServerId id = m_remote->keep(profile(), secret, RemoteServers::Life::Saved);
        QTRY_VERIFY(isTrue(id));
        QTRY_VERIFY(m_profiles->isKept());
        QFile file(path(QStringLiteral("servers.json")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QVERIFY(text.contains("Upstairs"));
        QVERIFY(!text.contains(secret.toUtf8()));
        QVERIFY(!text.contains(secret.toUtf8().toBase64()));
        QCOMPARE(saved(), m_remote->all());
    }

    void aListThatCannotBeSavedIsSaid()
    {
        start(quick());
        QSignalSpy notKept(m_remote.get(), &RemoteServers::profileNotKept);
        QVERIFY(QDir().mkpath(path(QStringLiteral("servers.json.lock")))); // also in root's way
        const ServerId id = keep();
        QTRY_COMPARE(notKept.size(), 1);
        QTRY_VERIFY(isTrue(id));
        QVERIFY(m_profiles->find(id));
    }

    void withoutATokenItIsSaidAndNothingIsTried()
    {
        start(quick());
        ServerProfile saved = profile();
        saved.id = ServerId(QStringLiteral("saved"));
        m_profiles->save(saved);
        QTRY_VERIFY(m_profiles->isKept());
        QSignalSpy missing(m_remote.get(), &RemoteServers::tokenMissing);
        m_remote->openSaved();
        QTRY_COMPARE(missing.size(), 1);
        QCOMPARE(state(saved.id), ConnectionState::TokenMissing);
        QVERIFY(!m_remote->isOpen(saved.id));
        QCOMPARE(m_remote->withoutToken().size(), 1);
        m_remote->giveToken(saved.id, token(Role::Viewer));
        QTRY_VERIFY(isTrue(saved.id));
        QVERIFY(m_remote->withoutToken().isEmpty());
    }

    /// No port, no certificate, no token: whoever gets in by ssh is known.
    void overSsh()
    {
        start(quick());
        const StandIn ssh(path(QStringLiteral("log")), m_rig->offerStreams(Role::Admin));
        const auto wanted = profileFromAddress(QStringLiteral("ssh://anna@deploy1:2222"));
        QVERIFY(wanted);
        QCOMPARE(wanted->address(), QStringLiteral("ssh://anna@deploy1:2222"));
        const ServerId id = m_remote->keep(*wanted, {}, RemoteServers::Life::Saved);
        QTRY_VERIFY(isTrue(id));
        QCOMPARE(ssh.calls(), QStringList{QStringLiteral(
                                  "-T -o BatchMode=yes -o ClearAllForwardings=yes -o ConnectTimeout=15 "
                                  "-l anna -p 2222 -- deploy1 castctl dial-stdio")});
        // It is lost, its rows stay as they were, and it comes back by itself.
        QSignalSpy ended(m_remote.get(), &RemoteServers::ended);
        const int rows = m_model->rowCount(m_model->indexOf(id));
        m_rig->dropAll({ErrorCode::Busy, QStringLiteral("enough")});
        QTRY_COMPARE(ended.size(), 1);
        QCOMPARE(m_model->rowCount(m_model->indexOf(id)), rows);
        QTRY_VERIFY(isTrue(id));
        QCOMPARE(ssh.calls().size(), 2);
        QVERIFY(outcome(m_registry->server(id)->ask(TerminateSession{SessionId(1), {}})));
    }

    void aWdsServerOverSsh()
    {
        start(quick());
        const StandIn ssh(path(QStringLiteral("log")), m_rig->offerStreams(Role::Admin));
        const auto wanted = profileFromAddress(QStringLiteral("wds+ssh://wds1"));
        QVERIFY(wanted);
        const ServerId id = m_remote->keep(*wanted, {}, RemoteServers::Life::ThisRun);
        QTRY_VERIFY(isTrue(id));
        QVERIFY(ssh.calls().first().endsWith(QStringLiteral(" -- wds1 castdeck-wds")));
    }

    void aCommandOfItsOwn()
    {
        start(quick());
        const StreamCommand command = m_rig->offerStreams(Role::Admin);
        ServerProfile wanted;
        wanted.name = QStringLiteral("Mine");
        wanted.kind = ServerKind::Ssh;
        wanted.command = QStringList{command.program} + command.arguments;
        const ServerId id = m_remote->keep(wanted, {}, RemoteServers::Life::Saved);
        QTRY_VERIFY(isTrue(id));
        QCOMPARE(saved().first().command, wanted.command);
    }

    /// Each of them needs a person first: it is not tried again by itself.
    void whatSshCannotDoAlone_data()
    {
        QTest::addColumn<QString>("peer");
        QTest::addColumn<ConnectionState>("then");
        QTest::addColumn<QString>("said");
        QTest::newRow("a host key") << QStringLiteral("echo 'Host key verification failed.' >&2; exit 255")
                                    << ConnectionState::Refused
                                    << QStringLiteral("Host key verification failed.");
        QTest::newRow("a password") << QStringLiteral("printf 'Password: ' >&2; sleep 60")
                                    << ConnectionState::Refused << QStringLiteral("Password:");
        QTest::newRow("no route") << QStringLiteral("echo 'No route to host' >&2; exit 255")
                                  << ConnectionState::Lost << QStringLiteral("No route to host");
        QTest::newRow("chatter") << QStringLiteral("echo Welcome") << ConnectionState::Lost
                                 << QStringLiteral("\u201cWelcome\u201d");
    }

    void whatSshCannotDoAlone()
    {
        QFETCH(QString, peer);
        QFETCH(ConnectionState, then);
        QFETCH(QString, said);
        start(slow());
        ServerProfile wanted;
        wanted.name = QStringLiteral("Mine");
        wanted.kind = ServerKind::Ssh;
        wanted.command = QStringList{QStringLiteral("/bin/sh"), QStringLiteral("-c"), peer};
        QSignalSpy ended(m_remote.get(), &RemoteServers::ended);
        const ServerId id = m_remote->keep(wanted, {}, RemoteServers::Life::ThisRun);
        QTRY_COMPARE(ended.size(), 1);
        QCOMPARE(state(id), then);
        const QString sentence = ErrorText::sentence(m_model->status(id).error.value());
        QVERIFY2(sentence.contains(said), qPrintable(sentence));
    }

    void whatIsForThisRunIsNotSaved()
    {
        start(quick());
        const ServerId id = m_remote->keep(profile(), token(Role::Admin), RemoteServers::Life::ThisRun);
        QTRY_VERIFY(isTrue(id));
        QVERIFY(saved().isEmpty());
    }

    void lostRowsAreKeptAndComeBackTrue()
    {
        start(quick());
        const ServerId id = keep();
        QTRY_VERIFY(isTrue(id));
        const quint16 port = profile().port;
        const int rows = m_model->rowCount(m_model->indexOf(id));
        QVERIFY(rows > 0);
        stopListening();
        QTRY_VERIFY(state(id) == ConnectionState::Lost);
        QCOMPARE(m_model->rowCount(m_model->indexOf(id)), rows);
        QVERIFY(m_model->status(id).since.isValid());
        m_rig->onServer([](FakeTransportServer &server) { server.raise(SessionId(2)); });
        QVERIFY(listenAgain(port));
        QTRY_VERIFY(isTrue(id));
        QCOMPARE(m_model->rowCount(m_model->indexOf(id)), m_rig->serverState().sessions.size());
    }

    void retryNowDoesNotWait()
    {
        start(slow());
        const ServerId id = keep();
        QTRY_VERIFY(isTrue(id));
        m_rig->dropAll({ErrorCode::Cancelled, QStringLiteral("restart")});
        QTRY_COMPARE(state(id), ConnectionState::Lost);
        m_remote->retryNow(id);
        QTRY_VERIFY(isTrue(id));
    }

    void wrongTokenIsRefusedOnce()
    {
        ServerFeed &feed = m_registry->add(ServerId(QStringLiteral("x")), QStringLiteral("x"),
                                           ServerRegistry::Files::Remote);
        ChannelThread channels;
        ServerLink link(feed, channels, quick(), 1);
        QSignalSpy ended(&link, &ServerLink::ended);
        link.open(m_rig->target(), QStringLiteral("wrong"));
        QTRY_COMPARE(ended.size(), 1);
        QCOMPARE(state(feed.id()), ConnectionState::Refused);
        QCOMPARE(m_model->status(feed.id()).error->code, ErrorCode::NotAuthenticated);
        QVERIFY(!link.isWaiting());
    }

    void changedFingerprintIsRefusedWithBoth()
    {
        start(quick());
        const ServerId id = keep();
        QTRY_VERIFY(isTrue(id));
        const QString before = m_rig->target().fingerprint;
        changeCertificate();
        QSignalSpy ended(m_remote.get(), &RemoteServers::ended);
        m_rig->dropAll({ErrorCode::Cancelled, QStringLiteral("restart")});
        QTRY_COMPARE(state(id), ConnectionState::Refused);
        const Error error = ended.constLast().at(1).value<Error>();
        QCOMPARE(error.code, ErrorCode::FingerprintMismatch);
        QVERIFY(error.detail.contains(before));
        QVERIFY(error.detail.contains(m_rig->target().fingerprint));
    }

    void disconnectEndsItForGood()
    {
        start(quick());
        const ServerId id = keep();
        QTRY_VERIFY(isTrue(id));
        m_remote->close(id);
        QCOMPARE(state(id), ConnectionState::Closed);
        QTRY_COMPARE(m_rig->endpointCount(), 0);
        QVERIFY(!m_remote->isOpen(id));
        m_remote->remove(id);
        QVERIFY(!m_model->indexOf(id).isValid());
        QTRY_VERIFY(saved().isEmpty());
    }

    void viewerMayNotTerminate()
    {
        start(quick());
        const ServerId id = keep(Role::Viewer);
        QTRY_VERIFY(isTrue(id));
        const RowFacts session = m_model->facts(m_model->indexOf({id, RowKind::Session, 1}));
        QCOMPARE(SelectionFacts({session}).sessionsToTerminate().obstacle, Obstacle::Forbidden);
    }

    void authorityAndOwnCertificate()
    {
        start(quick());
        const ServerId id = m_remote->keep(byCertificates(Role::Operator), {}, RemoteServers::Life::Saved);
        QTRY_VERIFY(isTrue(id));
        QVERIFY(m_model->status(id).powers.disconnect);
        QVERIFY(!m_model->status(id).powers.publish);
        QTRY_COMPARE(saved(), m_remote->all());
        QVERIFY(m_profiles->find(id)->keyFile.endsWith(QStringLiteral("desk-7.key")));
    }

    void certificateBesideAToken()
    {
        start(quick());
        const ServerProfile wanted = byCertificates({});
        const ServerId without = m_remote->keep(wanted, {}, RemoteServers::Life::ThisRun);
        QTRY_COMPARE(state(without), ConnectionState::Refused);
        QCOMPARE(m_model->status(without).error->code, ErrorCode::NotAuthenticated);
        ServerProfile same = wanted;
        same.id = without;
        m_remote->keep(same, token(Role::Admin), RemoteServers::Life::ThisRun);
        QTRY_VERIFY(isTrue(without));
    }

    void withoutTheCertificateTheListenerRefuses()
    {
        start(slow());
        ServerProfile wanted = byCertificates(Role::Operator);
        wanted.certificateFile.clear();
        wanted.keyFile.clear();
        const ServerId id = m_remote->keep(wanted, token(Role::Admin), RemoteServers::Life::ThisRun);
        QTRY_VERIFY(state(id) == ConnectionState::Lost || state(id) == ConnectionState::Refused);
        QCOMPARE(m_model->rowCount(m_model->indexOf(id)), 0);
        QTRY_VERIFY(!m_rig->log().isEmpty());
    }

    void aStrangersAuthorityIsRefused()
    {
        start(quick());
        ServerProfile wanted = byCertificates(Role::Operator);
        certificate(QStringLiteral("stranger"));
        wanted.authorityFile = path(QStringLiteral("stranger.pem"));
        const ServerId id = m_remote->keep(wanted, {}, RemoteServers::Life::ThisRun);
        QTRY_COMPARE(state(id), ConnectionState::Refused);
        QCOMPARE(m_model->status(id).error->code, ErrorCode::CertificateRefused);
    }

    void unusableFilesAreNamed_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("file");
        QTest::newRow("no authority") << QStringLiteral("authority") << QStringLiteral("gone.pem");
        QTest::newRow("no certificate in it") << QStringLiteral("authority") << QStringLiteral("text.pem");
        QTest::newRow("no own certificate") << QStringLiteral("certificate") << QStringLiteral("gone.pem");
        QTest::newRow("no key in it") << QStringLiteral("key") << QStringLiteral("text.pem");
    }

    void unusableFilesAreNamed()
    {
        QFETCH(const QString, field);
        QFETCH(const QString, file);
        write(QStringLiteral("text.pem"), "no PEM");
        start(quick());
        ServerQuestion question;
        question.profile = byCertificates(Role::Operator);
        ServerProfile broken = question.profile;
        (field == QStringLiteral("authority")     ? broken.authorityFile
         : field == QStringLiteral("certificate") ? broken.certificateFile
                                                  : broken.keyFile) = path(file);
        const ServerId id = m_remote->keep(broken, {}, RemoteServers::Life::ThisRun);
        QTRY_COMPARE(state(id), ConnectionState::Refused);
        QVERIFY(m_model->status(id).error->detail.contains(path(file)));

        ServerDialog dialog(question);
        const auto *ok = child<QDialogButtonBox>(dialog, "buttons")->button(QDialogButtonBox::Ok);
        QTRY_VERIFY(ok->isEnabled());
        dialog.findChild<FileField *>(field)->setPath(path(file));
        QVERIFY(!ok->isEnabled());
        QTRY_VERIFY(child<QLabel>(dialog, "problem")->text().contains(path(file)));
        QVERIFY(!child<QPushButton>(dialog, "test")->isEnabled());
    }

    void dialogTriesCertificates()
    {
        ServerQuestion question;
        question.profile = byCertificates(Role::Operator);
        question.isNew = false;
        ServerDialog dialog(question);
        auto *result = child<QLabel>(dialog, "result");
        auto *test = child<QPushButton>(dialog, "test");
        QTRY_VERIFY(test->isEnabled()); // its files are looked at first
        test->click();
        QTRY_VERIFY2(result->text().contains(QStringLiteral("operator")), qPrintable(result->text()));
        QCOMPARE(dialog.answer().profile, question.profile);
        for (const char *field : {"authority", "certificate", "key"})
            child<FileField>(dialog, field)->setPath({});
        QVERIFY(dialog.answer().profile.certificateFile.isEmpty());
        QVERIFY(!child<QDialogButtonBox>(dialog, "buttons")->button(QDialogButtonBox::Ok)->isEnabled());
    }

    void certificateAndKeyBelongTogether()
    {
        ServerQuestion question;
        question.profile = byCertificates(Role::Operator);
        question.isNew = false;
        ServerDialog dialog(question);
        dialog.findChild<FileField *>(QStringLiteral("key"))->setPath({});
        QVERIFY(!child<QDialogButtonBox>(dialog, "buttons")->button(QDialogButtonBox::Ok)->isEnabled());
        QVERIFY(!child<QLabel>(dialog, "problem")->text().isEmpty());
    }

    void dialogSaysThatThereIsNoKeychain()
    {
        ServerQuestion question;
        QVERIFY(child<QLabel>(*std::make_unique<ServerDialog>(question), "keychain")->isHidden());
        question.tokenIsKept = false;
        QVERIFY(!child<QLabel>(*std::make_unique<ServerDialog>(question), "keychain")->isHidden());
    }

    void dialogShowsTheCertificateBeforeTheToken()
    {
        ServerQuestion question;
        question.token = token(Role::Viewer);
        ServerDialog dialog(question);
        auto *ok = child<QDialogButtonBox>(dialog, "buttons")->button(QDialogButtonBox::Ok);
        auto *result = child<QLabel>(dialog, "result");
        child<QLineEdit>(dialog, "host")->setText(QStringLiteral("127.0.0.1:%1").arg(m_rig->target().port));
        child<QPushButton>(dialog, "test")->click();
        QTRY_VERIFY(result->text().contains(m_rig->target().fingerprint));
        QVERIFY(!ok->isEnabled());
        QVERIFY(!m_rig->logHas(QStringLiteral("token")));
        child<QCheckBox>(dialog, "accept")->click();
        QTRY_VERIFY(result->text().contains(QStringLiteral("viewer")));
        QVERIFY(ok->isEnabled());
        QCOMPARE(dialog.answer().profile.fingerprint, m_rig->target().fingerprint);
    }

    void dialogSaysThatTheCertificateIsAnother()
    {
        ServerQuestion question;
        question.profile = profile();
        question.isNew = false;
        const QString before = question.profile.fingerprint;
        changeCertificate();
        ServerDialog dialog(question);
        child<QPushButton>(dialog, "test")->click();
        auto *result = child<QLabel>(dialog, "result");
        QTRY_VERIFY(result->text().contains(m_rig->target().fingerprint));
        QVERIFY(result->text().contains(before));
        QCOMPARE(dialog.answer().profile.fingerprint, before);
    }

    void dialogSaysWhyItCannotConnect()
    {
        ServerQuestion question;
        question.profile = profile();
        question.isNew = false;
        stopListening();
        ServerDialog dialog(question);
        child<QPushButton>(dialog, "test")->click();
        auto *result = child<QLabel>(dialog, "result");
        const QString connecting = result->text();
        QTRY_VERIFY(result->text() != connecting);
        QVERIFY(!result->text().isEmpty());
    }
};

CASTDECK_WINDOW_TEST(TestRemoteServers)

} // namespace castdeck::tst_remoteservers
#include "tst_remoteservers.moc"
