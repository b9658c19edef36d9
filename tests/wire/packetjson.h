// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wire/transportpacket.h"

#include <QJsonArray>
#include <QJsonObject>
#include <deque>

namespace castdeck::wire::test
{

/// A packet as the vectors write it down; reads every byte the packet looks at.
QJsonObject fieldsOf(const TransportBody &body);
QJsonArray optionsOf(const TransportBody &body);

/// The way back. Keeps what the packet's views look at.
class PacketBuilder
{
public:
    TransportBody build(OpCode opCode, const QJsonObject &fields, const QJsonArray &options);

private:
    Bytes hex(const QJsonValue &text);
    ListView<Range> ranges(const QJsonValue &array);

    std::deque<QByteArray> m_bytes;
    std::vector<Range> m_ranges;
    std::vector<KickedClient> m_kicked;
    std::vector<DemotedClient> m_demoted;
    std::u16string m_name;
};

} // namespace castdeck::wire::test
