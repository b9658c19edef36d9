// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/inventoryverb.h"
#include "apps/ctl/outcomes.h"
#include "apps/ctl/rows.h"
#include "apps/ctl/syntax.h"
#include "apps/ctl/verbs.h"

#include <QFileInfo>

namespace castdeck
{

namespace
{

/// By name, or else by id. Of several of one name the one that is not ending.
Result<NamespaceInfo> findNamespace(const Inventory &inventory, const QString &word)
{
    const NamespaceInfo *found = nullptr;
    for (const NamespaceInfo &space : inventory.namespaces) {
        if (space.name == word && (!found || found->tombstoned))
            found = &space;
    }
    if (!found)
        found = inventory.find(NamespaceId(word.toUInt()));
    return found ? Result<NamespaceInfo>(*found) : failure(ErrorCode::NamespaceNotFound);
}

Listing only(Listing listing, NamespaceId id)
{
    listing.rows.removeIf(
        [id](const QJsonObject &row) { return row.value(QStringLiteral("id")).toInteger() != id.value(); });
    return listing;
}

/// Registers, and shows what came of it.
void registerAs(Shell &shell, ServerConnection &server, const NamespaceInfo &what)
{
    shell.take(server.registerNamespace(what), what.name, [&shell, what](const NamespaceReport &report) {
        QJsonObject row = wireValue(report).toObject();
        row.insert(QStringLiteral("name"), what.name);
        shell.single({{{"id", "Id", Column::Kind::Number}, {"name", "Name"}}, {row}});
        shell.finish(ExitCode::Done);
    });
}

class NamespaceList : public ListVerb
{
    Summary summary() const override { return {"namespace", "list", "What the server publishes"}; }
    Listing rows(const Inventory &inventory) const override { return namespaceListing(inventory); }
};

class NamespaceShow : public InventoryVerb
{
    Summary summary() const override { return {"namespace", "show", "All about one namespace"}; }
    void declare(Syntax &syntax) override { syntax.word("NAMESPACE", "Its name or id", m_word); }
    void look(Shell &shell, ServerConnection &, const Inventory &inventory) override
    {
        const auto found = findNamespace(inventory, m_word);
        if (!found)
            return shell.fail(found.error(), m_word);
        shell.single(only(namespaceListing(inventory), found->id));
        shell.finish(ExitCode::Done);
    }

    QString m_word;
};

class NamespaceCreate : public Verb
{
    Summary summary() const override
    {
        return {"namespace", "create", "Publish a folder of the server's machine"};
    }
    void declare(Syntax &syntax) override
    {
        syntax.word("NAME", "Name that receivers ask for", m_what.name);
        syntax.choice("--type", "When it is sent: at once to whoever asks", {"autocast"}, m_type);
        syntax.text("--path", "DIR", "Folder; a relative one is taken from here", m_what.configuration, true);
        syntax.text("--friendly-name", "TEXT", "Title for people", m_what.friendlyName);
        syntax.text("--description", "TEXT", "What it is for", m_what.description);
        syntax.flag("--allow-unauthenticated", "Let receivers without a token ask, over UDP",
                    m_what.allowUnauthenticated);
    }
    void run(Shell &shell) override
    {
        if (m_what.configuration.isEmpty()) {
            Printer::say(QStringLiteral("--path needs a folder"));
            return shell.finish(ExitCode::Usage);
        }
        m_what.type = namespaceTypeFromText(m_type).value_or(NamespaceType::Unknown);
        m_what.configuration = QFileInfo(m_what.configuration).absoluteFilePath();
        shell.connect(false, [this, &shell](ServerConnection &server) { registerAs(shell, server, m_what); });
    }

    NamespaceInfo m_what;
    QString m_type;
};

class NamespaceClone : public InventoryVerb
{
    Summary summary() const override
    {
        return {"namespace", "clone", "Publish the same as a namespace does under another name"};
    }
    void declare(Syntax &syntax) override
    {
        syntax.word("NAMESPACE", "Name or id of the one to copy", m_word);
        syntax.word("NAME", "Name of the copy", m_name);
    }
    void look(Shell &shell, ServerConnection &server, const Inventory &inventory) override
    {
        auto found = findNamespace(inventory, m_word);
        if (!found)
            return shell.fail(found.error(), m_word);
        found->id = {};
        found->tombstoned = false;
        found->name = m_name;
        registerAs(shell, server, *found);
    }

    QString m_word;
    QString m_name;
};

class NamespaceDeregister : public InventoryVerb
{
    Summary summary() const override
    {
        return {"namespace", "deregister", "Stop publishing; sessions run out unless they are terminated"};
    }
    void declare(Syntax &syntax) override
    {
        syntax.words("NAMESPACE", "Names or ids", m_words);
        syntax.flag("--terminate", "End their sessions now and disconnect all clients", m_terminate);
        syntax.text("--reason", "TEXT", "What the receivers print and the log keeps", m_order.reason);
    }
    void look(Shell &shell, ServerConnection &server, const Inventory &inventory) override
    {
        auto *outcomes = new Outcomes(shell, QStringLiteral("namespace"), {});
        for (const QString &word : m_words) {
            const auto found = findNamespace(inventory, word);
            outcomes->expect(word, found ? server.deregisterNamespace(found->id, m_terminate, m_order)
                                         : settledLater<NamespaceReport>(tl::unexpected(found.error())));
        }
    }

    std::vector<QString> m_words;
    bool m_terminate = false;
    DisconnectOrder m_order;
};

} // namespace

void addNamespaceVerbs(VerbList &verbs)
{
    verbs.push_back(std::make_unique<NamespaceList>());
    verbs.push_back(std::make_unique<NamespaceShow>());
    verbs.push_back(std::make_unique<NamespaceCreate>());
    verbs.push_back(std::make_unique<NamespaceClone>());
    verbs.push_back(std::make_unique<NamespaceDeregister>());
}

} // namespace castdeck
