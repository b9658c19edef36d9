// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/inventoryverb.h"
#include "apps/ctl/outcomes.h"
#include "apps/ctl/rowof.h"
#include "apps/ctl/syntax.h"
#include "apps/ctl/verbs.h"

namespace castdeck
{

namespace
{

using Kind = Column::Kind;

class ServiceStatus : public InventoryVerb
{
    Summary summary() const override { return {"service", "status", "Whether receivers are let in"}; }
    void look(Shell &shell, ServerConnection &, const Inventory &inventory) override
    {
        const ServerInfo &server = inventory.server;
        const QJsonObject row{{QStringLiteral("running"), server.serviceRunning},
                              {QStringLiteral("enabled"), server.serviceEnabled},
                              {QStringLiteral("draining"), server.serviceDraining},
                              {QStringLiteral("sessionCount"), inventory.sessions.size()},
                              {QStringLiteral("clientCount"), inventory.clients.size()}};
        shell.single({{{"running", "Running"},
                       {"enabled", "Enabled"},
                       {"draining", "Draining"},
                       {"sessionCount", "Sessions", Kind::Number},
                       {"clientCount", "Clients", Kind::Number}},
                      {row}});
        shell.finish(ExitCode::Done);
    }
};

/// A verb on the service itself; the answer says who was disconnected by it.
class ServiceVerb : public Verb
{
public:
    void run(Shell &shell) final
    {
        shell.ask([this, &shell](ServerConnection &server) {
            shell.take(order(server), QStringLiteral("service"), [&shell](const DisconnectReport &report) {
                shell.single({{{"disconnected", "Disconnected", Kind::Number},
                               {"unanswered", "Unanswered", Kind::Number},
                               {"unansweredNames", "Names"}},
                              {rowOf(report)}});
                shell.finish(exitCodeFor(int(report.unanswered)));
            });
        });
    }

protected:
    virtual QFuture<Result<DisconnectReport>> order(ServerConnection &server) = 0;
};

class ServiceStart : public ServiceVerb
{
    Summary summary() const override { return {"service", "start", "Let receivers in from now on"}; }
    QFuture<Result<DisconnectReport>> order(ServerConnection &server) override
    {
        return server.ask(StartService{});
    }
};

/// Those that end sessions, or let them run out.
class ServiceEnd : public ServiceVerb
{
    void declare(Syntax &syntax) override
    {
        syntax.flag("--drain", "Let the sessions that run come to their end", m_drain);
        syntax.text("--reason", "TEXT", "What the receivers print and the log keeps", m_order.reason);
    }

protected:
    bool m_drain = false;
    DisconnectOrder m_order;
};

class ServiceStop : public ServiceEnd
{
    Summary summary() const override
    {
        return {"service", "stop",
                "Let nobody in any more and end all sessions; the server still answers administrators"};
    }
    QFuture<Result<DisconnectReport>> order(ServerConnection &server) override
    {
        return server.ask(StopService{!m_drain, m_order});
    }
};

class ServiceRestart : public ServiceEnd
{
    Summary summary() const override
    {
        return {"service", "restart", "Stop, and start again when the last session has ended"};
    }
    QFuture<Result<DisconnectReport>> order(ServerConnection &server) override
    {
        return server.ask(RestartService{!m_drain, m_order});
    }
};

class ServiceEnable : public ServiceVerb
{
    Summary summary() const override
    {
        return {"service", "enable", "Let receivers in whenever the program starts; does not start now"};
    }
    QFuture<Result<DisconnectReport>> order(ServerConnection &server) override
    {
        return server.ask(SetServiceEnabled{true});
    }
};

class ServiceDisable : public ServiceVerb
{
    Summary summary() const override
    {
        return {"service", "disable", "Let nobody in when the program starts; does not stop now"};
    }
    QFuture<Result<DisconnectReport>> order(ServerConnection &server) override
    {
        return server.ask(SetServiceEnabled{false});
    }
};

class ServiceReadSettings : public ServiceVerb
{
    Summary summary() const override { return {"service", "read-settings", "Take the stored policies anew"}; }
    QFuture<Result<DisconnectReport>> order(ServerConnection &server) override
    {
        return server.ask(ReadSettings{});
    }
};

} // namespace

void addServiceVerbs(CommandList &verbs)
{
    verbs.push_back(std::make_unique<ServiceStatus>());
    verbs.push_back(std::make_unique<ServiceStart>());
    verbs.push_back(std::make_unique<ServiceStop>());
    verbs.push_back(std::make_unique<ServiceRestart>());
    verbs.push_back(std::make_unique<ServiceEnable>());
    verbs.push_back(std::make_unique<ServiceDisable>());
    verbs.push_back(std::make_unique<ServiceReadSettings>());
}

} // namespace castdeck
