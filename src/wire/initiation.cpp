// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/initiation.h"

#include "wire/applicationmessage.h"
#include "wire/bytes.h"
#include "wire/text.h"

namespace castdeck::wire
{

namespace
{

enum class DatagramKind : uint8_t { Request = 1, Reply = 2 };

// §2.2 to §2.4
namespace initiation
{
constexpr Option Namespace{0x0601};
constexpr Option Content{0x0602};
constexpr Option MacAddress{0x050C};
constexpr Option Ipv6Capable{0x010D};
constexpr Option GroupAddress{0x0503};
constexpr Option GroupPort{0x0205};
constexpr Option ServerAddress{0x0504};
constexpr Option ServerPort{0x0206};
constexpr Option ContentSize{0x0407};
constexpr Option BlockSize{0x0309};
constexpr Option TotalBlocks{0x0408};
constexpr Option SessionId{0x030A};
constexpr Option Error{0x030B};
} // namespace initiation

constexpr qsizetype TextUnitsMax = 512; // with the zero unit
constexpr uint32_t BlockSizeMax = 65448;

/// A reader of the options of a datagram that passes §2.5 up to `trailing-bytes`.
Decoded<Reader> open(Bytes datagram, DatagramKind expected)
{
    if (datagram.size() < sizeof(uint8_t) + sizeof(uint16_t))
        return tl::unexpected(Rejection::TooShort);
    const uint8_t kind = datagram[0];
    if (kind != static_cast<uint8_t>(DatagramKind::Request) &&
        kind != static_cast<uint8_t>(DatagramKind::Reply))
        return tl::unexpected(Rejection::UnknownOpcode);
    if (kind != static_cast<uint8_t>(expected))
        return tl::unexpected(Rejection::WrongDirection);
    Reader reader(datagram.subspan(1));
    reader.beginOptions();
    if (const auto failure = reader.failure())
        return tl::unexpected(*failure);
    return reader;
}

/// Reads the values of the options; the first failing check is kept.
class OptionValues
{
public:
    explicit OptionValues(const Reader &reader) : m_reader(reader) {}

    void require(std::initializer_list<Option> ids)
    {
        for (const Option id : ids)
            check(m_reader.option(id).has_value(), Rejection::MissingOption);
    }

    QString text(Option id)
    {
        const Bytes bytes = value(id);
        const QString text = textFromUtf16(bytes);
        const bool good = bytes.size() % 2 == 0 && text.size() <= TextUnitsMax &&
                          text.indexOf(QChar(u'\0')) == text.size() - 1 && !text.isEmpty() &&
                          utf16FromText(text) == raw(bytes);
        check(good, Rejection::BadString);
        return text.chopped(good ? 1 : 0);
    }

    Address address(Option id)
    {
        const Bytes bytes = value(id);
        Address address;
        check(bytes.size() == 4 || bytes.size() == 16, Rejection::BadAddressLength);
        if (!m_failure) {
            std::ranges::copy(bytes, address.bytes.begin());
            address.length = static_cast<uint8_t>(bytes.size());
        }
        return address;
    }

    template <std::unsigned_integral T>
    T number(Option id)
    {
        const Bytes bytes = value(id);
        check(bytes.size() == sizeof(T), Rejection::BadOptionLength);
        return m_failure ? T{} : qFromBigEndian<T>(bytes.data());
    }

    Bytes value(Option id) const { return m_reader.option(id).value_or(Bytes()); }
    bool has(Option id) const { return m_reader.option(id).has_value(); }

    void check(bool condition, Rejection otherwise)
    {
        if (!condition && !m_failure)
            m_failure = otherwise;
    }
    std::optional<Rejection> failure() const { return m_failure; }

private:
    static QByteArrayView raw(Bytes bytes) { return {bytes.data(), static_cast<qsizetype>(bytes.size())}; }

