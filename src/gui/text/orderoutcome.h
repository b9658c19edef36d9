// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QList>
#include <QStringList>

namespace castdeck
{

/// What became of one order that was given for several targets: each is counted once.
struct OrderOutcome {
    struct Failure {
        QString name;
        Error error;
    };
    QStringList done;
    quint32 disconnected = 0;
    quint32 unanswered = 0;
    QStringList unansweredNames;
    QList<Failure> failures;
};

} // namespace castdeck
