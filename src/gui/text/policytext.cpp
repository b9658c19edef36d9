// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/text/policytext.h"

#include "core/untrusted.h"

#include <QLocale>
#include <algorithm>

namespace castdeck
{

namespace
{

/// As the report names the properties, and what a person calls them.
constexpr std::pair<const char *, const char *> propertyNames[] = {
    {"ipv4.", QT_TRANSLATE_NOOP("castdeck::PolicyText", "IPv4 groups")},
    {"ipv6.", QT_TRANSLATE_NOOP("castdeck::PolicyText", "IPv6 groups")},
    {"startPort", QT_TRANSLATE_NOOP("castdeck::PolicyText", "UDP ports")},
    {"endPort", QT_TRANSLATE_NOOP("castdeck::PolicyText", "UDP ports")},
    {"udpPortPolicy", QT_TRANSLATE_NOOP("castdeck::PolicyText", "UDP ports")},
    {"slowClientHandling", QT_TRANSLATE_NOOP("castdeck::PolicyText", "how slow clients are handled")},
    {"autoDisconnectThreshold", QT_TRANSLATE_NOOP("castdeck::PolicyText", "threshold of disconnecting")},
    {"multistreamStreamCount", QT_TRANSLATE_NOOP("castdeck::PolicyText", "number of sessions")},
    {"slowClientFallback",
     QT_TRANSLATE_NOOP("castdeck::PolicyText", "what becomes of those who are disconnected")},
    {"enabled", QT_TRANSLATE_NOOP("castdeck::PolicyText", "diagnostics")},
    {"components", QT_TRANSLATE_NOOP("castdeck::PolicyText", "diagnostics")},
};

} // namespace

QString PolicyText::properties(const QStringList &names)
{
    QStringList words;
    for (const QString &name : names) {
        const auto known = std::ranges::find_if(
            propertyNames, [&](const auto &one) { return name.startsWith(QLatin1String(one.first)); });
        words << (known == std::end(propertyNames) ? printable(name) : tr(known->second));
    }
    words.removeDuplicates();
    return words.join(QStringLiteral(", "));
}

QString PolicyText::addresses(const AddressPolicy &policy)
{
    if (policy.startAddress.isEmpty() && policy.endAddress.isEmpty())
        return tr("chosen by the server");
    return printable(policy.startAddress) + QStringLiteral(" – ") + printable(policy.endAddress);
}

QStringList PolicyText::linesOf(const ServicePolicy &policy)
{
    const QString ports = policy.udpPortPolicy == UdpPortPolicy::Dynamic
                              ? tr("any free port")
                              : QStringLiteral("%1 – %2").arg(policy.startPort).arg(policy.endPort);
    return {tr("IPv4 groups: %1").arg(addresses(policy.ipv4)),
            tr("IPv6 groups: %1").arg(addresses(policy.ipv6)), tr("UDP ports: %1").arg(ports)};
}

QStringList PolicyText::linesOf(const MulticastSessionPolicy &policy)
{
    QString handling = tr("waited for");
    if (policy.slowClientHandling == SlowClientHandling::AutoDisconnect)
        handling = tr("disconnected below %1 KiB/s").arg(QLocale().toString(policy.autoDisconnectThreshold));
    else if (policy.slowClientHandling == SlowClientHandling::Multistream)
        handling = tr("put into %n session(s)", nullptr, static_cast<int>(policy.multistreamStreamCount));
    return {tr("Slow clients: %1").arg(handling),
            tr("Who is disconnected for being slow: %1")
                .arg(policy.slowClientFallback ? tr("gets the rest another way") : tr("gives up"))};
}

QStringList PolicyText::linesOf(const DiagnosticsPolicy &policy)
{
    return {tr("Diagnostics: %1")
                .arg(policy.enabled ? tr("on, components 0x%1").arg(policy.components, 0, 16) : tr("off"))};
}

QStringList PolicyText::lines(const Policy &policy)
{
    return std::visit([](const auto &one) { return linesOf(one); }, policy);
}

QStringList PolicyText::differences(const Policy &mine, const Policy &theirs)
{
    QStringList different = lines(theirs);
    const QStringList own = lines(mine);
    different.removeIf([&own](const QString &line) { return own.contains(line); });
    return different;
}

QString PolicyText::outcome(const QString &title, const PolicyReport &report)
{
    QStringList parts;
    if (report.live.isEmpty() && report.needsRestart.isEmpty())
        parts << tr("nothing was different");
    if (!report.live.isEmpty())
        parts << tr("in force already: %1").arg(properties(report.live));
    if (!report.needsRestart.isEmpty())
        parts
            << tr("for running sessions only after they end or the service is restarted, which would cut off "
                  "%n client(s) now: %1",
                  nullptr, static_cast<int>(report.clientsCut))
                   .arg(properties(report.needsRestart));
    return tr("%1: %2", "policy: what became of it").arg(title, parts.join(QStringLiteral(" · ")));
}

} // namespace castdeck
