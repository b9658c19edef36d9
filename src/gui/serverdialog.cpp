// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/serverdialog.h"

#include "core/untrusted.h"
#include "gui/errortext.h"
#include "gui/profiletarget.h"
#include "gui/roletext.h"
#include "gui/rowdelegate.h"
#include "management/fingerprint.h"
#include "ui_serverdialog.h"

#include <QFontDatabase>
#include <QLayout>
#include <QPushButton>

namespace castdeck
{

ServerDialog::ServerDialog(const ServerQuestion &question, QWidget *parent)
    : QDialog(parent), m_ui(std::make_unique<Ui::ServerDialog>()), m_question(question)
{
    m_ui->setupUi(this);
    const ServerProfile &profile = question.profile;
    setWindowTitle(question.isNew ? tr("Add Server") : tr("Edit Server"));
    m_ui->hint->setText(question.hint);
    m_ui->hint->setVisible(!question.hint.isEmpty());
    m_ui->name->setText(profile.name);
    m_ui->host->setText(profile.host);
    m_ui->port->setValue(profile.port);
    m_ui->fingerprint->setText(profile.fingerprint);
    m_ui->fingerprint->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    if (!question.token.isEmpty())
        m_ui->token->setPlaceholderText(tr("unchanged"));
    m_ui->keychain->setVisible(!question.tokenIsKept);
    m_ui->authority->setPath(profile.authorityFile);
    m_ui->certificate->setPath(profile.certificateFile);
    m_ui->key->setPath(profile.keyFile);
    m_ui->certificates->setChecked(!profile.authorityFile.isEmpty() || !profile.certificateFile.isEmpty());
    showCertificates(m_ui->certificates->isChecked());
    QPushButton *accept = m_ui->buttons->button(QDialogButtonBox::Ok);
    accept->setText(question.isNew ? tr("&Add") : tr("&Save"));
    m_ui->buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    m_ui->accept->hide();
    say({}, false);

    connect(m_ui->host, &QLineEdit::textChanged, this, &ServerDialog::addressChanged);
    connect(m_ui->host, &QLineEdit::textEdited, m_ui->name, &QLineEdit::setPlaceholderText);
    connect(m_ui->port, &QSpinBox::valueChanged, this, &ServerDialog::addressChanged);
    connect(m_ui->token, &QLineEdit::textChanged, this, &ServerDialog::forgetResult);
    connect(m_ui->fingerprint, &QLineEdit::textEdited, this, [this](const QString &text) {
        m_fingerprintIsTyped = !text.isEmpty();
        forgetResult();
    });
    connect(m_ui->certificates, &QGroupBox::toggled, this, &ServerDialog::showCertificates);
    for (const FileField *field : {m_ui->authority, m_ui->certificate, m_ui->key})
        connect(field, &FileField::changed, this, &ServerDialog::readCertificates);
    connect(m_ui->test, &QPushButton::clicked, this, &ServerDialog::test);
    connect(m_ui->accept, &QCheckBox::toggled, this, [this](bool accepted) {
        if (!accepted || m_seen.isEmpty())
            return;
        m_ui->fingerprint->setText(std::exchange(m_seen, {}));
        m_ui->fingerprint->setCursorPosition(0);
        m_ui->accept->hide();
        greet();
    });
    connect(&m_probe, &ServerProbe::seen, this, &ServerDialog::takeFingerprint);
    connect(&m_probe, &ServerProbe::greeted, this, &ServerDialog::takeGreeting);
    connect(&m_probe, &ServerProbe::failed, this,
            [this](const Error &error) { say(ErrorText::sentence(error), true); });
    m_ui->fingerprint->setCursorPosition(0);
    if (!profile.host.isEmpty())
        m_ui->token->setFocus();
    validate();
    if (question.isNew && !profile.host.isEmpty())
        test();
}

ServerDialog::~ServerDialog() = default;

ServerAnswer ServerDialog::answer() const
{
    ServerAnswer answer{m_question.profile, token()};
    answer.profile.host = m_ui->host->text().trimmed();
    if (const auto parsed = profileFromAddress(m_ui->host->text()))
        answer.profile.host = parsed->host;
    answer.profile.port = static_cast<quint16>(m_ui->port->value());
    answer.profile.fingerprint = plainFingerprint(m_ui->fingerprint->text());
    const bool byCertificate = m_ui->certificates->isChecked();
    answer.profile.authorityFile = byCertificate ? m_ui->authority->path() : QString();
    answer.profile.certificateFile = byCertificate ? m_ui->certificate->path() : QString();
    answer.profile.keyFile = byCertificate ? m_ui->key->path() : QString();
    const QString name = m_ui->name->text().trimmed();
    answer.profile.name = name.isEmpty() ? answer.profile.host : name;
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
    withTarget([this](TlsTarget target) {
        if (!target.fingerprint.isEmpty())
            target.authorities.clear(); // the fingerprint alone decides
        m_probe.look(target);
    });
}

void ServerDialog::withTarget(const std::function<void(TlsTarget)> &then)
{
    findTarget(m_files, answer().profile, [this, then, step = ++m_step](const Result<TlsTarget> &target) {
        if (step != m_step)
            return;
        if (target)
            then(*target);
        else
            say(ErrorText::sentence(target.error()), true);
    });
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
    if (token().isEmpty() && answer().profile.certificateFile.isEmpty()) {
        say(tr("The certificate is the right one. Enter a token to find out what you may do there."), false);
    } else {
        say(tr("The certificate is the right one. Logging in…"), false);
        withTarget([this](const TlsTarget &target) { m_probe.greet(target, token()); });
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

void ServerDialog::addressChanged()
{
    // "host:port" may come from a clipboard in one piece.
    const auto parsed = profileFromAddress(m_ui->host->text());
    if (parsed && parsed->port != ManagementPort && parsed->host != m_ui->host->text().trimmed())
        m_ui->port->setValue(parsed->port);
    // A fingerprint belongs to an address.
    if (!m_fingerprintIsTyped) {
        const ServerProfile now = answer().profile;
        const bool same = m_question.profile.isAt(now.host, now.port);
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
    const QString untestable = address.isEmpty() ? certificateProblem() : address;
    const QString problem = untestable.isEmpty() ? fingerprintProblem() : untestable;
    m_ui->test->setEnabled(untestable.isEmpty());
    m_ui->test->setToolTip(untestable);
    QPushButton *accept = m_ui->buttons->button(QDialogButtonBox::Ok);
    accept->setEnabled(problem.isEmpty());
    accept->setToolTip(problem);
    m_ui->problem->setText(m_ui->host->text().isEmpty() ? QString() : problem);
    m_ui->problem->setVisible(!m_ui->problem->text().isEmpty() && m_ui->accept->isHidden());
}

QString ServerDialog::addressProblem() const
{
    if (m_ui->host->text().trimmed().isEmpty())
        return tr("Give a host name or an address.");
    if (!profileFromAddress(m_ui->host->text()))
        return tr("This is no host name and no address.");
    const ServerProfile profile = answer().profile;
    for (const ServerProfile &other : m_question.others) {
        if (other.isAt(profile.host, profile.port))
            return tr("This is the address of %1, which is there already.").arg(other.name);
    }
    return {};
}

QString ServerDialog::fingerprintProblem() const
{
    if (m_ui->fingerprint->text().trimmed().isEmpty() && !answer().profile.authorityFile.isEmpty())
        return {};
    if (m_ui->fingerprint->text().trimmed().isEmpty())
        return tr("Test the connection to see the server's fingerprint, or paste it here.");
    if (plainFingerprint(m_ui->fingerprint->text()).isEmpty())
        return tr("A fingerprint has 64 hexadecimal digits.");
    return {};
}

QString ServerDialog::certificateProblem() const
{
    const ServerProfile profile = answer().profile;
    if (profile.certificateFile.isEmpty() != profile.keyFile.isEmpty())
        return tr("A certificate of yours and its key belong together: give both, or neither.");
    return m_certificatesAreWrong;
}

/// In another thread, since the file system may not answer.
void ServerDialog::readCertificates()
{
    m_certificatesAreWrong = tr("Reading the certificates…");
    findTarget(m_files, answer().profile, [this, reading = ++m_reading](const Result<TlsTarget> &target) {
        if (reading != m_reading)
            return;
        m_certificatesAreWrong = target ? QString() : ErrorText::sentence(target.error());
        validate();
    });
    forgetResult();
}

void ServerDialog::showCertificates(bool shown)
{
    for (QWidget *widget : m_ui->certificates->findChildren<QWidget *>(Qt::FindDirectChildrenOnly))
        widget->setVisible(shown);
    readCertificates();
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
