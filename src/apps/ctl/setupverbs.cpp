// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/rowof.h"
#include "apps/ctl/shell.h"
#include "apps/ctl/verb.h"
#include "apps/ctl/verbs.h"

#include <QJsonArray>

namespace castdeck
{

namespace
{

struct Flag {
    quint32 bit;
    const char *name;
};

constexpr Flag features[] = {{FeatureAdminPack, "adminpack"},
                             {FeatureTransportServer, "transportserver"},
                             {FeatureDeploymentServer, "deploymentserver"}};
constexpr Flag protocols[] = {{ProtocolUnicast, "unicast"}, {ProtocolMulticast, "multicast"}};

template <size_t N>
QJsonArray namesOf(const Flag (&flags)[N], quint32 value)
{
    QJsonArray names;
    for (const Flag &flag : flags) {
        if (value & flag.bit)
            names.append(QString::fromLatin1(flag.name));
    }
    return names;
}

class Setup : public Verb
{
    Summary summary() const override
    {
        return {"", "setup", "Version, features, protocols and content providers of the server"};
    }
    void run(Shell &shell) override
    {
        shell.ask([&shell](ServerConnection &server) {
            shell.take(server.ask(RetrieveSetup{}), {}, [&shell](const SetupInfo &setup) {
                QJsonObject row = rowOf(setup);
                row.insert(QStringLiteral("featureNames"), namesOf(features, setup.features));
                row.insert(QStringLiteral("protocolNames"), namesOf(protocols, setup.protocols));
                QJsonArray providers;
                for (const ContentProviderInfo &provider : setup.contentProviders)
                    providers.append(provider.name);
                row.insert(QStringLiteral("contentProviderNames"), providers);
                shell.single({{{"version", "Version"},
                               {"featureNames", "Features"},
                               {"protocolNames", "Protocols"},
                               {"contentProviderNames", "Content providers"}},
                              {row}});
                shell.finish(ExitCode::Done);
            });
        });
    }
};

} // namespace

void addSetupVerbs(CommandList &verbs)
{
    verbs.push_back(std::make_unique<Setup>());
}

} // namespace castdeck
