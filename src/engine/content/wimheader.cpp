// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/content/wimheader.h"

#include <QtEndian>
#include <algorithm>
#include <array>
#include <string_view>

namespace castdeck
{

namespace
{

constexpr size_t headerSize = 208;
constexpr size_t sizePlace = 8;
constexpr size_t versionPlace = 12;
constexpr size_t partPlace = 40;
constexpr size_t partsPlace = 42;
constexpr size_t imagesPlace = 44;
constexpr quint32 versionPlain = 0x10D00;
constexpr quint32 versionSolid = 0xE00;
/// As many as the library takes.
constexpr quint32 imagesMax = 65535;

using namespace std::string_view_literals;
/// The second one is that of WIMs that can be read from a pipe.
constexpr std::string_view magics[] = {"MSWIM\0\0\0"sv, "WLPWM\0\0\0"sv};

tl::unexpected<Error> unusable(const ContentSource &file, const char *why)
{
    return failure(ErrorCode::InvalidNamespaceData, file.name() % QLatin1String(": ") % QLatin1String(why));
}

} // namespace

Result<WimHeader> WimHeader::read(ContentSource &file)
{
    std::array<char, headerSize> bytes{};
    if (file.size() < bytes.size())
        return unusable(file, "not a WIM file");
    iovec place{bytes.data(), bytes.size()};
    if (const auto filled = file.read(0, {&place, 1}); !filled)
        return tl::unexpected(filled.error());
    const auto is = [&](std::string_view magic) {
        return std::string_view(bytes.data(), magic.size()) == magic;
    };
    if (std::ranges::none_of(magics, is) ||
        qFromLittleEndian<quint32>(bytes.data() + sizePlace) != headerSize)
        return unusable(file, "not a WIM file");
    const auto version = qFromLittleEndian<quint32>(bytes.data() + versionPlace);
    if (version != versionPlain && version != versionSolid)
        return unusable(file, "an unknown version of WIM");
    if (qFromLittleEndian<quint16>(bytes.data() + partPlace) != 1 ||
        qFromLittleEndian<quint16>(bytes.data() + partsPlace) != 1)
        return unusable(file, "one part of a split WIM");
    const auto images = qFromLittleEndian<quint32>(bytes.data() + imagesPlace);
    if (images == 0 || images > imagesMax)
        return unusable(file, "a WIM without images");
    return WimHeader{images, version == versionSolid};
}

} // namespace castdeck
