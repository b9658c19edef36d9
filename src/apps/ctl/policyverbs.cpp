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

/// One property a row, "service.ipv4.startIpAddress"; the tree itself is what JSON shows.
void flatten(const QJsonObject &object, const QString &prefix, QList<QJsonObject> &rows)
{
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QString name = prefix + it.key();
        if (it->isObject())
            flatten(it->toObject(), name + QLatin1Char('.'), rows);
        else
            rows.append({{QStringLiteral("property"), name}, {QStringLiteral("value"), *it}});
    }
}

class PolicyShow : public Verb
{
    Summary summary() const override { return {"policy", "show", "How sessions are run"}; }
    void run(Shell &shell) override
    {
        shell.ask([&shell](ServerConnection &server) {
            shell.take(server.ask(RetrievePolicies{}), {}, [&shell](const Policies &policies) {
                const QJsonObject tree = rowOf(policies);
                Listing listing{{{"property", "PROPERTY"}, {"value", "VALUE"}}, {}};
                if (shell.options().format == Format::Json) {
                    listing.rows.append(tree);
                    shell.single(listing);
                } else {
                    flatten(tree, {}, listing.rows);
                    shell.list(listing);
                }
                shell.finish(ExitCode::Done);
            });
        });
    }
};

/// FIRST-LAST in its two ends; "auto" is an empty range.
bool takeRange(const QString &text, QString &first, QString &last)
{
    if (text == QLatin1String("auto")) {
        first.clear();
        last.clear();
        return true;
    }
    first = text.section(QLatin1Char('-'), 0, 0).trimmed();
    last = text.section(QLatin1Char('-'), 1).trimmed();
    return !first.isEmpty() && !last.isEmpty();
}

/// The same for groups; "dhcp" is for those that a MADCAP server lends.
bool takeGroups(const QString &text, AddressPolicy &groups)
{
    const bool areLent = text == toText(IpAddressSource::Dhcp);
    groups.source = areLent ? IpAddressSource::Dhcp : IpAddressSource::Range;
    return areLent || takeRange(text, groups.startAddress, groups.endAddress);
}

bool takePort(const QString &text, quint32 &port)
{
    bool ok = false;
    port = text.toUInt(&ok);
    return ok;
}

class PolicySet : public Verb
{
    Summary summary() const override
    {
        return {"policy", "set",
                "Change how sessions are run; what is not named stays. Each policy that is changed is "
                "committed by itself"};
    }
    void declare(Syntax &syntax) override
    {
        syntax.optionalText("--ipv4-range", "FIRST-LAST|auto|dhcp",
                            "Groups of IPv4 sessions; auto: from the interface; dhcp: from a MADCAP server, "
                            "on a WDS server",
                            m_ipv4);
        syntax.optionalText("--ipv6-range", "FIRST-LAST|auto",
                            "Groups of IPv6 sessions; auto: from the interface", m_ipv6);
        syntax.optionalText("--port-range", "FIRST-LAST", "UDP ports of --port-policy fixed", m_ports);
        syntax.choice("--port-policy", "Any free UDP port, or one of the range", {"dynamic", "fixed"},
                      m_portPolicy, Syntax::Needed::No);
        syntax.choice("--slow-clients", "What becomes of those who slow a session down",
                      {"none", "autodisconnect", "multistream"}, m_slow, Syntax::Needed::No);
        syntax.optionalNumber("--threshold", "kB/s (of 1024 bytes) below which autodisconnect acts",
                              m_threshold);
        syntax.optionalNumber("--streams", "Streams of multistream, 2 or 3", m_streams);
        syntax.choice("--fallback", "Whether those disconnected so are told to finish another way",
                      {"yes", "no"}, m_fallback, Syntax::Needed::No);
        syntax.choice("--diagnostics", "Whether the components log what they do", {"on", "off"},
                      m_diagnostics, Syntax::Needed::No);
        syntax.optionalNumber("--components", "Sum of 1 PXE, 2 TFTP, 4 image server, 8 multicast",
                              m_components);
        syntax.optionalNumber("--version",
                              "Only if the policy still has this version, as policy show gave it; for one "
                              "policy at a time",
                              m_version);
    }
    void run(Shell &shell) override
    {
        Policies probe;
        const auto changed = change(probe);
        if (!changed || changed->empty()) {
            Printer::say(changed ? QStringLiteral("nothing is named that would change")
                                 : changed.error().detail);
            return shell.finish(ExitCode::Usage);
        }
        if (m_version && changed->size() > 1) {
            Printer::say(QStringLiteral("--version is for one policy at a time"));
            return shell.finish(ExitCode::Usage);
        }
        shell.ask([this, &shell](ServerConnection &server) {
            shell.take(server.ask(RetrievePolicies{}), {}, [this, &shell, &server](const Policies &stored) {
                Policies wanted = stored;
                auto committed = change(wanted);
                if (m_version)
                    std::visit([this](auto &policy) { policy.version = *m_version; }, committed->front());
                auto *outcomes = new Outcomes(shell, QStringLiteral("policy"),
                                              {{"version", "VERSION", Column::Kind::Number},
                                               {"live", "HOLDS NOW"},
                                               {"needsRestart", "NEEDS A RESTART"},
                                               {"clientsCut", "CLIENTS IT WOULD CUT", Column::Kind::Number}});
                for (const Policy &policy : *committed)
                    outcomes->expect(policyName(policy), server.ask(CommitPolicy{policy}));
            });
        });
    }

