// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/servers/askinglookup.h"

#include "core/hostport.h"
#include "gui/servers/remoteservers.h"
#include "gui/servers/serverregistry.h"
#include "models/inventorymodel.h"

#include <QHostAddress>
#include <algorithm>

namespace castdeck
{

namespace
{

bool isLoopback(const QString &host)
{
    return host == QLatin1String("localhost") || QHostAddress(host).isLoopback();
}

} // namespace

AskingLookup::AskingLookup(const InventoryModel &model, ServerRegistry &servers, const RemoteServers &remote,
                           QObject *parent)
    : QObject(parent), m_model(model), m_servers(servers), m_remote(remote)
{
}

void AskingLookup::look(const ServerId &server, NamespaceId id)
{
    const Catalogue catalogue = m_model.catalogue(server);
    const auto row = std::ranges::find(catalogue.namespaces, id,
                                       [](const CatalogueEntry &entry) { return entry.info.id; });
    const bool isOther = server != m_server || id != m_id;
    m_server = server;
    m_id = id;
    HowToAsk facts;
    if (!isOther)
        facts.files = m_facts.files;
    if (row != catalogue.namespaces.end()) {
        facts.namespaceName = row->info.name;
        facts.takesAnybody = row->info.allowUnauthenticated;
        facts.areImages = row->info.contentProvider == QLatin1String("WIM");
        facts.error = row->info.error;
    }
    const HowToAsk before = std::exchange(m_facts, facts);
    findPlace(server);
    // A folder that could not be read, or was empty, may have got files.
    if (isOther || (m_facts.files && (!*m_facts.files || (*m_facts.files)->contents.isEmpty())))
        askForFiles(server, id);
    if (isOther || m_facts != before)
        Q_EMIT changed(m_facts);
}

void AskingLookup::findPlace(const ServerId &server)
{
    const ServerInfo info = m_model.serverInfo(server);
    const ServerProfile *const profile = m_remote.profile(server);
    // A server that is reached by a tunnel is found by its name.
    if (profile && profile->command.isEmpty() && !isLoopback(profile->host))
        m_facts.server = profile->host;
    else
        m_facts.server = info.addresses.value(0, info.name);
    m_facts.isOnlyHere = isLoopback(m_facts.server);
    // An older server does not say its own.
    m_facts.initiationPort = info.initiationPort ? info.initiationPort : InitiationPort;
    if (profile && !profile->isOverSsh()) {
        m_facts.managementPort = profile->port;
        m_facts.fingerprint = profile->fingerprint;
    }
}

void AskingLookup::askForFiles(const ServerId &server, NamespaceId id)
{
    TransportServer *const asked = m_servers.server(server);
    if (!asked)
        return;
    whenFinished(this, asked->ask(ListOffering{id}),
                 [this, number = ++m_asked](const Result<Offering> &files) {
                     if (number != m_asked)
                         return;
                     m_facts.files = files;
                     Q_EMIT changed(m_facts);
                 });
}

} // namespace castdeck
