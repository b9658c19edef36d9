// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/outcomes.h"
#include "apps/ctl/rowof.h"
#include "apps/ctl/syntax.h"
#include "apps/ctl/verb.h"
#include "apps/ctl/verbs.h"

namespace castdeck
{

namespace
{

using Kind = Column::Kind;

class TokenCreate : public Verb
{
    Summary summary() const override
    {
        return {"token", "create", "Make a token; its secret is shown now and never again"};
    }
    void declare(Syntax &syntax) override
    {
        syntax.word("NAME", "Whom it is for", m_request.name);
        syntax.choice("--role", "What it allows", {"viewer", "operator", "admin", "receiver"}, m_role);
        syntax.time("--expires", "When it ends (default: never)", m_request.expiresAt);
    }
    void run(Shell &shell) override
    {
        m_request.role = fromText<Role>(m_role).value_or(Role::Viewer);
        shell.ask([this, &shell](ServerConnection &server) {
            shell.take(server.ask(m_request), m_request.name, [&shell](const NewToken &token) {
                const QJsonObject made = rowOf(token);
                QJsonObject row = made.value(QStringLiteral("info")).toObject();
                row.insert(QStringLiteral("secret"), made.value(QStringLiteral("secret")));
                shell.single({{{"id", "Id"},
                               {"name", "Name"},
                               {"role", "Role"},
                               {"createdAt", "Created", Kind::Time},
                               {"expiresAt", "Expires", Kind::Time},
                               {"secret", "Secret"}},
                              {row}});
                shell.finish(ExitCode::Done);
            });
        });
    }

    CreateToken m_request;
    QString m_role;
};

class TokenList : public Verb
{
    Summary summary() const override { return {"token", "list", "The tokens, without their secrets"}; }
    void run(Shell &shell) override
    {
        shell.ask([&shell](ServerConnection &server) {
            shell.take(server.ask(ListTokens{}), {}, [&shell](const QList<TokenInfo> &tokens) {
                shell.list({{{"id", "ID"},
                             {"name", "NAME"},
                             {"role", "ROLE"},
                             {"createdAt", "CREATED", Kind::Time},
                             {"expiresAt", "EXPIRES", Kind::Time}},
                            rowsOf(tokens)});
                shell.finish(ExitCode::Done);
            });
        });
    }
};

class TokenRevoke : public Verb
{
    Summary summary() const override
    {
        return {"token", "revoke", "End tokens and every connection that was opened with them"};
    }
    void declare(Syntax &syntax) override { syntax.words("ID", "Tokens", m_ids); }
    void run(Shell &shell) override
    {
        shell.ask([this, &shell](ServerConnection &server) {
            auto *outcomes = new Outcomes(shell, QStringLiteral("token"), {});
            for (const QString &id : m_ids)
                outcomes->expect(id, server.ask(RevokeToken{id}));
        });
    }

    std::vector<QString> m_ids;
};

} // namespace

void addTokenVerbs(CommandList &verbs)
{
    verbs.push_back(std::make_unique<TokenCreate>());
    verbs.push_back(std::make_unique<TokenList>());
    verbs.push_back(std::make_unique<TokenRevoke>());
}

} // namespace castdeck
