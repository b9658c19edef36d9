// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"

#include <QRandomGenerator>
#include <atomic>

namespace castdeck
{

/// Hands out client ids, unique over all sessions of a server (Choice T18): the first is random, then +1,
/// never 0. Thread-safe.
class ClientIds
{
public:
    explicit ClientIds(quint32 first = QRandomGenerator::system()->generate()) : m_next(first) {}

    ClientId next()
    {
        quint32 id = m_next++;
        while (id == 0)
            id = m_next++;
        return ClientId(id);
    }

private:
    std::atomic<quint32> m_next;
};

} // namespace castdeck
