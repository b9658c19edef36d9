// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wds/fake/object.h"

namespace castdeck::wds::fake
{

IWdsTransportManager *manager();

} // namespace castdeck::wds::fake
