// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "vectors.h"

#include <QDir>
#include <QFile>
#include <QHostAddress>
#include <QJsonArray>
#include <QJsonDocument>

namespace castdeck::wire::test
{

namespace
{

QDir vectorDir()
{
    return QDir(QStringLiteral(CASTDECK_TEST_DATA "/vectors"));
}

} // namespace

QByteArray Vector::bytes() const
{
    return QByteArray::fromHex(object[QStringLiteral("hex")].toString().toLatin1());
}

Receiver Vector::receiver() const
{
    const bool server = object[QStringLiteral("receiver")].toString() == QLatin1String("server") ||
                        header[QStringLiteral("direction")].toString() == QLatin1String("client-to-server");
    return server ? Receiver::Server : Receiver::Client;
}

PacketSecurity Vector::security() const
{
    const QString mode = object[QStringLiteral("mode")].toString();
    if (mode == QLatin1String("none"))
        return PacketSecurity(SecurityMode::None);
    if (mode == QLatin1String("checksum"))
        return PacketSecurity(SecurityMode::Checksum);
    if (mode != QLatin1String("hmac-sha256"))
        qFatal("unknown mode in %s", qPrintable(name()));
    const QByteArray key = QByteArray::fromHex(object[QStringLiteral("key")].toString().toLatin1());
    return PacketSecurity(SecurityMode::Hash, view(key));
}

QJsonObject readVectorFile(const QString &file)
{
    QFile source(vectorDir().filePath(file));
    if (!source.open(QIODevice::ReadOnly))
        qFatal("%s: %s", qPrintable(source.fileName()), qPrintable(source.errorString()));
    QJsonParseError error;
    QJsonObject object = QJsonDocument::fromJson(source.readAll(), &error).object();
    if (object.isEmpty())
        qFatal("%s: %s", qPrintable(file), qPrintable(error.errorString()));
    return object;
}

QList<Vector> readVectors(const QString &file)
{
    QJsonObject header = readVectorFile(file);
    const QJsonArray array = header.take(QStringLiteral("vectors")).toArray();
    if (array.isEmpty())
        qFatal("%s holds no vectors", qPrintable(file));
    QList<Vector> vectors;
    for (const QJsonValue value : array)
        vectors.append({file, header, value.toObject()});
    return vectors;
}

QStringList transportFiles()
{
    return vectorDir().entryList({QStringLiteral("transport-*.json")}, QDir::Files, QDir::Name);
}

Bytes view(const QByteArray &bytes)
{
    return {reinterpret_cast<const uint8_t *>(bytes.constData()), static_cast<size_t>(bytes.size())};
}

QByteArray copyOf(Bytes bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size())};
}

uint64_t number(const QJsonValue &value)
{
    return value.isString() ? value.toString().toULongLong() : static_cast<uint64_t>(value.toDouble());
}

Address addressOf(const QJsonValue &text)
{
    const QHostAddress parsed(text.toString());
    Address address;
    if (parsed.protocol() == QAbstractSocket::IPv4Protocol) {
        address.length = 4;
        for (int i = 0; i < 4; ++i)
            address.bytes[i] = static_cast<uint8_t>(parsed.toIPv4Address() >> (24 - 8 * i));
    } else {
        address.length = 16;
        const Q_IPV6ADDR bytes = parsed.toIPv6Address();
        std::copy_n(bytes.c, 16, address.bytes.begin());
    }
    return address;
}

QString textOf(const Address &address)
{
    if (address.length == 16)
        return QHostAddress(address.bytes.data()).toString();
    QStringList parts;
    for (const uint8_t byte : address.view())
        parts.append(QString::number(byte));
    return parts.join(QLatin1Char('.'));
}

QString macText(Bytes mac)
{
    return QString::fromLatin1(copyOf(mac).toHex(':'));
}

} // namespace castdeck::wire::test
