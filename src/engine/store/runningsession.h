// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history.h"

namespace castdeck
{

/// What a session has come to that is not over, as it will be remembered if the server does not live to see
/// its end.
struct RunningSession {
    EndedSession soFar;
};

} // namespace castdeck
