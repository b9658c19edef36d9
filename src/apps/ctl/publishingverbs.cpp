// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/inventoryverb.h"
#include "apps/ctl/namespacefile.h"
#include "apps/ctl/namespaceoptions.h"
#include "apps/ctl/namespaceword.h"
#include "apps/ctl/outcomes.h"
#include "apps/ctl/verbs.h"

#include <algorithm>

namespace castdeck
{

namespace
{

void refuse(Shell &shell, const QString &what)
{
    Printer::say(what);
    shell.finish(ExitCode::Usage);
}

/// Registers, and shows what came of it.
void registerAs(Shell &shell, ServerConnection &server, const NamespaceInfo &what)
{
    shell.take(server.ask(RegisterNamespace{what}), what.name, [&shell, what](const NamespaceReport &report) {
        showNamespaceReport(shell, report, what.name);
    });
}

class NamespaceCreate : public Verb
{
    Summary summary() const override
    {
        return {"namespace", "create",
                "Publish a folder of the server's machine. A scheduled cast with neither --clients nor --at "
                "waits "
                "for namespace start"};
    }
    void declare(Syntax &syntax) override
    {
        syntax.word("NAME", "Name that receivers ask for", m_what.name);
        m_options.declare(syntax, NamespaceOptions::Need::TypeAndPath);
    }
    void run(Shell &shell) override
    {
        if (const QString wrong = m_options.applyTo(m_what); !wrong.isEmpty())
            return refuse(shell, wrong);
        shell.ask([this, &shell](ServerConnection &server) { registerAs(shell, server, m_what); });
    }

    NamespaceInfo m_what;
    NamespaceOptions m_options;
};

class NamespaceRegister : public Verb
{
    Summary summary() const override
    {
        return {
            "namespace", "register",
            "Publish what a file describes: one or several namespaces as namespace show or list print them "
            "with --format json"};
    }
    void declare(Syntax &syntax) override
    {
        syntax.optionalWord("FILE", "The file (default: -, standard input)", m_file);
    }
    void run(Shell &shell) override
    {
        const auto described = readNamespaces(m_file);
        if (!described)
            return shell.fail(described.error(), m_file);
        shell.ask([&shell, all = *described](ServerConnection &server) {
            auto *outcomes = new Outcomes(shell, QStringLiteral("namespace"),
                                          {{"objectId", "NEW ID", Column::Kind::Number}});
            for (const NamespaceInfo &what : all)
                outcomes->expect(what.name, server.ask(RegisterNamespace{what}));
        });
    }

    QString m_file = QStringLiteral("-");
};

class NamespaceClone : public InventoryVerb
{
    Summary summary() const override
    {
        return {"namespace", "clone", "Publish the same as a namespace does, or nearly, under another name"};
    }
    void declare(Syntax &syntax) override
    {
        syntax.word("NAMESPACE", "Name or id of the one to copy", m_word);
        syntax.word("NAME", "Name of the copy", m_name);
        m_options.declare(syntax, NamespaceOptions::Need::Nothing);
    }
    void look(Shell &shell, ServerConnection &server, const Inventory &inventory) override
    {
        const auto found = findNamespace(inventory, m_word);
        if (!found)
            return shell.fail(found.error(), m_word);
        NamespaceInfo copy = unregisteredCopy(*found);
        copy.name = m_name;
        if (const QString wrong = m_options.applyTo(copy); !wrong.isEmpty())
            return refuse(shell, wrong);
        registerAs(shell, server, copy);
    }

    QString m_word;
    QString m_name;
    NamespaceOptions m_options;
};

quint32 clientsOf(const Inventory &inventory, NamespaceId id)
{
    return quint32(std::ranges::count_if(inventory.clients, [&](const ClientInfo &client) {
        const SessionInfo *const session = inventory.find(client.sessionId);
        const ContentInfo *const content = session ? inventory.find(session->contentId) : nullptr;
        return content && content->namespaceId == id;
    }));
}

class NamespaceEdit : public InventoryVerb
{
    Summary summary() const override
    {
        return {
            "namespace", "edit",
            "Replace a namespace by a changed copy with another id. Those connected to the old one finish, "
            "unless --terminate disconnects them"};
    }
    void declare(Syntax &syntax) override
    {
        syntax.word("NAMESPACE", "Its name or id", m_word);
        syntax.text("--name", "NAME", "New name", m_name);
        m_options.declare(syntax, NamespaceOptions::Need::Nothing);
        syntax.flag("--terminate", "End the sessions of the old one now and disconnect all clients",
                    m_terminate);
        syntax.text("--reason", "TEXT", "What the receivers print and the log keeps", m_order.reason);
    }
    void look(Shell &shell, ServerConnection &server, const Inventory &inventory) override
    {
        const auto found = findNamespace(inventory, m_word);
        if (!found)
            return shell.fail(found.error(), m_word);
        NamespaceInfo changed = unregisteredCopy(*found);
        if (!m_name.isEmpty())
            changed.name = m_name;
        if (const QString wrong = m_options.applyTo(changed); !wrong.isEmpty())
            return refuse(shell, wrong);
        const quint32 connected = clientsOf(inventory, found->id);
        shell.take(
            server.ask(ReplaceNamespace{found->id, changed, m_terminate, m_order}), m_word,
            [this, &shell, connected, old = found->id, name = changed.name](const NamespaceReport &report) {
                const QJsonObject row{{QStringLiteral("id"), qint64(report.id.value())},
                                      {QStringLiteral("name"), name},
                                      {QStringLiteral("replacedId"), qint64(old.value())},
                                      {QStringLiteral("connectedClients"), qint64(connected)},
                                      {QStringLiteral("connectedFate"), m_terminate
                                                                            ? QStringLiteral("disconnected")
                                                                            : QStringLiteral("finish")},
                                      {QStringLiteral("revision"), qint64(report.revision)}};
                shell.single({{{"id", "Id", Column::Kind::Number},
                               {"name", "Name"},
                               {"replacedId", "Instead of", Column::Kind::Number},
                               {"connectedClients", "Clients connected", Column::Kind::Number},
                               {"connectedFate", "They"}},
                              {row}});
                shell.finish(ExitCode::Done);
            });
    }

    QString m_word;
    QString m_name;
    NamespaceOptions m_options;
    bool m_terminate = false;
    DisconnectOrder m_order;
};

} // namespace

void addPublishingVerbs(CommandList &verbs)
{
    verbs.push_back(std::make_unique<NamespaceCreate>());
    verbs.push_back(std::make_unique<NamespaceRegister>());
    verbs.push_back(std::make_unique<NamespaceClone>());
    verbs.push_back(std::make_unique<NamespaceEdit>());
}

} // namespace castdeck
