// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/wideunits.h"

namespace castdeck::wire
{

std::unique_ptr<Aead> wideAead(const CipherKey &)
{
    return nullptr;
}

std::unique_ptr<WideDigests> WideDigests::create()
{
    return nullptr;
}

} // namespace castdeck::wire
