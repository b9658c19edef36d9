// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/sshtarget.h"

#include "core/hostport.h"

#include <QRegularExpression>
#include <algorithm>

namespace castdeck
{

namespace
{

struct Scheme {
    const char *text;
    SshService service;
};
constexpr Scheme schemes[] = {{"ssh://", SshService::Castdeckd}, {"wds+ssh://", SshService::Wds}};

const Scheme *schemeOf(const QString &text)
{
    const auto found = std::ranges::find_if(schemes, [&text](const Scheme &scheme) {
        return text.startsWith(QLatin1String(scheme.text), Qt::CaseInsensitive);
    });
    return found != std::end(schemes) ? found : nullptr;
}

/// The program; another one where the environment says so, as GIT_SSH does for git.
QString sshProgram()
{
    return qEnvironmentVariable("CASTDECK_SSH", QStringLiteral("ssh"));
}

} // namespace

/// ssh puts both into commands of its configuration, which a shell reads: what a shell might understand does
/// not get that far, nor what looks like an option.
bool SshTarget::isSound() const
{
    static const QRegularExpression soundHost(
        QRegularExpression::anchoredPattern(QStringLiteral("[A-Za-z0-9_:][A-Za-z0-9._:-]*")));
    static const QRegularExpression soundUser(
        QRegularExpression::anchoredPattern(QStringLiteral("([A-Za-z0-9_.][A-Za-z0-9_.+@\\\\-]*)?")));
    return host.size() <= 255 && user.size() <= 255 && soundHost.match(host).hasMatch() &&
           soundUser.match(user).hasMatch() && !user.endsWith(QLatin1Char('\\'));
}

Result<SshTarget> SshTarget::parse(const QString &text)
{
    QString rest = text.trimmed();
    SshTarget target;
    if (const Scheme *scheme = schemeOf(rest)) {
        target.service = scheme->service;
        rest = rest.sliced(qsizetype(qstrlen(scheme->text)));
    }
    if (rest.endsWith(QLatin1Char('/')))
        rest.chop(1);
    const qsizetype at = rest.lastIndexOf(QLatin1Char('@'));
    const bool isUserMissing = at == 0;
    target.user = rest.left(std::max<qsizetype>(at, 0));
    rest = rest.sliced(at + 1);
    // Which of two usual ports is taken tells whether one is written there.
    const auto first = HostPort::parse(rest, 1);
    const auto second = HostPort::parse(rest, 2);
    if (first && second) {
        target.host = first->host;
        target.port = first->port == second->port ? first->port : quint16(0);
    }
    if (isUserMissing || !target.isSound())
        return failure(ErrorCode::InvalidParameter, text);
    return target;
}

bool SshTarget::isMeant(const QString &text)
{
    return schemeOf(text.trimmed());
}

QString SshTarget::address() const
{
    const auto scheme = std::ranges::find(schemes, service, &Scheme::service);
    QString text = QLatin1String(scheme->text);
    if (!user.isEmpty())
        text += user + QLatin1Char('@');
    if (port != 0)
        text += hostPortText(host, port);
    else
        text += host.contains(QLatin1Char(':')) ? QStringLiteral("[%1]").arg(host) : host;
    return text;
}

StreamCommand SshTarget::command() const
{
    // Nobody is there to be asked, and what the person's configuration forwards is not wanted here.
    QStringList arguments{QStringLiteral("-T"),
                          QStringLiteral("-o"),
                          QStringLiteral("BatchMode=yes"),
                          QStringLiteral("-o"),
                          QStringLiteral("ClearAllForwardings=yes"),
                          QStringLiteral("-o"),
                          QStringLiteral("ConnectTimeout=15")};
    if (!user.isEmpty())
        arguments << QStringLiteral("-l") << user;
    if (port != 0)
        arguments << QStringLiteral("-p") << QString::number(port);
    arguments << QStringLiteral("--") << host;
    if (service == SshService::Castdeckd)
        arguments << QStringLiteral("castctl") << QStringLiteral("dial-stdio");
    else
        arguments << QStringLiteral("castdeck-wds");
    return {sshProgram(), arguments, QStringLiteral("ssh ") + host};
}

} // namespace castdeck
