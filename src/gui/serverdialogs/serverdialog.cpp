// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/serverdialogs/serverdialog.h"

#include "core/commandtext.h"
#include "core/untrusted.h"
#include "gui/parts/growtofit.h"
#include "gui/parts/rowdelegate.h"
#include "gui/serverdialogs/certificatefields.h"
#include "gui/servers/kindtext.h"
#include "gui/servers/profiletarget.h"
#include "gui/servers/roletext.h"
#include "gui/servers/tokenfile.h"
#include "gui/text/errortext.h"
#include "management/fingerprint.h"
#include "ui_serverdialog.h"

#include <QFontDatabase>
#include <QPushButton>

namespace castdeck
{

ServerDialog::ServerDialog(const ServerQuestion &question, QWidget *parent)
    : QDialog(parent), m_question(question), m_ui(std::make_unique<Ui::ServerDialog>())
{
    m_ui->setupUi(this);
    setWindowTitle(question.isNew ? tr("Add Server") : tr("Edit Server"));
    m_ui->buttons->button(QDialogButtonBox::Ok)->setText(question.isNew ? tr("&Add") : tr("&Save"));
    m_ui->buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    m_certificates =
        new CertificateFields({m_ui->authority, m_ui->certificate, m_ui->key}, question.profile, this);
    fill();
    forgetResult();

    connect(m_ui->kind, &QComboBox::currentIndexChanged, this, [this] {
        showKind();
        addressChanged();
    });
    connect(m_ui->host, &QLineEdit::textChanged, this, &ServerDialog::takeAddress);
    connect(m_ui->user, &QLineEdit::textChanged, this, &ServerDialog::forgetResult);
    connect(m_ui->command, &QLineEdit::textChanged, this, &ServerDialog::forgetResult);
    connect(m_ui->host, &QLineEdit::textEdited, m_ui->name, &QLineEdit::setPlaceholderText);
    connect(m_ui->port, &QSpinBox::valueChanged, this, &ServerDialog::addressChanged);
    connect(m_ui->token, &QLineEdit::textChanged, this, &ServerDialog::forgetResult);
    connect(m_ui->tokenFile, &FileField::changed, this, &ServerDialog::forgetResult);
    connect(m_ui->fingerprint, &QLineEdit::textEdited, this, [this](const QString &text) {
        m_fingerprintIsTyped = !text.isEmpty();
        forgetResult();
    });
    connect(m_certificates, &CertificateFields::changed, this, &ServerDialog::forgetResult);
    connect(m_certificates, &CertificateFields::looked, this, &ServerDialog::validate);
    connect(m_ui->moreButton, &QToolButton::toggled, this, &ServerDialog::showMore);
    connect(m_ui->test, &QPushButton::clicked, this, &ServerDialog::test);
    connect(m_ui->accept, &QCheckBox::toggled, this, &ServerDialog::accepted);
    connect(&m_probe, &ServerProbe::seen, this, &ServerDialog::takeFingerprint);
    connect(&m_probe, &ServerProbe::greeted, this, &ServerDialog::takeGreeting);
    connect(&m_probe, &ServerProbe::failed, this,
            [this](const Error &error) { say(ErrorText::sentence(error), true); });
    const bool isAddressed = question.profile.isReachable();
    (isAddressed && !isOverSsh() ? m_ui->token : m_ui->host)->setFocus();
    if (isAddressed && (question.isNew || question.testsAtOnce))
        test();
}

ServerDialog::~ServerDialog() = default;

void ServerDialog::fill()
{
    const ServerProfile &profile = m_question.profile;
    m_ui->hint->setText(m_question.hint);
    m_ui->hint->setVisible(!m_question.hint.isEmpty());
    m_ui->name->setText(profile.name);
    for (const ServerKind one : {ServerKind::Tls, ServerKind::Ssh, ServerKind::Wds})
        m_ui->kind->addItem(KindText::name(one), QVariant::fromValue(int(one)));
    m_ui->kind->setCurrentIndex(m_ui->kind->findData(int(profile.kind)));
    m_ui->host->setText(profile.host);
    m_ui->user->setText(profile.user);
    m_ui->command->setText(commandText(profile.command));
    showKind();
    m_ui->port->setValue(profile.port);
    m_ui->fingerprint->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_ui->fingerprint->setText(profile.fingerprint);
    m_ui->fingerprint->setCursorPosition(0);
    if (!m_question.token.isEmpty())
        m_ui->token->setPlaceholderText(tr("unchanged"));
    m_ui->token->setToolTip(m_question.tokenIsKept
                                ? tr("Kept in the desktop's keychain")
                                : tr("Known until the console is closed; never written into a file"));
    m_ui->tokenFile->setPath(profile.tokenFile);
    QStringList groups;
    for (const ServerProfile &other : std::as_const(m_question.others)) {
        if (!other.group.isEmpty() && !groups.contains(other.group))
            groups << other.group;
    }
    groups.sort(Qt::CaseInsensitive);
    m_ui->group->addItems(groups);
    m_ui->group->setCurrentText(profile.group);
    m_ui->lookOnly->setChecked(profile.lookOnly);
    m_ui->connectsAtStart->setChecked(profile.connectsAtStart);
    // What is set is seen.
    const bool isMore = !m_certificates->areEmpty() || !profile.group.isEmpty() || profile.lookOnly ||
                        !profile.connectsAtStart || !profile.command.isEmpty();
    m_ui->moreButton->setChecked(isMore);
    m_ui->moreButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_ui->test->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    resize(700, 300);
    new GrowToFit(this);
    showMore(isMore);
}

ServerKind ServerDialog::kind() const
{
    return static_cast<ServerKind>(m_ui->kind->currentData().toInt());
}

/// The fields that it needs.
void ServerDialog::showKind()
{
    const bool isSsh = isOverSsh();
    m_ui->form->setRowVisible(m_ui->user, isSsh);
    for (QWidget *field : {static_cast<QWidget *>(m_ui->token), static_cast<QWidget *>(m_ui->tokenFile),
                           static_cast<QWidget *>(m_ui->fingerprint)})
        m_ui->form->setRowVisible(field, !isSsh);
    m_ui->keychain->setVisible(!isSsh && !m_question.tokenIsKept);
    for (QWidget *field : {static_cast<QWidget *>(m_ui->authority), static_cast<QWidget *>(m_ui->certificate),
                           static_cast<QWidget *>(m_ui->key)})
        m_ui->moreForm->setRowVisible(field, !isSsh);
    m_ui->moreForm->setRowVisible(m_ui->command, isSsh);
    m_ui->port->setMinimum(isSsh ? 0 : 1);
    m_ui->port->setSpecialValueText(isSsh ? tr("as usual", "port of ssh") : QString());
    const int usual = isSsh ? 0 : ManagementPort;
    const int other = isSsh ? ManagementPort : 1;
    if (m_ui->port->value() == other)
        m_ui->port->setValue(usual);
}

void ServerDialog::showMore(bool shown)
{
    m_ui->moreButton->setArrowType(shown ? Qt::DownArrow : Qt::RightArrow);
    m_ui->more->setVisible(shown);
    if (isVisible())
        adjustSize();
}

ServerAnswer ServerDialog::answer() const
{
    ServerAnswer answer{m_question.profile, token()};
    answer.profile.kind = kind();
    answer.profile.host = m_ui->host->text().trimmed();
    answer.profile.port = static_cast<quint16>(m_ui->port->value());
    if (isOverSsh()) {
        answer.profile.user = m_ui->user->text().trimmed();
        answer.profile.command = commandWords(m_ui->command->text());
        answer.profile.fingerprint.clear();
        answer.profile.authorityFile.clear();
        answer.profile.certificateFile.clear();
        answer.profile.keyFile.clear();
        answer.profile.tokenFile.clear();
        answer.token.clear();
    } else {
        answer.profile.user.clear();
        answer.profile.command.clear();
        if (const auto parsed = profileFromAddress(m_ui->host->text()))
            answer.profile.host = parsed->host;
        answer.profile.fingerprint = plainFingerprint(m_ui->fingerprint->text());
        m_certificates->fill(answer.profile);
        answer.profile.tokenFile = m_ui->tokenFile->path();
    }
    answer.profile.group = m_ui->group->currentText().trimmed();
    answer.profile.lookOnly = m_ui->lookOnly->isChecked();
    answer.profile.connectsAtStart = m_ui->connectsAtStart->isChecked();
    const QString name = m_ui->name->text().trimmed();
    answer.profile.name = name;
    if (name.isEmpty())
        answer.profile.name =
            answer.profile.host.isEmpty() ? answer.profile.command.value(0) : answer.profile.host;
    return answer;
}

QString ServerDialog::token() const
{
    const QString typed = m_ui->token->text().trimmed();
    return typed.isEmpty() ? m_question.token : typed;
}

void ServerDialog::test()
{
    forgetResult();
    say(tr("Connecting to %1…").arg(answer().profile.address()), false);
    withTarget([this](const ServerTarget &found) {
        if (std::holds_alternative<StreamCommand>(found))
            return m_probe.greet(found, {});
        TlsTarget target = std::get<TlsTarget>(found);
        if (!target.fingerprint.isEmpty())
            target.authorities.clear(); // the fingerprint alone decides
        m_probe.look(target);
    });
}

void ServerDialog::withTarget(const std::function<void(ServerTarget)> &then)
{
    findTarget(m_files, answer().profile, [this, then, step = ++m_step](const Result<ServerTarget> &target) {
        if (step != m_step)
            return;
        if (target)
            then(*target);
        else
            say(ErrorText::sentence(target.error()), true);
    });
}

void ServerDialog::withToken(const std::function<void(const QString &)> &then)
{
    const QString file = m_ui->tokenFile->path();
    if (file.isEmpty())
        return then(token());
    m_files.ask<QString>(
        file, [file] { return readTokenFile(file); },
        [this, then, step = m_step](const Result<QString> &token) {
            if (step != m_step)
                return;
            if (token)
                then(*token);
            else
                say(ErrorText::sentence(token.error()), true);
        });
}

void ServerDialog::accepted()
{
    if (!m_ui->accept->isChecked() || m_seen.isEmpty())
        return;
    m_ui->fingerprint->setText(std::exchange(m_seen, {}));
    m_ui->fingerprint->setCursorPosition(0);
    m_ui->accept->hide();
    greet();
}

void ServerDialog::takeFingerprint(const QString &fingerprint)
{
    const QString expected = plainFingerprint(m_ui->fingerprint->text());
    const bool isVouchedFor = expected.isEmpty() && !answer().profile.authorityFile.isEmpty();
    if (expected == fingerprint || isVouchedFor) {
        greet();
        return;
    }
    m_seen = fingerprint;
    if (expected.isEmpty()) {
        say(tr("The server shows the certificate\n%1\nCompare it with the one that castdeckd prints there "
               "when it starts.")
                .arg(fingerprint),
            false);
        m_ui->accept->setText(tr("They are the &same: this is the right server"));
    } else {
        say(tr("This is not the server that was met before, or its certificate was changed.\nExpected: %1\n"
               "Found: %2")
                .arg(expected, fingerprint),
            true);
        m_ui->accept->setText(tr("&I know that its certificate was changed; trust the new one"));
    }
    m_ui->accept->show();
    validate();
}

void ServerDialog::greet()
{
    const ServerProfile profile = answer().profile;
    if (token().isEmpty() && profile.tokenFile.isEmpty() && profile.certificateFile.isEmpty()) {
        say(tr("The certificate is the right one. Enter a token to find out what you may do there."), false);
    } else {
        say(tr("The certificate is the right one. Logging in…"), false);
        withTarget([this](const ServerTarget &target) {
            withToken([this, target](const QString &token) { m_probe.greet(target, token); });
        });
    }
    validate();
}

void ServerDialog::takeGreeting(const Welcome &greeting)
{
    const QString who = printable(greeting.server.name);
    say(tr("Connected to %1, version %2, as %3.")
                .arg(who, printable(greeting.server.version), RoleText::name(greeting.role)) +
            QLatin1Char(' ') + RoleText::sentence(greeting.role),
        greeting.role == Role::Receiver);
}

/// It may come from a clipboard in one piece: "host:port", or "ssh://user@host".
void ServerDialog::takeAddress()
{
    const auto parsed = profileFromAddress(m_ui->host->text());
    if (parsed && parsed->isOverSsh()) {
        const QSignalBlocker quiet(m_ui->host);
        m_ui->kind->setCurrentIndex(m_ui->kind->findData(int(parsed->kind)));
        m_ui->host->setText(parsed->host);
        m_ui->user->setText(parsed->user);
        m_ui->port->setValue(parsed->port);
    } else if (parsed && !isOverSsh() && parsed->port != ManagementPort &&
               parsed->host != m_ui->host->text().trimmed()) {
        m_ui->port->setValue(parsed->port);
    }
    addressChanged();
}

void ServerDialog::addressChanged()
{
    // A fingerprint belongs to an address.
    if (!m_fingerprintIsTyped) {
        const ServerProfile now = answer().profile;
        const bool same = m_question.profile.isAt(now);
        m_ui->fingerprint->setText(same ? m_question.profile.fingerprint : QString());
    }
    forgetResult();
}

void ServerDialog::forgetResult()
{
    m_probe.cancel();
    ++m_step;
    m_seen.clear();
    m_ui->accept->setChecked(false);
    m_ui->accept->hide();
    say({}, false);
    validate();
}

void ServerDialog::validate()
{
    const QString address = addressProblem();
    const QString untestable = address.isEmpty() && !isOverSsh() ? m_certificates->problem() : address;
    const QString problem = untestable.isEmpty() ? fingerprintProblem() : untestable;
    m_ui->test->setEnabled(untestable.isEmpty());
    m_ui->test->setToolTip(untestable);
    QPushButton *accept = m_ui->buttons->button(QDialogButtonBox::Ok);
    accept->setEnabled(problem.isEmpty());
    accept->setToolTip(problem);
    const bool isBegun = !m_ui->host->text().isEmpty() || !m_ui->command->text().isEmpty();
    m_ui->problem->setText(isBegun ? problem : QString());
    m_ui->problem->setVisible(!m_ui->problem->text().isEmpty() && m_ui->accept->isHidden());
}

QString ServerDialog::addressProblem() const
{
    const ServerProfile profile = answer().profile;
    if (profile.host.isEmpty() && profile.command.isEmpty())
        return tr("Give a host name or an address.");
    if (isOverSsh() ? !profile.isReachable() : !profileFromAddress(m_ui->host->text()))
        return isOverSsh() ? sshProblem() : tr("This is no host name and no address.");
    for (const ServerProfile &other : m_question.others) {
        if (other.isAt(profile))
            return tr("This is the address of %1, which is there already.").arg(other.name);
    }
    return {};
}

QString ServerDialog::sshProblem() const
{
    ServerProfile withoutUser = answer().profile;
    withoutUser.user.clear();
    return withoutUser.isReachable() ? tr("This is no name of a user.")
                                     : tr("This is no host name and no address.");
}

QString ServerDialog::fingerprintProblem() const
{
    if (isOverSsh())
        return {};
    if (m_ui->fingerprint->text().trimmed().isEmpty() && !answer().profile.authorityFile.isEmpty())
        return {};
    if (m_ui->fingerprint->text().trimmed().isEmpty())
        return tr("Test the connection to see the server's fingerprint, or paste it here.");
    if (plainFingerprint(m_ui->fingerprint->text()).isEmpty())
        return tr("A fingerprint has 64 hexadecimal digits.");
    return {};
}

void ServerDialog::say(const QString &text, bool isBad)
{
    QPalette colors = palette();
    if (isBad)
        colors.setColor(QPalette::WindowText, RowDelegate::alertColor(colors));
    m_ui->result->setPalette(colors);
    m_ui->result->setText(text);
    m_ui->result->setVisible(!text.isEmpty());
}

} // namespace castdeck
