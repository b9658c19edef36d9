// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "../management/rig.h"
#include "gui/actions/serveractions.h"
#include "gui/serverdialogs/serverdialog.h"
#include "gui/servers/remoteservers.h"
#include "gui/servers/serverprofiles.h"
#include "gui/servers/serverregistry.h"
#include "gui/text/errortext.h"
#include "management/fingerprint.h"
#include "models/inventorymodel.h"
#include "models/inventoryrole.h"
#include "support/sampleinventory.h"
#include "support/scriptedprompter.h"
#include "support/windowtest.h"

#include <QItemSelectionModel>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSslServer>
#include <QTest>
#include <QTextDocumentFragment>
#include <sys/stat.h>

namespace castdeck::tst_refusedservers
{

using namespace castdeck::test;

/// Every way in which a server refuses us, or we it: one clear sentence on its row, in what is reported and
/// in the dialog, and a button there that helps.
class RefusedServersTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<InventoryModel> m_model;
    std::unique_ptr<QItemSelectionModel> m_selection;
    std::unique_ptr<ServerRegistry> m_registry;
    std::unique_ptr<ServerProfiles> m_profiles;
    std::unique_ptr<TokenVault> m_vault;
    std::unique_ptr<RemoteServers> m_remote;
    std::unique_ptr<ScriptedPrompter> m_prompter;
    std::unique_ptr<ServerActions> m_actions;
    std::unique_ptr<Rig> m_rig;
    std::unique_ptr<QSslServer> m_stranger; ///< speaks another version

