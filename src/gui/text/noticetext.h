// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inventory.h"

#include <QCoreApplication>

namespace castdeck
{

/// What the event pane says of a notice.
class NoticeText
{
    Q_DECLARE_TR_FUNCTIONS(castdeck::NoticeText)
public:
    static QString sentence(const Notice &notice);
    /// Whether somebody should look at it.
    static bool needsAttention(const Notice &notice);
};

} // namespace castdeck
