// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wds/fake/object.h"

namespace castdeck::wds::fake
{

IWdsTransportServicePolicy *servicePolicy();
IWdsTransportMulticastSessionPolicy *sessionPolicy();
IWdsTransportDiagnosticsPolicy *diagnosticsPolicy();

} // namespace castdeck::wds::fake
