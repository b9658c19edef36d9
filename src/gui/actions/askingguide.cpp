// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/askingguide.h"

#include "gui/dialogs/publisheddialog.h"
#include "gui/parts/howtoaskcard.h"
#include "gui/servers/askinglookup.h"
#include "models/inventorymodel.h"

namespace castdeck
{

AskingGuide::AskingGuide(const InventoryModel &model, ServerRegistry &servers, const RemoteServers &remote,
                         QWidget &window)
    : QObject(&window), m_model(model), m_servers(servers), m_remote(remote), m_window(window)
{
}

void AskingGuide::tell(const ServerId &server, NamespaceId id, const QString &done)
{
    auto *dialog = new PublishedDialog(done, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    auto *lookup = new AskingLookup(m_model, m_servers, m_remote, dialog);
    connect(lookup, &AskingLookup::changed, &dialog->card(), &HowToAskCard::tell);
    // A port may be opened only when there is something to be asked for.
    connect(&m_model, &InventoryModel::catalogueChanged, lookup, [=](const ServerId &changed) {
        if (changed == server)
            lookup->look(server, id);
    });
    lookup->look(server, id);
    dialog->show();
}

} // namespace castdeck
