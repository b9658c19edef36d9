// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wire/transportpacket.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QStringList>

namespace castdeck::wire::test
{

/// Everything a vector of tests/data/vectors says, plus what its file says for all of them.
struct Vector {
    QString file;
    QJsonObject header; ///< the file without its vectors
    QJsonObject object;

    QString name() const { return object[QStringLiteral("name")].toString(); }
    QJsonObject fields() const { return object[QStringLiteral("fields")].toObject(); }
    QByteArray bytes() const;
    QString reason() const { return object[QStringLiteral("reason")].toString(); }
    bool decodeOnly() const { return object[QStringLiteral("decode_only")].toBool(); }
    uint32_t sessionId() const
    {
        return static_cast<uint32_t>(object[QStringLiteral("SessionId")].toDouble());
    }
    /// The end that gets the packet.
    Receiver receiver() const;
    PacketSecurity security() const;
};

/// Aborts the test program if the file cannot be read: a test without its vectors proves nothing.
QJsonObject readVectorFile(const QString &file);
QList<Vector> readVectors(const QString &file);
/// transport-01-spm.json … transport-0f-demote.json
QStringList transportFiles();

Bytes view(const QByteArray &bytes);
QByteArray copyOf(Bytes bytes);
/// Numbers of 64 bits are strings in the vectors.
uint64_t number(const QJsonValue &value);
Address addressOf(const QJsonValue &text);
QString textOf(const Address &address);
/// "00:15:5d:01:02:03"
QString macText(Bytes mac);
template <class Array>
uint8_t parseMac(const QString &text, Array &mac)
{
    const QByteArray bytes = QByteArray::fromHex(text.toLatin1());
    std::copy(bytes.begin(), bytes.end(), mac.begin());
    return static_cast<uint8_t>(bytes.size());
}

} // namespace castdeck::wire::test
