// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/profiles.h"
#include "apps/ctl/shell.h"
#include "apps/ctl/syntax.h"
#include "apps/ctl/verbs.h"
#include "core/commandtext.h"
#include "core/hostport.h"
#include "management/sshtarget.h"

#include <QFileInfo>

namespace castdeck
{

namespace
{

/// The name in the trust store.
QString pinName(const QString &address)
{
    const auto parsed = HostPort::parse(address, ManagementPort);
    return parsed ? QStringLiteral("%1:%2").arg(parsed->host.toLower()).arg(parsed->port) : QString();
}

bool isAddress(const QString &text)
{
    return SshTarget::isMeant(text) ? SshTarget::parse(text).has_value()
                                    : HostPort::parse(text, ManagementPort).has_value();
}

QString absolute(const QString &path)
{
    return path.isEmpty() ? QString() : QFileInfo(path).absoluteFilePath();
}

class ServerAdd : public Verb
{
    Summary summary() const override
    {
        return {"server", "add",
                "Keep a server under a name, with the fingerprint and the files that are given"};
    }
    void declare(Syntax &syntax) override
    {
        syntax.word("NAME", "Name for --server", m_name);
        syntax.optionalWord(
            "ADDRESS", "HOST[:PORT], ssh://[USER@]HOST[:PORT], or wds+ssh://… for a WDS server", m_address);
        syntax.text("--command", "TEXT",
                    "Leads there in place of an address: a program and its arguments, in quotes where they "
                    "have spaces; no shell reads it",
                    m_command);
    }
    void run(Shell &shell) override
    {
        const QStringList command = commandWords(m_command);
        const bool leads =
            command.isEmpty() ? isAddress(m_address) : m_address.isEmpty() && !command.first().isEmpty();
        if (m_name.trimmed().isEmpty() || !leads) {
            Printer::say(QStringLiteral("a name is needed, and either an address of the form HOST[:PORT] or "
                                        "ssh://[USER@]HOST[:PORT], or a command"));
            return shell.finish(ExitCode::Usage);
        }
        auto profiles = Profiles::open(Profiles::defaultPath());
        if (!profiles)
            return shell.fail(profiles.error());
        if (profiles->all().contains(m_name)) {
            Printer::say(QStringLiteral("there is a server of the name %1; remove it first").arg(m_name));
            return shell.finish(ExitCode::Failed);
        }
        const GlobalOptions &options = shell.options();
        const TlsFiles files{absolute(options.tlsFiles.authorities), absolute(options.tlsFiles.certificate),
                             absolute(options.tlsFiles.key)};
        const Profile profile{command.isEmpty() ? m_address : commandText(command), options.fingerprint,
                              absolute(options.tokenFile), files, command};
        if (const auto kept = profiles->put(m_name, profile); !kept)
            return shell.fail(kept.error());
        shell.finish(ExitCode::Done);
    }

    QString m_name;
    QString m_address;
    QString m_command;
};

class ServerList : public Verb
{
    Summary summary() const override { return {"server", "list", "The servers that are kept"}; }
    void run(Shell &shell) override
    {
        const auto profiles = Profiles::open(Profiles::defaultPath());
        if (!profiles)
            return shell.fail(profiles.error());
        const auto trust = TrustStore::open(TrustStore::defaultPath());
        if (!trust)
            return shell.fail(trust.error());
        Listing listing{{{"name", "NAME"},
                         {"address", "ADDRESS"},
                         {"fingerprint", "FINGERPRINT"},
                         {"tokenFile", "TOKEN FILE"},
                         {"authorities", "AUTHORITIES"},
                         {"certificate", "CERTIFICATE"}},
                        {}};
        const auto &all = profiles->all();
        for (auto it = all.begin(); it != all.end(); ++it) {
            const QString fingerprint =
                it->fingerprint.isEmpty() ? trust->fingerprint(pinName(it->address)) : it->fingerprint;
            listing.rows.append({{QStringLiteral("name"), it.key()},
                                 {QStringLiteral("address"), it->address},
                                 {QStringLiteral("fingerprint"), fingerprint},
                                 {QStringLiteral("tokenFile"), it->tokenFile},
                                 {QStringLiteral("authorities"), it->tlsFiles.authorities},
                                 {QStringLiteral("certificate"), it->tlsFiles.certificate}});
        }
        shell.list(listing);
        shell.finish(ExitCode::Done);
    }
};

class ServerRemove : public Verb
{
    Summary summary() const override
    {
        return {"server", "remove", "Forget a server and the certificate it is known by"};
    }
    void declare(Syntax &syntax) override { syntax.word("NAME", "Name it is kept under", m_name); }
    void run(Shell &shell) override
    {
        auto profiles = Profiles::open(Profiles::defaultPath());
        if (!profiles)
            return shell.fail(profiles.error());
        if (!profiles->all().contains(m_name)) {
            Printer::say(QStringLiteral("there is no server of the name %1").arg(m_name));
            return shell.finish(ExitCode::Failed);
        }
        auto trust = TrustStore::open(TrustStore::defaultPath());
        if (!trust)
            return shell.fail(trust.error());
        const QString pin = pinName(profiles->all().value(m_name).address);
        if (const auto removed = profiles->remove(m_name); !removed)
            return shell.fail(removed.error());
        if (!trust->fingerprint(pin).isEmpty()) {
            if (const auto forgotten = trust->forget(pin); !forgotten)
                return shell.fail(forgotten.error());
        }
        shell.finish(ExitCode::Done);
    }

    QString m_name;
};

} // namespace

void addServerVerbs(CommandList &verbs)
{
    verbs.push_back(std::make_unique<ServerAdd>());
    verbs.push_back(std::make_unique<ServerList>());
    verbs.push_back(std::make_unique<ServerRemove>());
}

} // namespace castdeck
