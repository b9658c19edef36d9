// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QtEndian>
#include <numeric>

namespace castdeck
{

/// A packet of somebody who has only read the specification: put together byte by byte, without our codec.
class ForeignPacket
{
public:
    ForeignPacket(quint32 sessionId, quint8 opCode, quint64 senderTime)
    {
        u32(sessionId).u8(opCode).u64(senderTime);
    }

    ForeignPacket &u8(quint8 value) { return add(value); }
    ForeignPacket &u16(quint16 value) { return add(value); }
    ForeignPacket &u32(quint32 value) { return add(value); }
    ForeignPacket &u64(quint64 value) { return add(value); }
    ForeignPacket &bytes(const QByteArray &value)
    {
        m_covered += value;
        return *this;
    }
    ForeignPacket &option(quint16 id, const QByteArray &value)
    {
        return u16(id).u16(quint16(value.size())).bytes(value);
    }

    /// In checksum mode (multicast-transport §2.1).
    QByteArray sealed() const
    {
        const auto byteSum = [](quint32 sum, char byte) { return sum + quint8(byte); };
        QByteArray checksum(4, '\0');
        qToBigEndian(~std::accumulate(m_covered.begin(), m_covered.end(), quint32(0), byteSum),
                     checksum.data());
        return QByteArray::fromHex("5744030004") + checksum + m_covered;
    }
    std::vector<uint8_t> vector() const
    {
        const QByteArray whole = sealed();
        return {whole.begin(), whole.end()};
    }

private:
    template <class T>
    ForeignPacket &add(T value)
    {
        QByteArray raw(sizeof value, '\0');
        qToBigEndian(value, raw.data());
        return bytes(raw);
    }

    QByteArray m_covered;
};

} // namespace castdeck
