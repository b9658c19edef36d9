// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "models/rowfacts.h"

#include <QList>
#include <QStringList>
#include <optional>

namespace castdeck
{

/// What became of one order that was given for several targets: each is counted once.
struct OrderOutcome {
    struct Failure {
        QString name;
        Error error;
        RowKey row{}; ///< without a server: it has none
    };
    /// What became of one of them.
    struct Target {
        QString name;
        QString serverName;
        quint32 disconnected = 0;
        QStringList unansweredNames{};
        std::optional<Error> error{};
    };
    QList<Target> targets; ///< in the order they were answered in
    QStringList done;
    quint32 disconnected = 0;
    quint32 unanswered = 0;
    QStringList unansweredNames;
    QList<Failure> failures;
};

} // namespace castdeck
