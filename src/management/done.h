// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace castdeck
{

/// It is done, and there is nothing to say about it.
struct Done {
    friend bool operator==(const Done &, const Done &) = default;
};

} // namespace castdeck
