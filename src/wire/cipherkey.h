// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>

namespace castdeck::wire
{

/// A key of AES-256-GCM (docs/protocol.md, Encrypted sessions).
using CipherKey = std::array<uint8_t, 32>;

/// Which key sealed a packet. The kinds are the security header types of the wire: a group key is known to
/// all members of a session, a member key to one of them and the server.
struct KeyId {
    enum class Kind : uint8_t { Group = 0x45, Member = 0x46 };
    Kind kind = Kind::Group;
    uint32_t number = 0;

    friend auto operator<=>(const KeyId &, const KeyId &) = default;
};

/// New, from the system's source of secrets; nothing if that fails.
std::optional<CipherKey> randomCipherKey();

/// What the initiation gives to whom it lets into encrypted sessions: good for one life of one receiver,
/// which takes it along from session to session (DEMOTE). 0 is nobody's number.
struct Member {
    uint32_t number = 0;
    CipherKey secret{};

    friend bool operator==(const Member &, const Member &) = default;
};

/// The two keys of a member in one session: each seals one direction only, so two ends that count for
/// themselves never seal with the same number.
enum class Direction : uint8_t { MemberToServer, ServerToMember };
CipherKey memberCipherKey(const Member &member, Direction direction, uint32_t sessionId);

} // namespace castdeck::wire
