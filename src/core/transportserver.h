// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/verbs.h"

#include <QObject>

namespace castdeck
{

/// What a transport server can be asked (core/verbs.h), whether it lives in this process or behind a
/// connection.
///
/// Thread: ask and take the signals in the thread the object lives in. Every future finishes exactly once,
/// with a value or an error, and always from a queued call: never inside ask().
class TransportServer : public QObject, public Answers<ServerVerbs>
{
    Q_OBJECT
public:
    using QObject::QObject;

Q_SIGNALS:
    /// In order of revision, without gaps.
    void eventRaised(const castdeck::InventoryEvent &event);
};

} // namespace castdeck
