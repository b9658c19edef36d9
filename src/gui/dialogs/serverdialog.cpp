// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/serverdialog.h"

#include "core/untrusted.h"
#include "gui/dialogs/certificatefields.h"
#include "gui/parts/named.h"
#include "gui/parts/rowdelegate.h"
#include "gui/servers/profiletarget.h"
#include "gui/servers/roletext.h"
#include "gui/text/errortext.h"
#include "management/fingerprint.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

namespace castdeck
{

ServerDialog::ServerDialog(const ServerQuestion &question, QWidget *parent)
    : QDialog(parent)
    , m_question(question)
    , m_hint(plainLabel("hint", this, question.hint))
    , m_host(named("host", new QLineEdit(this)))
    , m_port(named("port", new QSpinBox(this)))
    , m_name(named("name", new QLineEdit(this)))
    , m_token(named("token", new QLineEdit(this)))
    , m_keychain(plainLabel("keychain", this,
                            tr("No keychain answers here: the token is known until the console is closed, "
                               "and asked for again then.")))
    , m_fingerprint(named("fingerprint", new QLineEdit(this)))
    , m_certificates(new CertificateFields(question.profile, this))
    , m_problem(plainLabel("problem", this))
    , m_test(named("test", new QPushButton(tr("T&est Connection"), this)))
    , m_result(plainLabel("result", this))
    , m_accept(named("accept", new QCheckBox(this)))
    , m_buttons(named("buttons", new QDialogButtonBox(QDialogButtonBox::Cancel | QDialogButtonBox::Ok, this)))
{
    setObjectName(QStringLiteral("ServerDialog"));
    setWindowTitle(question.isNew ? tr("Add Server") : tr("Edit Server"));
    m_buttons->button(QDialogButtonBox::Ok)->setText(question.isNew ? tr("&Add") : tr("&Save"));
    m_buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    layOut();
    const ServerProfile &profile = question.profile;
    m_hint->setVisible(!question.hint.isEmpty());
    m_name->setText(profile.name);
    m_host->setText(profile.host);
    m_port->setValue(profile.port);
    m_fingerprint->setText(profile.fingerprint);
    m_fingerprint->setCursorPosition(0);
    if (!question.token.isEmpty())
        m_token->setPlaceholderText(tr("unchanged"));
    m_keychain->setVisible(!question.tokenIsKept);
    forgetResult();

    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_host, &QLineEdit::textChanged, this, &ServerDialog::addressChanged);
    connect(m_host, &QLineEdit::textEdited, m_name, &QLineEdit::setPlaceholderText);
    connect(m_port, &QSpinBox::valueChanged, this, &ServerDialog::addressChanged);
    connect(m_token, &QLineEdit::textChanged, this, &ServerDialog::forgetResult);
    connect(m_fingerprint, &QLineEdit::textEdited, this, [this](const QString &text) {
        m_fingerprintIsTyped = !text.isEmpty();
        forgetResult();
    });
    connect(m_certificates, &CertificateFields::changed, this, &ServerDialog::forgetResult);
    connect(m_certificates, &CertificateFields::looked, this, &ServerDialog::validate);
    connect(m_test, &QPushButton::clicked, this, &ServerDialog::test);
    connect(m_accept, &QCheckBox::toggled, this, [this](bool accepted) {
        if (!accepted || m_seen.isEmpty())
            return;
        m_fingerprint->setText(std::exchange(m_seen, {}));
        m_fingerprint->setCursorPosition(0);
        m_accept->hide();
        greet();
    });
    connect(&m_probe, &ServerProbe::seen, this, &ServerDialog::takeFingerprint);
    connect(&m_probe, &ServerProbe::greeted, this, &ServerDialog::takeGreeting);
    connect(&m_probe, &ServerProbe::failed, this,
            [this](const Error &error) { say(ErrorText::sentence(error), true); });
    if (!profile.host.isEmpty())
        m_token->setFocus();
    if (question.isNew && !profile.host.isEmpty())
        test();
}

