// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/closeguard.h"

#include "core/reply.h"
#include "gui/dialogs/prompter.h"
#include "gui/servers/serverregistry.h"
#include "gui/text/errortext.h"
#include "models/inventorymodel.h"

#include <QEvent>
#include <QWidget>

namespace castdeck
{

CloseGuard::CloseGuard(const ServerId &own, InventoryModel &model, ServerRegistry &servers,
                       Prompter &prompter, QWidget &window)
    : QObject(&window), m_own(own), m_model(model), m_servers(servers), m_prompter(prompter), m_window(window)
{
    window.installEventFilter(this);
    connect(&m_model, &QAbstractItemModel::dataChanged, this, &CloseGuard::closeWhenIdle);
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, &CloseGuard::closeWhenIdle);
}

bool CloseGuard::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != &m_window || event->type() != QEvent::Close || m_isOpen || clients() == 0)
        return QObject::eventFilter(watched, event);
    event->ignore();
    ask();
    return true;
}

int CloseGuard::clients() const
{
    int count = 0;
    for (const CatalogueEntry &entry : m_model.catalogue(m_own).namespaces) {
        for (const CarriedContent &content : entry.contents)
            count += content.clients;
    }
    return count;
}

void CloseGuard::ask()
{
    Confirmation question;
    question.title = tr("Close Castdeck");
    question.question = tr("%n machine(s) receive from this computer.", nullptr, clients());
    for (const CatalogueEntry &entry : m_model.catalogue(m_own).namespaces) {
        for (const CarriedContent &content : entry.contents) {
            if (content.clients > 0)
                question.names += tr("%1 (%2), %3", "content (namespace), clients")
                                      .arg(content.info.name, entry.info.name,
                                           tr("%n client(s)", nullptr, content.clients));
        }
    }
    question.consequence = tr(
        "What this computer sends ends with Castdeck: if they may finish, the window closes by itself after "
        "the last one. A machine that is cut off while its disk is half written may not start any more.");
    question.acceptText = tr("&Close");
    question.offersDrain = true;
    m_prompter.askHowToEnd(question, this, [this](const Ending &ending) {
        m_reason = ending.reason;
        if (ending.terminate)
            close();
        else
            drain();
    });
}

void CloseGuard::drain()
{
    TransportServer *const server = m_servers.server(m_own);
    if (!server)
        return close();
    whenFinished(this, server->ask(StopService{false, {}}), [this](const Result<DisconnectReport> &result) {
        m_drains = result.has_value();
        if (m_drains)
            return closeWhenIdle();
        Q_EMIT reported(
            {Report::Kind::Failed, ErrorText::sentence(result.error()), ErrorText::details(result.error())});
    });
    Q_EMIT reported({Report::Kind::Done, tr("Castdeck closes when the last machine has finished"), {}});
}

void CloseGuard::closeWhenIdle()
{
    const ServerInfo server = m_model.serverInfo(m_own);
    // Whoever starts the service again has thought better of it.
    m_drains = m_drains && !server.serviceRunning;
    if (m_drains && !server.serviceDraining)
        close();
}

void CloseGuard::close()
{
    m_drains = false;
    m_isOpen = true;
    m_window.close();
}

} // namespace castdeck
