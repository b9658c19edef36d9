// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/sessionkey.h"

#include <QRandomGenerator>
#include <bit>

namespace castdeck
{

wire::SessionKey randomSessionKey()
{
    wire::SessionKey key;
    QRandomGenerator *const random = QRandomGenerator::system();
    for (uint8_t &byte : key) {
        byte = static_cast<uint8_t>(random->generate());
        if (std::popcount(byte) % 2 == 0)
            byte ^= 1;
    }
    return key;
}

} // namespace castdeck
