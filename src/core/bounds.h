// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <chrono>
#include <string_view>

/// What anybody can cause at most over a management connection, each bound with its reason. They are told to
/// other programs in docs/management-protocol.md and to administrators in docs/security.md.
namespace castdeck::bounds
{

// Texts, in bytes as JSON has them: a control character takes six. So what was taken fits wherever it is
// told later.

struct Text {
    std::string_view key; ///< of the parameter
    qsizetype bytes;
};
inline constexpr Text texts[] = {
    {"name", 2'048},          // of a namespace: 511 characters, as an initiation request can hold
    {"namespace", 2'048},     // the same name, where a receiver asks
    {"friendlyName", 2'048},  // a line
    {"description", 8'192},   // a page
    {"configuration", 8'192}, // a path of PATH_MAX, however it is escaped
    {"content", 8'192},       // likewise
    {"fallbackUrl", 8'192},   // 2048 characters
    {"contentProvider", 256}, // a word
    {"reason", 2'048},        // a few sentences, told to every client and kept for each
    {"by", 2'048},            // is replaced by who asks
    {"token", 1'024},         // ours have 43
    {"id", 256},              // of a token: 12
    {"startIpAddress", 256},  // as an address is written
    {"endIpAddress", 256},    //
};
/// Of a text that is not in the list.
inline constexpr qsizetype OtherText = 1'024;

constexpr qsizetype textBytes(std::string_view key)
{
    for (const Text &text : texts) {
        if (text.key == key)
            return text.bytes;
    }
    return OtherText;
}

// Lines.

/// A line, its newline included: what one end keeps of the other before it can judge it.
inline constexpr qsizetype Line = 1 << 20;
/// The same before hello was answered: whoever is not known yet has nothing to say but a token.
inline constexpr qsizetype LineBeforeHello = qsizetype{8} * 1'024;
/// What is buffered of a socket, likewise.
inline constexpr qsizetype SocketBuffer = qsizetype{256} * 1'024;
inline constexpr qsizetype SocketBufferBeforeHello = qsizetype{16} * 1'024;
/// All lines of one answer together, at the end that asked: some 100 000 clients.
inline constexpr qsizetype Answer = 64 * Line;
/// What waits for a peer that does not read: at so much nothing more is read of what it asks.
inline constexpr qsizetype Unread = 1 << 20;
/// Messages that may wait for it all the same, what it asked before counted; further ones end the connection.
inline constexpr qsizetype Backlog = 4'096;
/// Events that wait for a peer that is behind, by row; beyond that it has to fetch the state anew.
inline constexpr qsizetype EventsHeld = 4'096;
/// Messages that a peer has not taken, at which it counts as behind.
inline constexpr qsizetype EventsUnread = 1'000;

// Time.

/// For the handshake, and for hello: what a stranger holds for nothing.
inline constexpr std::chrono::seconds Greeting{10};
/// Half a line, and then nothing.
inline constexpr std::chrono::seconds HalfLine{10};
/// Nothing asked, nothing awaited, not subscribed.
inline constexpr std::chrono::seconds Idle{90};

// Requests.

/// A second, and unanswered: several times what a console does that disconnects thousands.
inline constexpr int RequestsPerSecond = 5'000;
inline constexpr int RequestsUnanswered = 5'000;
/// What our own asking end keeps to, far enough below.
inline constexpr int AskedPerSecond = 2'500;
inline constexpr int AskedUnanswered = 500;
/// For want of rights, a minute: each is a line of the log and may be one of the audit.
inline constexpr int RefusalsPerMinute = 300;

// Connections. They take a descriptor and some 100 kB each.

/// That have not greeted, in all: a large room comes at once. A newcomer takes the place of the oldest of the
/// address that has most.
inline constexpr int Ungreeted = 512;
/// Of one address, once they have been silent for longer than UngreetedPatience.
inline constexpr int UngreetedPerAddress = 16;
inline constexpr std::chrono::milliseconds UngreetedPatience{5'000};
/// Receivers that wait for a session: a large room asks at once. One token is not all of them.
inline constexpr int Receivers = 512;
inline constexpr int ReceiversPerToken = 384;
/// Of each other role, in places that no other role takes.
inline constexpr int Administrators = 64;
inline constexpr int AdministratorsPerToken = 32;
/// Descriptors that are kept for operators and administrators when there are no others.
inline constexpr int DescriptorsReserved = 8;

// What is written down of what strangers cause: log, and audit of what was refused.

inline constexpr int LinesPerSource = 20; ///< a minute
inline constexpr int LinesInAll = 300;    ///< a minute
inline constexpr qsizetype LineOfLog = 4'096;

} // namespace castdeck::bounds