    const Reader &m_reader;
    std::optional<Rejection> m_failure;
};

InitiationRequest readRequest(OptionValues &options)
{
    InitiationRequest request;
    options.require({initiation::Namespace, initiation::Content, initiation::MacAddress});
    request.namespaceName = options.text(initiation::Namespace);
    request.content = options.text(initiation::Content);
    const Bytes mac = options.value(initiation::MacAddress);
    options.check(!mac.empty() && mac.size() <= request.macAddress.size(), Rejection::BadAddressLength);
    if (!options.failure()) {
        std::ranges::copy(mac, request.macAddress.begin());
        request.macLength = static_cast<uint8_t>(mac.size());
    }
    request.ipv6Capable =
        options.has(initiation::Ipv6Capable) && options.number<uint8_t>(initiation::Ipv6Capable) == 1;
    return request;
}

InitiationError readError(OptionValues &options)
{
    const InitiationError error{options.number<uint32_t>(initiation::Error)};
    options.check(error.code != 0, Rejection::BadValue);
    return error;
}

InitiationReply readReply(OptionValues &options)
{
    InitiationReply reply;
    options.require({initiation::GroupAddress, initiation::GroupPort, initiation::ServerAddress,
                     initiation::ServerPort, initiation::ContentSize, initiation::BlockSize,
                     initiation::TotalBlocks, initiation::SessionId});
    reply.group.address = options.address(initiation::GroupAddress);
    reply.server.address = options.address(initiation::ServerAddress);
    options.check(reply.group.address.length == reply.server.address.length, Rejection::BadAddressLength);
    reply.group.port = options.number<uint16_t>(initiation::GroupPort);
    reply.server.port = options.number<uint16_t>(initiation::ServerPort);
    reply.contentSize = options.number<uint64_t>(initiation::ContentSize);
    reply.blockSize = options.number<uint32_t>(initiation::BlockSize);
    reply.totalBlocks = options.number<uint64_t>(initiation::TotalBlocks);
    reply.sessionId = options.number<uint32_t>(initiation::SessionId);
    const bool usable =
        reply.group.address.isMulticast() && reply.group.port != 0 && reply.server.port != 0 &&
        reply.blockSize != 0 && reply.blockSize <= BlockSizeMax &&
        reply.totalBlocks == ContentGeometry{reply.contentSize, reply.blockSize}.totalBlocks();
    options.check(usable, Rejection::BadValue);
    return reply;
}

Writer begin(std::span<uint8_t> out, DatagramKind kind)
{
    Writer writer(out);
    writer(static_cast<uint8_t>(kind));
    writer.beginOptions();
    return writer;
}

void writeText(Writer &writer, Option id, const QString &text)
{
    writer.require(text.size() < TextUnitsMax && !text.contains(QChar(u'\0')) && text.isValidUtf16(),
                   Rejection::BadString);
    QByteArray bytes = utf16FromText(text);
    bytes.append(2, '\0');
    writer.option(id,
                  {reinterpret_cast<const uint8_t *>(bytes.constData()), static_cast<size_t>(bytes.size())});
}

} // namespace

tl::expected<InitiationRequest, RefusedRequest> decodeInitiationRequest(Bytes datagram)
{
    const auto reader = open(datagram, DatagramKind::Request);
    if (!reader)
        return tl::unexpected(RefusedRequest{reader.error(), false});
    OptionValues options(*reader);
    InitiationRequest request = readRequest(options);
    if (const auto failure = options.failure())
        return tl::unexpected(RefusedRequest{*failure, true});
    return request;
}

Decoded<std::variant<InitiationReply, InitiationError>> decodeInitiationReply(Bytes datagram)
{
    const auto reader = open(datagram, DatagramKind::Reply);
    if (!reader)
        return tl::unexpected(reader.error());
    OptionValues options(*reader);
    std::variant<InitiationReply, InitiationError> answer;
    if (options.has(initiation::Error))
        answer = readError(options);
    else
        answer = readReply(options);
    if (const auto failure = options.failure())
        return tl::unexpected(*failure);
    return answer;
}

size_t encode(std::span<uint8_t> out, const InitiationRequest &request)
{
    Writer writer = begin(out, DatagramKind::Request);
    writeText(writer, initiation::Namespace, request.namespaceName);
    writeText(writer, initiation::Content, request.content);
    writer.require(request.macLength > 0 && request.macLength <= request.macAddress.size(),
                   Rejection::BadAddressLength);
    writer.option(
        initiation::MacAddress,
        std::span(request.macAddress).first(std::min<size_t>(request.macLength, request.macAddress.size())));
    if (request.ipv6Capable)
        writer.option(initiation::Ipv6Capable, uint8_t{1});
    return writer.size();
}

size_t encode(std::span<uint8_t> out, const InitiationReply &reply)
{
    Writer writer = begin(out, DatagramKind::Reply);
    writer.option(initiation::GroupAddress, reply.group.address.view());
    writer.option(initiation::GroupPort, reply.group.port);
    writer.option(initiation::ServerAddress, reply.server.address.view());
    writer.option(initiation::ServerPort, reply.server.port);
    writer.option(initiation::ContentSize, reply.contentSize);
    writer.option(initiation::BlockSize, reply.blockSize);
    writer.option(initiation::TotalBlocks, reply.totalBlocks);
    writer.option(initiation::SessionId, reply.sessionId);
    return writer.size();
}

size_t encode(std::span<uint8_t> out, const InitiationError &error)
{
    Writer writer = begin(out, DatagramKind::Reply);
    writer.option(initiation::Error, error.code);
    return writer.size();
}

} // namespace castdeck::wire
