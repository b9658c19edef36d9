// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace castdeck::wds
{

// Both write to the standard output, and give the exit code: 0 if all was well. A library that does not
// return is waited for a minute after its last call.

/// Reads everything there is to read once, and says of each step whether it worked. Changes nothing.
int check(const std::string &serverName, const std::string &identity);

/// The TFTP downloads that are under way, as an array of JSON.
int listTftpClients(const std::string &serverName);

} // namespace castdeck::wds
