// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/inventoryverb.h"
#include "apps/ctl/namespaceword.h"
#include "apps/ctl/outcomes.h"
#include "apps/ctl/rowof.h"
#include "apps/ctl/rows.h"
#include "apps/ctl/syntax.h"
#include "apps/ctl/verbs.h"

namespace castdeck
{

namespace
{

Listing only(Listing listing, NamespaceId id)
{
    listing.rows.removeIf(
        [id](const QJsonObject &row) { return row.value(QStringLiteral("id")).toInteger() != id.value(); });
    return listing;
}

class NamespaceList : public ListVerb
{
    Summary summary() const override { return {"namespace", "list", "What the server publishes"}; }
    void declare(Syntax &syntax) override
    {
        m_filter.includeTombstones = true;
        syntax.text("--provider", "NAME", "Only those of this content provider", m_filter.contentProvider);
        syntax.text("--name", "NAME", "Only those of exactly this name", m_filter.name);
        syntax.flag("--no-ending", "Not those that are deregistered and still run out", m_noEnding);
    }
    Listing rows(const Inventory &inventory) const override
    {
        NamespaceFilter filter = m_filter;
        filter.includeTombstones = !m_noEnding;
        Inventory shown = inventory;
        shown.namespaces.removeIf([&](const NamespaceInfo &row) { return !filter.matches(row); });
        return namespaceListing(shown);
    }

    NamespaceFilter m_filter;
    bool m_noEnding = false;
};

class NamespaceShow : public InventoryVerb
{
    Summary summary() const override
    {
        return {"namespace", "show", "All about one namespace; as JSON it is what register takes"};
    }
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

class NamespaceContents : public InventoryVerb
{
    Summary summary() const override
    {
        return {"namespace", "contents", "What receivers can ask for in it, sent or not"};
    }
    void declare(Syntax &syntax) override { syntax.word("NAMESPACE", "Its name or id", m_word); }
    void look(Shell &shell, ServerConnection &server, const Inventory &inventory) override
    {
        const auto found = findNamespace(inventory, m_word);
        if (!found)
            return shell.fail(found.error(), m_word);
        shell.take(server.ask(ListOffering{found->id}), m_word, [&shell](const Offering &offering) {
            shell.list(
                {{{"name", "Name"}, {"size", "Size", Column::Kind::Bytes}}, rowsOf(offering.contents)});
            shell.finish(ExitCode::Done);
        });
    }

    QString m_word;
};

/// A verb that does the same to every namespace it is given.
class NamespacesVerb : public InventoryVerb
{
protected:
    void look(Shell &shell, ServerConnection &server, const Inventory &inventory) final
    {
        auto *outcomes = new Outcomes(shell, QStringLiteral("namespace"), {});
        for (const QString &word : m_words) {
            const auto found = findNamespace(inventory, word);
            outcomes->expect(word, found ? order(server, found->id)
                                         : answered<NamespaceReport>(tl::unexpected(found.error())));
        }
    }
    virtual QFuture<Result<NamespaceReport>> order(ServerConnection &server, NamespaceId id) = 0;

    std::vector<QString> m_words;
};

class NamespaceDeregister : public NamespacesVerb
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
    QFuture<Result<NamespaceReport>> order(ServerConnection &server, NamespaceId id) override
    {
        return server.ask(DeregisterNamespace{id, m_terminate, m_order});
    }

    bool m_terminate = false;
    DisconnectOrder m_order;
};

/// One with nothing to say but which namespaces.
template <class Asked>
class NamespacesAsk : public NamespacesVerb
{
public:
    NamespacesAsk(const char *name, const char *help) : m_summary{"namespace", name, help} {}

private:
    Summary summary() const override { return m_summary; }
    void declare(Syntax &syntax) override { syntax.words("NAMESPACE", "Names or ids", m_words); }
    QFuture<Result<NamespaceReport>> order(ServerConnection &server, NamespaceId id) override
    {
        return server.ask(Asked{id});
    }

    Summary m_summary;
};

/// A verb that changes one namespace in place.
class NamespaceChange : public InventoryVerb
{
protected:
    void look(Shell &shell, ServerConnection &server, const Inventory &inventory) final
    {
        const auto found = findNamespace(inventory, m_word);
        if (!found)
            return shell.fail(found.error(), m_word);
        shell.take(change(server, found->id), m_word,
                   [&shell, name = found->name](const NamespaceReport &report) {
                       showNamespaceReport(shell, report, name);
                   });
    }
    virtual QFuture<Result<NamespaceReport>> change(ServerConnection &server, NamespaceId id) = 0;

    QString m_word;
};

class NamespaceSetMinimum : public NamespaceChange
{
    Summary summary() const override
    {
        return {"namespace", "set-minimum", "How many clients start a scheduled cast that still waits"};
    }
    void declare(Syntax &syntax) override
    {
        syntax.word("NAMESPACE", "Its name or id", m_word);
        syntax.requiredNumber("CLIENTS", "So many start it; 0: none do", m_clients);
    }
    QFuture<Result<NamespaceReport>> change(ServerConnection &server, NamespaceId id) override
    {
        return server.ask(SetMinimumClients{id, m_clients});
    }

    quint32 m_clients = 0;
};

class NamespaceRearm : public NamespaceChange
{
    Summary summary() const override
    {
        return {"namespace", "rearm", "Give a scheduled cast that missed its start another one"};
    }
    void declare(Syntax &syntax) override
    {
        syntax.word("NAMESPACE", "Its name or id", m_word);
        syntax.time("--at", "When it starts", m_at, Syntax::Needed::Yes);
    }
    QFuture<Result<NamespaceReport>> change(ServerConnection &server, NamespaceId id) override
    {
        return server.ask(RearmNamespace{id, m_at.value_or(QDateTime())});
    }

    std::optional<QDateTime> m_at;
};

} // namespace

void addNamespaceVerbs(CommandList &verbs)
{
    verbs.push_back(std::make_unique<NamespaceList>());
    verbs.push_back(std::make_unique<NamespaceShow>());
    verbs.push_back(std::make_unique<NamespaceContents>());
    addPublishingVerbs(verbs);
    verbs.push_back(std::make_unique<NamespacesAsk<StartTransmission>>(
        "start", "Let scheduled casts go with the clients that wait now"));
    verbs.push_back(std::make_unique<NamespacesAsk<RefreshNamespace>>(
        "refresh", "Look now whether namespaces can be served"));
    verbs.push_back(std::make_unique<NamespaceSetMinimum>());
    verbs.push_back(std::make_unique<NamespaceRearm>());
    verbs.push_back(std::make_unique<NamespaceDeregister>());
}

} // namespace castdeck
