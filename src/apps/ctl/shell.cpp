// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/shell.h"

#include "apps/ctl/profiles.h"
#include "core/hostport.h"
#include "management/privatefile.h"
#include "management/sshtarget.h"

#include <QCoreApplication>

namespace castdeck
{

namespace
{

/// The profile that --server names, else what it says itself; what the other options say comes first.
Result<Profile> chosenServer(const GlobalOptions &options)
{
    const auto profiles = Profiles::open(Profiles::defaultPath());
    if (!profiles)
        return tl::unexpected(profiles.error());
    Profile profile = profiles->all().value(options.server, {options.server, {}, {}, {}, {}});
    if (!options.tokenFile.isEmpty())
        profile.tokenFile = options.tokenFile;
    if (!options.fingerprint.isEmpty())
        profile.fingerprint = options.fingerprint;
    if (!options.tlsFiles.authorities.isEmpty())
        profile.tlsFiles.authorities = options.tlsFiles.authorities;
    if (!options.tlsFiles.certificate.isEmpty()) {
        profile.tlsFiles.certificate = options.tlsFiles.certificate;
        profile.tlsFiles.key = options.tlsFiles.key;
    }
    return profile;
}

} // namespace

void Shell::ask(Ready ready)
{
    ServerConnection::Options options;
    options.subscribe = false;
    connect(options, std::move(ready));
}

void Shell::watch(Ready ready)
{
    m_watches = true;
    connect({}, std::move(ready));
}

void Shell::connect(ServerConnection::Options how, Ready ready)
{
    const auto profile = chosenServer(m_options);
    if (!profile)
        return fail(profile.error());
    const auto token = readToken(profile->tokenFile);
    if (!token)
        return fail(token.error());
    const auto target = findTarget(*profile);
    if (!target)
        return; // it was said why
    auto channel = connectTo(*target, [name = m_serverName](const SeenCertificate &seen) {
        if (seen.pinnedNow)
            Printer::say(QStringLiteral("%1 is met for the first time and will be recognised by %2")
                             .arg(name, seen.fingerprint));
    });
    how.token = *token;
    m_connection = std::make_unique<ServerConnection>(std::move(channel), how);
    QObject::connect(m_connection.get(), &ServerConnection::ready, this, [this, ready = std::move(ready)] {
        m_ready = true;
        ready(*m_connection);
    });
    QObject::connect(m_connection.get(), &ServerConnection::lost, this, &Shell::takeLoss);
}

/// Or finishes.
std::optional<ServerTarget> Shell::findTarget(const Profile &profile)
{
    m_serverName = profile.address;
    if (!profile.command.isEmpty())
        return StreamCommand{profile.command.first(), profile.command.mid(1), profile.command.first()};
    const auto ssh = SshTarget::parse(profile.address);
    if (SshTarget::isMeant(profile.address) && ssh)
        return ssh->command();
    const auto address = HostPort::parse(profile.address, ManagementPort);
    if (!address) {
        Printer::say(QStringLiteral("%1 is neither a profile nor an address").arg(profile.address));
        finish(ExitCode::Usage);
        return std::nullopt;
    }
    auto trust = TrustStore::open(TrustStore::defaultPath());
    if (!trust) {
        fail(trust.error());
        return std::nullopt;
    }
    m_trust = std::move(*trust);
    TlsTarget target;
    target.host = address->host;
    target.port = address->port;
    target.fingerprint = profile.fingerprint;
    target.trust = &*m_trust;
    m_serverName = target.name();
    if (const auto read = profile.tlsFiles.addTo(target); !read) {
        fail(read.error());
        return std::nullopt;
    }
    return target;
}

ExitCode Shell::complain(const Error &error, const QString &subject) const
{
    Printer::say(errorLine(error, subject));
    return exitCodeFor(error);
}

void Shell::finish(ExitCode code)
{
    if (m_finished)
        return;
    m_finished = code;
    if (m_connection && m_connection->state() != ServerConnection::State::Lost)
        m_connection->disconnectFromServer(); // the program ends when it is lost
    else
        QCoreApplication::exit(int(code));
}

void Shell::takeLoss(const Error &reason)
{
    if (m_finished) {
        QCoreApplication::exit(int(*m_finished));
    } else if (!m_ready) {
        // Whatever it was, nobody was reached who could have refused, unless it was for who asks.
        const ExitCode code = complain(reason, m_serverName);
        finish(code == ExitCode::Failed ? ExitCode::Unreachable : code);
    } else if (m_watches) {
        fail(reason, m_serverName);
    }
}

} // namespace castdeck
