// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QList>
#include <QStringList>

namespace castdeck
{

enum class OrderKind : quint8 { Terminate, Disconnect, Bypass, Retire, Drain, Start, TerminateContent };

/// What became of one order that was given for several rows: each is counted once.
struct OrderOutcome {
    struct Failure {
        QString name;
        Error error;
    };
    OrderKind kind = OrderKind::Terminate;
    QStringList done;
    quint32 disconnected = 0;
    quint32 unanswered = 0;
    QStringList unansweredNames;
    QList<Failure> failures;
};

} // namespace castdeck