    /// Writes what was typed over the policies, and gives those that were touched.
    Result<std::vector<Policy>> change(Policies &policies) const
    {
        const auto bad = [](const char *option, const char *expected) {
            return failure(
                ErrorCode::InvalidParameter,
                QStringLiteral("%1 must be %2").arg(QLatin1String(option), QLatin1String(expected)));
        };
        std::vector<Policy> touched;
        ServicePolicy &service = policies.service;
        if (m_ipv4 && !takeGroups(*m_ipv4, service.ipv4))
            return bad("--ipv4-range", "FIRST-LAST, auto or dhcp");
        if (m_ipv6 && !takeGroups(*m_ipv6, service.ipv6))
            return bad("--ipv6-range", "FIRST-LAST or auto");
        QString first, last;
        if (m_ports && !(takeRange(*m_ports, first, last) && takePort(first, service.startPort) &&
                         takePort(last, service.endPort)))
            return bad("--port-range", "FIRST-LAST");
        if (!m_portPolicy.isEmpty())
            service.udpPortPolicy = fromText<UdpPortPolicy>(m_portPolicy).value_or(service.udpPortPolicy);
        if (m_ipv4 || m_ipv6 || m_ports || !m_portPolicy.isEmpty())
            touched.emplace_back(service);

        MulticastSessionPolicy &session = policies.multicastSession;
        if (!m_slow.isEmpty())
            session.slowClientHandling =
                fromText<SlowClientHandling>(m_slow).value_or(session.slowClientHandling);
        session.autoDisconnectThreshold = m_threshold.value_or(session.autoDisconnectThreshold);
        session.multistreamStreamCount = m_streams.value_or(session.multistreamStreamCount);
        if (!m_fallback.isEmpty())
            session.slowClientFallback = m_fallback == QLatin1String("yes");
        if (!m_slow.isEmpty() || m_threshold || m_streams || !m_fallback.isEmpty())
            touched.emplace_back(session);

        DiagnosticsPolicy &diagnostics = policies.diagnostics;
        if (!m_diagnostics.isEmpty())
            diagnostics.enabled = m_diagnostics == QLatin1String("on");
        diagnostics.components = m_components.value_or(diagnostics.components);
        if (!m_diagnostics.isEmpty() || m_components)
            touched.emplace_back(diagnostics);
        return touched;
    }

    std::optional<QString> m_ipv4, m_ipv6, m_ports;
    QString m_portPolicy, m_slow, m_fallback, m_diagnostics;
    std::optional<quint32> m_threshold, m_streams, m_components;
    std::optional<quint64> m_version;
};

} // namespace

void addPolicyVerbs(CommandList &verbs)
{
    verbs.push_back(std::make_unique<PolicyShow>());
    verbs.push_back(std::make_unique<PolicySet>());
}

} // namespace castdeck
