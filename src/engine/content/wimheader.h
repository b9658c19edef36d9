// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/content/contentsource.h"

namespace castdeck
{

/// What the first 208 bytes of a WIM file say of it ("Windows Imaging File Format", WIMHEADER_V1_PACKED).
/// Reading it costs one block of the file, so it can be asked for in the engine's thread.
struct WimHeader {
    quint32 imageCount = 0;
    bool isSolid = false; ///< contents are compressed together (ESD)

    /// InvalidNamespaceData with the file's name: no WIM, a damaged header, or one part of several.
    static Result<WimHeader> read(ContentSource &file);
};

} // namespace castdeck
