// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/obstacle.h"

#include "apps/receiver/sentences.h"
#include "transport/net/socketaddress.h"

#include <QFile>

namespace castdeck
{

namespace
{

int pathFilterOf(const QString &interface)
{
    QFile file(QStringLiteral("/proc/sys/net/ipv4/conf/%1/rp_filter").arg(interface));
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().toInt() : 0;
}

QString noAnswer(const MulticastFacts &facts)
{
    return QStringLiteral(
               "the session does not answer: let UDP pass to port %1 of %2, and from there to this machine "
               "(a firewall at\neither end or between them drops it), unless the session is full.")
        .arg(facts.server.port)
        .arg(toText(facts.server.address));
}

QString noBlocks(const MulticastFacts &facts)
{
    return QStringLiteral(
               "small packets of %1 arrive, those with data (more than %2 bytes) do not: something on the "
               "way takes no\npackets of that size; give the server, this machine and what is between them "
               "the same MTU, or let\nlarge UDP packets pass.")
        .arg(toText(facts.group))
        .arg(facts.blockSize);
}

QString wentSilent(const MulticastFacts &facts)
{
    return QStringLiteral(
               "the server fell silent: what %1 brought before does not come any more; check the link "
               "of this machine\nand that the switches still forward the group (an IGMP or MLD querier).")
        .arg(toText(facts.group));
}

} // namespace

MulticastFacts factsOf(const wire::Endpoint &server, const wire::Endpoint &group, uint32_t blockSize,
                       const std::optional<NetworkInterface> &interface)
{
    MulticastFacts facts{server, group, blockSize, interface, {}, false};
    if (const auto route = interfaceTowards(server.address))
        facts.route = route->name;
    constexpr int Strict = 1;
    if (interface && server.address.length == 4)
        facts.strictPath =
            std::max(pathFilterOf(interface->name), pathFilterOf(QStringLiteral("all"))) == Strict;
    return facts;
}

QString obstacleOf(const ReceivingEnd &end, const MulticastFacts &facts)
{
    using Kind = ReceivingEnd::Kind;
    const bool isSilence = end.kind == Kind::NoAnswer || end.kind == Kind::NoData;
    if (end.kind == Kind::NotOpened && end.error)
        return QStringLiteral("multicast cannot be received here: %1.").arg(sentenceFor(*end.error));
    if (isSilence && facts.interface && !facts.interface->multicast && !facts.interface->loopback)
        return QStringLiteral(
                   "%1, where the session should come in, does no multicast: switch it on (ip link set "
                   "%1 multicast on),\nor name another with --interface.")
            .arg(facts.interface->name);
    if (isSilence && facts.strictPath && !facts.route.isEmpty() && facts.route != facts.interface->name)
        return QStringLiteral(
                   "this machine drops what comes from %1 at %2, because its own way there is %3 "
                   "(reverse-path filter):\nuse --interface %3, or set net.ipv4.conf.%2.rp_filter and "
                   "net.ipv4.conf.all.rp_filter to 2.")
            .arg(toText(facts.server.address), facts.interface->name, facts.route);
    switch (end.kind) {
    case Kind::NoAnswer:
        return noAnswer(facts);
    case Kind::NoData:
        return noDataSentence(toText(facts.group));
    case Kind::NoBlocks:
        return noBlocks(facts);
    case Kind::Inactive:
        return wentSilent(facts);
    default:
        return {};
    }
}

} // namespace castdeck
