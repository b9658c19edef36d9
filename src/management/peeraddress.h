// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHostAddress>

namespace castdeck
{

/// How a peer is known: one of IPv4 by its IPv4 address, also on a socket for both families.
QString peerAddress(const QHostAddress &address);

/// What is counted as one where addresses are counted: of IPv6 the 64 bits of a network, since one machine
/// can have all addresses of it. @p address as peerAddress() has it.
QString networkOf(const QString &address);

} // namespace castdeck
