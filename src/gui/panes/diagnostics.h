// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace castdeck
{

class InventoryModel;
class RemoteServers;

/// What somebody who helps has to know: versions, platform, screens, and how each server stands. In English,
/// whoever reads it; without a token, the name of a file, or what the machines are called.
QString diagnostics(const InventoryModel &model, const RemoteServers &remote);

} // namespace castdeck