void ServerDialog::layOut()
{
    m_host->setPlaceholderText(tr("deploy.example.org"));
    m_port->setRange(1, 0xFFFF);
    m_name->setToolTip(tr("What the server is called in this console; without it, its host name"));
    m_token->setEchoMode(QLineEdit::Password);
    m_token->setToolTip(
        tr("Kept in the desktop's keychain, or else only until the console is closed; never in a file"));
    m_fingerprint->setToolTip(tr("Of the server's certificate: how it is recognised"));
    m_fingerprint->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_test->setAutoDefault(false);
    m_result->setAlignment(Qt::AlignLeading | Qt::AlignTop);
    m_result->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto *address = new QHBoxLayout;
    auto *portLabel = new QLabel(tr("&Port:"), this);
    portLabel->setBuddy(m_port);
    address->addWidget(m_host, 1);
    address->addWidget(portLabel);
    address->addWidget(m_port);
    auto *form = new QFormLayout;
    form->addRow(tr("&Host:"), address);
    qobject_cast<QLabel *>(form->labelForField(address))->setBuddy(m_host);
    form->addRow(tr("&Name:"), m_name);
    form->addRow(tr("&Token:"), m_token);
    form->addRow(QString(), m_keychain);
    form->addRow(tr("&Fingerprint:"), m_fingerprint);
    form->addRow(m_certificates);
    form->addRow(QString(), m_problem);
    form->addRow(QString(), m_test);
    form->addRow(QString(), m_result);
    form->addRow(QString(), m_accept);
    m_test->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_hint);
    layout->addLayout(form, 1);
    layout->addWidget(m_buttons);
    resize(700, 300);
}

ServerAnswer ServerDialog::answer() const
{
    ServerAnswer answer{m_question.profile, token()};
    answer.profile.host = m_host->text().trimmed();
    if (const auto parsed = profileFromAddress(m_host->text()))
        answer.profile.host = parsed->host;
    answer.profile.port = static_cast<quint16>(m_port->value());
    answer.profile.fingerprint = plainFingerprint(m_fingerprint->text());
    m_certificates->fill(answer.profile);
    const QString name = m_name->text().trimmed();
    answer.profile.name = name.isEmpty() ? answer.profile.host : name;
    return answer;
}

QString ServerDialog::token() const
{
    const QString typed = m_token->text().trimmed();
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
    const QString expected = plainFingerprint(m_fingerprint->text());
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
        m_accept->setText(tr("They are the &same: this is the right server"));
    } else {
        say(tr("This is not the server that was met before, or its certificate was changed.\nExpected: %1\n"
               "Found: %2")
                .arg(expected, fingerprint),
            true);
        m_accept->setText(tr("&I know that its certificate was changed; trust the new one"));
    }
    m_accept->show();
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
    const auto parsed = profileFromAddress(m_host->text());
    if (parsed && parsed->port != ManagementPort && parsed->host != m_host->text().trimmed())
        m_port->setValue(parsed->port);
    // A fingerprint belongs to an address.
    if (!m_fingerprintIsTyped) {
        const ServerProfile now = answer().profile;
        const bool same = m_question.profile.isAt(now.host, now.port);
        m_fingerprint->setText(same ? m_question.profile.fingerprint : QString());
    }
    forgetResult();
}

void ServerDialog::forgetResult()
{
    m_probe.cancel();
    ++m_step;
    m_seen.clear();
    m_accept->setChecked(false);
    m_accept->hide();
    say({}, false);
    validate();
}

void ServerDialog::validate()
{
    const QString address = addressProblem();
    const QString untestable = address.isEmpty() ? m_certificates->problem() : address;
    const QString problem = untestable.isEmpty() ? fingerprintProblem() : untestable;
    m_test->setEnabled(untestable.isEmpty());
    m_test->setToolTip(untestable);
    QPushButton *accept = m_buttons->button(QDialogButtonBox::Ok);
    accept->setEnabled(problem.isEmpty());
    accept->setToolTip(problem);
    m_problem->setText(m_host->text().isEmpty() ? QString() : problem);
    m_problem->setVisible(!m_problem->text().isEmpty() && m_accept->isHidden());
}

QString ServerDialog::addressProblem() const
{
    if (m_host->text().trimmed().isEmpty())
        return tr("Give a host name or an address.");
    if (!profileFromAddress(m_host->text()))
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
    if (m_fingerprint->text().trimmed().isEmpty() && !answer().profile.authorityFile.isEmpty())
        return {};
    if (m_fingerprint->text().trimmed().isEmpty())
        return tr("Test the connection to see the server's fingerprint, or paste it here.");
    if (plainFingerprint(m_fingerprint->text()).isEmpty())
        return tr("A fingerprint has 64 hexadecimal digits.");
    return {};
}

void ServerDialog::say(const QString &text, bool isBad)
{
    QPalette colors = palette();
    if (isBad)
        colors.setColor(QPalette::WindowText, RowDelegate::alertColor(colors));
    m_result->setPalette(colors);
    m_result->setText(text);
    m_result->setVisible(!text.isEmpty());
}

} // namespace castdeck
