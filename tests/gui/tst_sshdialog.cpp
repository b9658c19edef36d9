// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The kinds of servers in the dialog that adds one.
#include "../management/rig.h"
#include "core/commandtext.h"
#include "gui/serverdialogs/serverdialog.h"
#include "support/sampleinventory.h"
#include "support/windowtest.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>
#include <algorithm>

namespace castdeck::tst_sshdialog
{

class TestSshDialog : public QObject
{
    Q_OBJECT
    std::unique_ptr<ServerDialog> m_dialog;

    template <class T>
    T *child(const char *name) const
    {
        return m_dialog->findChild<T *>(QLatin1String(name));
    }
    void show(const ServerQuestion &question)
    {
        m_dialog = std::make_unique<ServerDialog>(question);
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    }
    void choose(ServerKind kind) const { child<QComboBox>("kind")->setCurrentIndex(int(kind)); }
    void type(const char *field, const QString &text) const { child<QLineEdit>(field)->setText(text); }
    bool canSave() const
    {
        return child<QDialogButtonBox>("buttons")->button(QDialogButtonBox::Ok)->isEnabled();
    }
    QString problem() const { return child<QLabel>("problem")->text(); }
    QString result() const { return child<QLabel>("result")->text(); }

private Q_SLOTS:
    void cleanup() { m_dialog.reset(); }

    void eachKindHasItsFields()
    {
        show({});
        child<QToolButton>("moreButton")->click();
        const QStringList overTls{QStringLiteral("token"),       QStringLiteral("tokenFile"),
                                  QStringLiteral("fingerprint"), QStringLiteral("authority"),
                                  QStringLiteral("certificate"), QStringLiteral("key")};
        const QStringList overSsh{QStringLiteral("user"), QStringLiteral("command")};
        for (const ServerKind kind : {ServerKind::Ssh, ServerKind::Tls, ServerKind::Wds, ServerKind::Tls}) {
            choose(kind);
            for (const QString &name : overTls)
                QCOMPARE(m_dialog->findChild<QWidget *>(name)->isVisible(), kind == ServerKind::Tls);
            for (const QString &name : overSsh)
                QCOMPARE(m_dialog->findChild<QWidget *>(name)->isVisible(), kind != ServerKind::Tls);
            QCOMPARE(child<QSpinBox>("port")->value(), kind == ServerKind::Tls ? 5042 : 0);
        }
    }

    void nothingIsCutOff()
    {
        ServerQuestion question;
        question.hint = QStringLiteral("many words ").repeated(60);
        show(question);
        const auto isWhole = [this] {
            const auto labels = m_dialog->findChildren<QLabel *>();
            return std::ranges::all_of(labels, [](const QLabel *label) {
                return !label->isVisible() || label->height() >= label->heightForWidth(label->width());
            });
        };
        for (const ServerKind kind : {ServerKind::Tls, ServerKind::Ssh, ServerKind::Wds, ServerKind::Tls}) {
            choose(kind);
            QTRY_VERIFY(isWhole());
        }
        child<QToolButton>("moreButton")->click();
        QTRY_VERIFY(isWhole());
        question.hint.clear();
        show(question);
        QTRY_VERIFY(isWhole());
    }

    void aServerOverSsh()
    {
        show({});
        choose(ServerKind::Wds);
        QVERIFY(!canSave());
        type("host", QStringLiteral("wds1"));
        QVERIFY(canSave());
        type("user", QStringLiteral("LAB\\anna"));
        child<QSpinBox>("port")->setValue(2222);
        const ServerAnswer answer = m_dialog->answer();
        QCOMPARE(answer.profile.address(), QStringLiteral("wds+ssh://LAB\\anna@wds1:2222"));
        QCOMPARE(answer.profile.name, QStringLiteral("wds1"));
        QVERIFY(answer.token.isEmpty());
        QVERIFY(!canSave() || problem().isEmpty());
    }

    void whatWouldMeanSomethingToSsh_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("user");
        QTest::newRow("an option") << QStringLiteral("-oProxyCommand=id") << QString();
        QTest::newRow("a command") << QStringLiteral("$(id)") << QString();
        QTest::newRow("an option of the user") << QStringLiteral("host") << QStringLiteral("-l");
        QTest::newRow("two words") << QStringLiteral("host") << QStringLiteral("a b");
    }

    void whatWouldMeanSomethingToSsh()
    {
        QFETCH(QString, host);
        QFETCH(QString, user);
        show({});
        choose(ServerKind::Ssh);
        type("host", host);
        type("user", user);
        QVERIFY(!canSave());
        QVERIFY(!problem().isEmpty());
        QVERIFY(!child<QPushButton>("test")->isEnabled());
    }

    void anAddressInOnePiece()
    {
        show({});
        type("host", QStringLiteral("ssh://anna@deploy1:2222"));
        QCOMPARE(child<QLineEdit>("host")->text(), QStringLiteral("deploy1"));
        QCOMPARE(child<QLineEdit>("user")->text(), QStringLiteral("anna"));
        QCOMPARE(m_dialog->answer().profile.address(), QStringLiteral("ssh://anna@deploy1:2222"));
        type("host", QStringLiteral("wds+ssh://wds1"));
        QCOMPARE(m_dialog->answer().profile.address(), QStringLiteral("wds+ssh://wds1"));
    }

    void theSamePlaceTwice()
    {
        ServerQuestion question;
        question.others = {profileFromAddress(QStringLiteral("ssh://deploy1")).value()};
        show(question);
        type("host", QStringLiteral("ssh://Deploy1"));
        QVERIFY(!canSave());
        choose(ServerKind::Wds);
        QVERIFY(canSave());
        choose(ServerKind::Ssh);
        type("user", QStringLiteral("root"));
        QVERIFY(canSave());
    }

    /// Its own command is tried out as it is, and tells who is there.
    void aCommandIsTested()
    {
        Rig rig(Rig::Kind::RemoteCommand);
        rig.onServer([](FakeTransportServer &server) { server.setState(sampleInventory(1, 1)); });
        const StreamCommand peer = rig.offerStreams(Role::Admin);
        show({});
        choose(ServerKind::Ssh);
        type("command", commandText(QStringList{peer.program} + peer.arguments));
        QVERIFY(canSave());
        child<QPushButton>("test")->click();
        QTRY_VERIFY2(result().contains(QStringLiteral("rig")), qPrintable(result()));
        type("command", QStringLiteral("/nowhere/ssh"));
        child<QPushButton>("test")->click();
        QTRY_VERIFY2(result().contains(QStringLiteral("/nowhere/ssh")) ||
                         result().contains(QStringLiteral("ssh: ")),
                     qPrintable(result()));
    }

    void whatIsSavedIsShown()
    {
        ServerQuestion question;
        question.isNew = false;
        question.profile = profileFromAddress(QStringLiteral("ssh://anna@deploy1")).value();
        question.profile.command = {QStringLiteral("/opt/a b"), QString(), QStringLiteral("say \"x\"")};
        show(question);
        QCOMPARE(m_dialog->answer().profile, question.profile);
        QVERIFY(child<QLineEdit>("command")->isVisible());
    }

    void fieldsHaveNames()
    {
        show({});
        for (const char *name : {"kindLabel", "userLabel", "commandLabel"}) {
            const auto *label = child<QLabel>(name);
            QVERIFY(label->buddy() && label->text().contains(QLatin1Char('&')));
        }
    }
};

CASTDECK_WINDOW_TEST(TestSshDialog)

} // namespace castdeck::tst_sshdialog
#include "tst_sshdialog.moc"
