// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/publishflow.h"

#include "core/namespacerules.h"
#include "core/untrusted.h"
#include "gui/actions/order.h"
#include "gui/servers/serverregistry.h"
#include "gui/text/outcometext.h"
#include "models/inventorymodel.h"

namespace castdeck
{

PublishFlow::PublishFlow(const InventoryModel &model, ServerRegistry &servers, Prompter &prompter,
                         QObject *parent)
    : QObject(parent), m_model(model), m_servers(servers), m_prompter(prompter)
{
}

void PublishFlow::publish(const ServerId &server, const QString &serverName)
{
    Task task;
    task.server = server;
    task.question.serverName = serverName;
    begin(std::move(task));
}

void PublishFlow::clone(const NamespaceFacts &of)
{
    Task task;
    task.server = of.server;
    task.question.purpose = PublishQuestion::Purpose::Clone;
    task.question.serverName = of.serverName;
    task.question.proposal = unregisteredCopy(of.info);
    task.question.proposal.name = tr("%1 (copy)").arg(of.info.name);
    begin(std::move(task));
}

void PublishFlow::edit(const NamespaceFacts &of)
{
    Task task;
    task.server = of.server;
    task.replaced = of.info.id;
    task.question.purpose = PublishQuestion::Purpose::Edit;
    task.question.serverName = of.serverName;
    task.question.proposal = unregisteredCopy(of.info);
    task.question.sessions = of.sessions;
    task.question.clients = of.clients;
    begin(std::move(task));
}

void PublishFlow::begin(Task task)
{
    TransportServer *server = m_servers.server(task.server);
    if (!server) {
        Q_EMIT reported(OutcomeText::notConnected(task.question.serverName));
        return;
    }
    task.question.filesAreShared = m_servers.files(task.server) == ServerRegistry::Files::Shared;
    task.question.lacks = m_model.status(task.server).powers.lacks;
    const Catalogue catalogue = m_model.catalogue(task.server);
    for (const CatalogueEntry &entry : catalogue.namespaces) {
        if (!entry.info.tombstoned && entry.info.id != task.replaced)
            task.question.takenNames << entry.info.name;
    }
    whenFinished(this, server->ask(RetrieveSetup{}), [this, task](const Result<SetupInfo> &setup) mutable {
        // A server that cannot say has at least the provider for folders.
        if (setup)
            task.question.providers = setup->contentProviders;
        ask(task);
    });
}

void PublishFlow::ask(const Task &task)
{
    m_prompter.askWhatToPublish(task.question, this,
                                [this, task](const PublishAnswer &answer) { order(task, answer); });
}

QString PublishFlow::doneText(const Task &task, bool terminated)
{
    if (!task.replaced.isValid())
        return tr("%1 is published on %2");
    if (task.question.clients == 0)
        return tr("%1 was replaced on %2");
    return terminated ? tr("%1 was replaced on %2; those who were connected are cut off")
                      : tr("%1 was replaced on %2; those who are connected finish with the old one");
}

void PublishFlow::explain(const NamespaceFacts &what)
{
    Q_EMIT askingWanted(what.server, what.info.id, {});
}

NamespaceId PublishFlow::find(const ServerId &server, const QString &name) const
{
    const Catalogue catalogue = m_model.catalogue(server);
    for (const CatalogueEntry &entry : catalogue.namespaces) {
        if (entry.info.name == name && !entry.info.tombstoned)
            return entry.info.id;
    }
    return {};
}

void PublishFlow::order(Task task, const PublishAnswer &answer)
{
    const QString name = printable(answer.what.name);
    const QString done = doneText(task, answer.terminate).arg(name, task.question.serverName);
    task.question.proposal = answer.what;
    auto *const order = new Order(task.replaced.isValid() ? tr("Replace") : tr("Publish"), this);
    Q_EMIT ordered(order);
    connect(order, &Order::finished, this, [this, task, done](const OrderOutcome &outcome) mutable {
        Q_EMIT reported(OutcomeText::report(outcome, done, tr("%1 could not be published: %2")));
        // The answer comes behind the row.
        if (outcome.failures.isEmpty() && !task.replaced.isValid())
            Q_EMIT askingWanted(task.server, find(task.server, task.question.proposal.name), done);
        if (outcome.failures.isEmpty() ||
            outcome.failures.constFirst().error.code == ErrorCode::TransportServerUnavailable)
            return;
        task.question.error = outcome.failures.constFirst().error;
        ask(task);
    });
    const Order::Target target{m_servers.feed(task.server), name, task.question.serverName};
    if (task.replaced.isValid())
        order->give(target, ReplaceNamespace{task.replaced,
                                             answer.what,
                                             answer.terminate,
                                             {DisconnectType::Abort, answer.reason, {}}});
    else
        order->give(target, RegisterNamespace{answer.what});
}

} // namespace castdeck
