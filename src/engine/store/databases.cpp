// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/databases.h"

namespace castdeck
{

Databases::~Databases()
{
    // To close one writes as well, so it is done there, and by the last job: nobody else has them then.
    run<void>(
        [](Open &open) -> Result<void> {
            open = {};
            return {};
        },
        [](const Result<void> &) {});
    m_thread.finish(Farewell);
}

} // namespace castdeck
