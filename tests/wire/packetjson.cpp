// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "packetjson.h"

#include "vectors.h"

#include <QMap>

namespace castdeck::wire::test
{

namespace
{

QString key(const char *name)
{
    return QString::fromLatin1(name);
}

QJsonValue json(uint64_t value)
{
    return QString::number(value);
}

QJsonValue json(uint32_t value)
{
    return static_cast<double>(value);
}

QJsonValue json(Bytes bytes)
{
    return QString::fromLatin1(copyOf(bytes).toHex());
}

QJsonValue json(const ListView<Range> &ranges)
{
    QJsonArray array;
    for (const Range range : ranges)
        array.append(QJsonArray{json(range.start), json(range.end)});
    return array;
}

QJsonValue json(const ListView<GroupKey> &keys)
{
    QJsonArray array;
    for (const GroupKey &group : keys)
        array.append(QJsonArray{json(group.number), json(Bytes(group.key))});
    return array;
}

struct ToFields {
    QJsonObject operator()(const Spm &p) const
    {
        return {{key("SPMSeqNo"), json(p.spmSeqNo)},
                {key("MasterClientId"), json(p.masterClientId)},
                {key("MinNACKBackOff"), p.minNackBackOff},
                {key("MaxNACKBackOff"), p.maxNackBackOff},
                {key("TrailODATASeqNo"), json(p.trailODataSeqNo)},
                {key("LeadODATASeqNo"), json(p.leadODataSeqNo)},
                {key("RTT"), p.rtt}};
    }
    QJsonObject operator()(const Join &p) const
    {
        return {{key("ClientName"), QString::fromStdU16String(std::u16string(p.name()))},
                {key("IPAddress"), textOf(p.ipAddress)},
                {key("MacAddress"), macText(Bytes(p.macAddress).first(p.macLength))}};
    }
    QJsonObject operator()(const JoinAck &p) const
    {
        return {{key("ClientId"), json(p.clientId)},
                {key("MinNACKBackOff"), p.minNackBackOff},
                {key("MaxNACKBackOff"), p.maxNackBackOff},
                {key("RTT"), p.rtt},
                {key("ClientTime"), json(p.clientTime)}};
    }
    QJsonObject operator()(const Qcc &p) const
    {
        return {{key("QCCSeqNo"), json(p.qccSeqNo)}, {key("QCRBackOff"), p.qcrBackOff}};
    }
    QJsonObject operator()(const Qcr &p) const
    {
        return {{key("ClientId"), json(p.clientId)},
                {key("QCCSeqNo"), json(p.qccSeqNo)},
                {key("BackOff"), p.backOff},
                {key("ServerTime"), json(p.serverTime)},
                {key("HiODATASeqNo"), json(p.hiODataSeqNo)},
                {key("LossRate"), json(p.lossRate)},
                {key("AppData"), json(p.appData)}};
    }
    QJsonObject operator()(const Data &p) const
    {
        return {{key("ClientId"), json(p.clientId)},
                {key("ODATASeqNo"), json(p.oDataSeqNo)},
                {key("TrailODATASeqNo"), json(p.trailODataSeqNo)},
                {key("Data"), json(p.data)}};
    }
    QJsonObject operator()(const Ack &p) const
    {
        return {{key("ClientId"), json(p.clientId)},
                {key("ODATASeqNo"), json(p.oDataSeqNo)},
                {key("ServerTime"), json(p.serverTime)},
                {key("HiODATASeqNo"), json(p.hiODataSeqNo)},
                {key("LossRate"), json(p.lossRate)}};
    }
    QJsonObject operator()(const Nack &p) const
    {
        return {{key("ClientId"), json(p.clientId)},
                {key("HiODATASeqNo"), json(p.hiODataSeqNo)},
                {key("LossRate"), json(p.lossRate)},
                {key("RangeList"), json(p.ranges)}};
    }
    QJsonObject operator()(const Ncf &p) const { return {{key("RangeList"), json(p.ranges)}}; }
    QJsonObject operator()(const Leave &p) const
    {
        return {{key("ClientId"), json(p.clientId)}, {key("LeaveReason"), p.reason}};
    }
    QJsonObject operator()(const Poll &p) const
    {
        return {{key("POLLSeqNo"), json(p.pollSeqNo)},
                {key("BackOff"), p.backOff},
                {key("AppData"), json(p.appData)}};
    }
    QJsonObject operator()(const PollAck &p) const
    {
        return {{key("ClientId"), json(p.clientId)},
                {key("POLLSeqNo"), json(p.pollSeqNo)},
                {key("AppData"), json(p.appData)}};
    }
    QJsonObject operator()(const Kick &p) const
    {
        QJsonArray clients;
        for (const KickedClient client : p.clients)
            clients.append(QJsonArray{json(client.clientId), client.reason});
        return {{key("ClientList"), clients}};
    }
    QJsonObject operator()(const Demote &p) const
    {
        QJsonArray clients;
        for (const DemotedClient client : p.clients)
            clients.append(json(client.clientId));
        return {{key("LowerSessionId"), json(p.lowerSessionId)},
                {key("MAddress"), textOf(p.group.address)},
                {key("MPort"), p.group.port},
                {key("UAddress"), textOf(p.server.address)},
                {key("UPort"), p.server.port},
                {key("ClientList"), clients}};
    }
    QJsonObject operator()(const Keys &p) const { return {{key("KeyList"), json(p.keys)}}; }
    QJsonObject operator()(const KeyAck &p) const
    {
        return {{key("ClientId"), json(p.clientId)}, {key("KeyNumber"), json(p.keyNumber)}};
    }
};

QJsonObject option(const char *id, const QByteArray &value)
{
    return {{key("id"), key(id)}, {key("value"), QString::fromLatin1(value.toHex())}};
}

struct ToOptions {
    QJsonArray operator()(const Join &p) const
    {
        QJsonArray options;
        if (!p.userSid.empty())
            options.append(option("0x0504", copyOf(p.userSid)));
        if (p.capabilities)
            options.append(option("0x0505", copyOf(*p.capabilities)));
        return options;
    }
    QJsonArray operator()(const Qcr &p) const
    {
        QJsonArray options;
        const auto add = [&options](const char *id, std::optional<uint8_t> percent) {
            if (percent)
                options.append(option(id, QByteArray(1, static_cast<char>(*percent))));
        };
        add("0x0101", p.utilization.cpu);
        add("0x0102", p.utilization.memory);
        add("0x0103", p.utilization.network);
        return options;
    }
    QJsonArray operator()(const Data &p) const
    {
        if (!p.forwardLeadSeqNo)
            return {};
        const QByteArray hex =
            QByteArray::number(qulonglong{*p.forwardLeadSeqNo}, 16).rightJustified(16, '0');
        return {option("0x0406", QByteArray::fromHex(hex))};
    }
    QJsonArray operator()(const Kick &p) const
    {
        QJsonArray options;
        if (!p.by.empty())
            options.append(option("0x06cd", copyOf(p.by)));
        if (!p.reason.empty())
            options.append(option("0x06ce", copyOf(p.reason)));
        return options;
    }
    template <class T>
    QJsonArray operator()(const T &) const
    {
        return {};
    }
};

template <class T>
T integer(const QJsonObject &object, const char *name)
{
    return static_cast<T>(number(object[key(name)]));
}

} // namespace

QJsonObject fieldsOf(const TransportBody &body)
{
    return std::visit(ToFields(), body);
}

QJsonArray optionsOf(const TransportBody &body)
{
    return std::visit(ToOptions(), body);
}

Bytes PacketBuilder::hex(const QJsonValue &text)
{
    m_bytes.push_back(QByteArray::fromHex(text.toString().toLatin1()));
    return view(m_bytes.back());
}

ListView<Range> PacketBuilder::ranges(const QJsonValue &array)
{
    m_ranges.clear();
    for (const QJsonValue range : array.toArray())
        m_ranges.push_back({number(range[0]), number(range[1])});
    return std::span<const Range>(m_ranges);
}

TransportBody PacketBuilder::build(OpCode opCode, const QJsonObject &fields, const QJsonArray &options)
{
    QMap<int, Bytes> optionValues;
    for (const QJsonValue value : options)
        optionValues.insert(value[key("id")].toString().toInt(nullptr, 16), hex(value[key("value")]));
    const auto percent = [&optionValues](int id) {
        return optionValues.contains(id) ? std::optional(optionValues[id].front()) : std::nullopt;
    };
    const auto u64 = [&fields](const char *name) { return integer<uint64_t>(fields, name); };
    const auto u32 = [&fields](const char *name) { return integer<uint32_t>(fields, name); };
    const auto u16 = [&fields](const char *name) { return integer<uint16_t>(fields, name); };
    const auto u8 = [&fields](const char *name) { return integer<uint8_t>(fields, name); };
    const uint32_t client = u32("ClientId");

    switch (opCode) {
    case OpCode::Spm:
        return Spm{u64("SPMSeqNo"),
                   u32("MasterClientId"),
                   u16("MinNACKBackOff"),
                   u16("MaxNACKBackOff"),
                   u64("TrailODATASeqNo"),
                   u64("LeadODATASeqNo"),
                   u16("RTT")};
    case OpCode::Join: {
        Join join;
        m_name = fields[key("ClientName")].toString().toStdU16String();
        join.clientName = m_name;
        join.ipAddress = addressOf(fields[key("IPAddress")]);
        join.macLength = parseMac(fields[key("MacAddress")].toString(), join.macAddress);
        join.userSid = optionValues.value(0x0504);
        if (optionValues.contains(0x0505))
            join.capabilities = optionValues[0x0505];
        return join;
    }
    case OpCode::JoinAck:
        return JoinAck{client, u16("MinNACKBackOff"), u16("MaxNACKBackOff"), u16("RTT"), u64("ClientTime")};
    case OpCode::Qcc:
        return Qcc{u64("QCCSeqNo"), u16("QCRBackOff")};
    case OpCode::Qcr:
        return Qcr{client,
                   u64("QCCSeqNo"),
                   u16("BackOff"),
                   u64("ServerTime"),
                   u64("HiODATASeqNo"),
                   u64("LossRate"),
                   hex(fields[key("AppData")]),
                   {percent(0x0101), percent(0x0102), percent(0x0103)}};
    case OpCode::OData:
    case OpCode::RData: {
        Data data{opCode == OpCode::RData,  client,      u64("ODATASeqNo"), u64("TrailODATASeqNo"),
                  hex(fields[key("Data")]), std::nullopt};
        if (optionValues.contains(0x0406))
            data.forwardLeadSeqNo = copyOf(optionValues[0x0406]).toHex().toULongLong(nullptr, 16);
        return data;
    }
    case OpCode::Ack:
        return Ack{client, u64("ODATASeqNo"), u64("ServerTime"), u64("HiODATASeqNo"), u64("LossRate")};
    case OpCode::Nack:
        return Nack{client, u64("HiODATASeqNo"), u64("LossRate"), ranges(fields[key("RangeList")])};
    case OpCode::Ncf:
        return Ncf{ranges(fields[key("RangeList")])};
    case OpCode::Leave:
        return Leave{client, u8("LeaveReason")};
    case OpCode::Poll:
        return Poll{u64("POLLSeqNo"), u16("BackOff"), hex(fields[key("AppData")])};
    case OpCode::PollAck:
        return PollAck{client, u64("POLLSeqNo"), hex(fields[key("AppData")])};
    case OpCode::Kick:
        for (const QJsonValue row : fields[key("ClientList")].toArray())
            m_kicked.push_back({static_cast<uint32_t>(number(row[0])), static_cast<uint8_t>(number(row[1]))});
        return Kick{std::span<const KickedClient>(m_kicked), optionValues.value(0x06CD),
                    optionValues.value(0x06CE)};
    case OpCode::Demote:
        for (const QJsonValue row : fields[key("ClientList")].toArray())
            m_demoted.push_back({static_cast<uint32_t>(number(row))});
        return Demote{u32("LowerSessionId"),
                      {addressOf(fields[key("MAddress")]), u16("MPort")},
                      {addressOf(fields[key("UAddress")]), u16("UPort")},
                      std::span<const DemotedClient>(m_demoted)};
    case OpCode::KeyAck:
        return KeyAck{client, u32("KeyNumber")};
    case OpCode::Keys: // in no vector that is built from its fields
        break;
    }
    return {};
}

} // namespace castdeck::wire::test