    QString path(const QString &name) const { return m_folder->filePath(name); }
    void write(const QString &name, const QByteArray &content, mode_t mode = 0600)
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
        QVERIFY(::chmod(qPrintable(path(name)), mode) == 0);
    }
    ServerCertificate certificate(const QString &name, int from, int to)
    {
        const MadeCertificate made = makeCertificate(name, from, to).value();
        write(name + QStringLiteral(".pem"), made.certificate);
        return {{QSslCertificate(made.certificate)}, QSslKey(made.key, QSsl::Ec)};
    }
    void listen(const std::optional<ServerCertificate> &certificate = {})
    {
        TlsListener::Options options;
        if (certificate)
            options.certificate = *certificate;
        m_rig = std::make_unique<Rig>(Rig::Kind::RemoteTls, ServerEndpoint::Limits(), options);
        m_rig->onServer([](FakeTransportServer &fake) { fake.setState(sampleInventory(1, 1)); });
    }
    ServerProfile profile() const
    {
        const TlsTarget target = m_rig->target();
        return {{}, QStringLiteral("Upstairs"), target.host, target.port, target.fingerprint};
    }
    /// By what an authority of ours has signed for its name.
    ServerProfile vouchedFor(const QString &authority) const
    {
        ServerProfile wanted = profile();
        wanted.host = QStringLiteral("localhost");
        wanted.fingerprint.clear();
        wanted.authorityFile = path(authority + QStringLiteral(".pem"));
        return wanted;
    }
    ServerProfile strangerSaying(const QByteArray &answer)
    {
        const ServerCertificate own = certificate(QStringLiteral("localhost"), -3600, 3600);
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificateChain(own.chain);
        configuration.setPrivateKey(own.key);
        m_stranger = std::make_unique<QSslServer>();
        m_stranger->setSslConfiguration(configuration);
        connect(m_stranger.get(), &QSslServer::pendingConnectionAvailable, this, [this, answer] {
            QTcpSocket *peer = m_stranger->nextPendingConnection();
            connect(peer, &QTcpSocket::readyRead, peer, [peer, answer] {
                if (peer->canReadLine())
                    peer->write(answer);
            });
        });
        static_cast<void>(m_stranger->listen(QHostAddress::LocalHost));
        ServerProfile wanted;
        wanted.name = QStringLiteral("Upstairs");
        wanted.host = QStringLiteral("127.0.0.1");
        wanted.port = m_stranger->serverPort();
        wanted.fingerprint = fingerprintOf(own.chain.first());
        return wanted;
    }
    void changeCertificate()
    {
        const ServerCertificate another = certificate(QStringLiteral("another"), -3600, 3600);
        m_rig->onServer([&](FakeTransportServer &) { m_rig->listener().setCertificates(another, {}, {}); });
    }
    struct Case {
        ServerProfile profile;
        QString token;
    };
    Case refused(const QString &how)
    {
        if (how == QStringLiteral("too old"))
            return {strangerSaying("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"welcome\":{\"protocol\":0,"
                                   "\"role\":\"admin\","
                                   "\"identity\":\"x\",\"server\":{\"name\":\"x\",\"version\":\"0\"}}}}\n"),
                    QStringLiteral("t")};
        if (how == QStringLiteral("too new"))
            return {strangerSaying(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":3240165634,\"message\":"
                        "\"x\",\"data\":{\"detail\":\"protocol 1 was offered, 7 to 9 are spoken here\"}}}\n"),
                    QStringLiteral("t")};
        if (how == QStringLiteral("expired")) {
            listen(certificate(QStringLiteral("localhost"), -7200, -3600));
            return {vouchedFor(QStringLiteral("localhost")), m_rig->open(Role::Admin).token};
        }
        if (how == QStringLiteral("unknown authority")) {
            listen(certificate(QStringLiteral("localhost"), -3600, 3600));
            certificate(QStringLiteral("stranger"), -3600, 3600);
            return {vouchedFor(QStringLiteral("stranger")), m_rig->open(Role::Admin).token};
        }
        listen();
        Case one{profile(),
                 m_rig->open(how == QStringLiteral("role too low") ? Role::Receiver : Role::Admin).token};
        if (how == QStringLiteral("changed certificate"))
            changeCertificate();
        else if (how == QStringLiteral("wrong token"))
            one.token = QStringLiteral("wrong");
        else if (how == QStringLiteral("no token"))
            one.token.clear();
        else if (how == QStringLiteral("open token file")) {
            write(QStringLiteral("token"), one.token.toLatin1(), 0644);
            one.profile.tokenFile = path(QStringLiteral("token"));
            one.token.clear();
        } else if (how == QStringLiteral("no token file"))
            one.profile.tokenFile = path(QStringLiteral("gone"));
        return one;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_model = std::make_unique<InventoryModel>(ErrorText::sentence);
        m_selection = std::make_unique<QItemSelectionModel>(m_model.get());
        m_registry = std::make_unique<ServerRegistry>(*m_model);
        m_profiles =
            std::make_unique<ServerProfiles>(ServerProfiles::Places{path(QStringLiteral("servers.json"))});
        m_vault = std::make_unique<TokenVault>();
        ServerLink::Options options;
        options.firstWait = options.longestWait = std::chrono::hours(1);
        m_remote = std::make_unique<RemoteServers>(*m_registry, *m_profiles, *m_vault, options);
        m_prompter = std::make_unique<ScriptedPrompter>();
        m_actions = std::make_unique<ServerActions>(*m_model, *m_remote, *m_prompter, *m_selection);
    }
    void cleanup()
    {
        m_actions.reset();
        m_remote.reset();
        m_registry.reset();
        m_selection.reset();
        m_model.reset();
        m_rig.reset();
        m_stranger.reset();
    }

    void itIsSaidWhyAndWhatHelps_data()
    {
        QTest::addColumn<QString>("shortWords");
        QTest::addColumn<QString>("words");
        QTest::addColumn<bool>("testsAtOnce");
        const auto row = [](const char *name, const char *shortWords, const char *words, bool testsAtOnce) {
            QTest::newRow(name) << QString::fromLatin1(shortWords) << QString::fromLatin1(words)
                                << testsAtOnce;
        };
        row("changed certificate", "Other certificate", "another certificate than before", true);
        row("unknown authority", "Bad certificate", "certificate is not accepted", true);
        row("expired", "Bad certificate", "The certificate has expired", true);
        row("wrong token", "Token refused", "does not accept the token", false);
        row("no token", "Token missing", "Token missing", false);
        row("open token file", "Refused", "others may use it", false);
        row("no token file", "Refused", "does not exist", false);
        row("role too low", "Role too low", "for receivers", false);
        row("too old", "Other version", "update", false);
        row("too new", "Other version", "update", false);
    }
    void itIsSaidWhyAndWhatHelps()
    {
        QFETCH(const QString, shortWords);
        QFETCH(const QString, words);
        QFETCH(const bool, testsAtOnce);
        const QString how = QString::fromLatin1(QTest::currentDataTag());
        const bool isMissing = how == QStringLiteral("no token");
        const Case one = refused(how);
        QStringList reports;
        connect(m_actions.get(), &ActionGroup::reported, this,
                [&](const Report &report) { reports << report.text; });
        const ServerId id = m_remote->keep(one.profile, one.token, RemoteServers::Life::ThisRun);
        const QModelIndex state = m_model->indexOf({id, RowKind::Server, 0}, Column::State);
        QTRY_COMPARE(m_model->status(id).state,
                     isMissing ? ConnectionState::TokenMissing : ConnectionState::Refused);
        QCOMPARE(state.data().toString(), shortWords);
        const QString sentence =
            QTextDocumentFragment::fromHtml(state.data(Qt::ToolTipRole).toString()).toPlainText();
        QVERIFY2(sentence.contains(words), qPrintable(sentence));
        QVERIFY(state.data(InventoryRole::Alert).toBool());

        QTRY_COMPARE(reports.size(), 1);
        QVERIFY2(reports.first().contains(isMissing ? QStringLiteral("tokens") : words),
                 qPrintable(reports.first()));

        // What a person chooses then.
        m_selection->setCurrentIndex(m_model->indexOf(id),
                                     QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        if (isMissing) {
            QVERIFY(m_actions->enterTokens()->isEnabled());
            return;
        }
        QVERIFY(m_actions->edit()->isEnabled());
        m_actions->edit()->trigger();
        const ServerQuestion question = m_prompter->serverQuestions().constLast();
        QVERIFY2(question.hint.contains(words), qPrintable(question.hint));
        QCOMPARE(question.testsAtOnce, testsAtOnce);
        ServerDialog dialog(question);
        if (!testsAtOnce)
            dialog.findChild<QPushButton *>(QStringLiteral("test"))->click();
        const auto *result = dialog.findChild<QLabel *>(QStringLiteral("result"));
        const QString expected =
            how == QStringLiteral("changed certificate") ? m_rig->target().fingerprint : words;
        QTRY_VERIFY2(result->text().contains(expected), qPrintable(result->text()));
    }
};

CASTDECK_WINDOW_TEST(RefusedServersTest)

} // namespace castdeck::tst_refusedservers
#include "tst_refusedservers.moc"
