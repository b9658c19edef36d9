// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/text/orderoutcome.h"
#include "gui/text/report.h"

#include <QCoreApplication>

namespace castdeck
{

enum class OrderKind : quint8 { Terminate, Disconnect, Bypass, Retire, Drain, Start, TerminateContent };

/// What the notice line says when an order has been carried out, or not.
class OutcomeText
{
    Q_DECLARE_TR_FUNCTIONS(castdeck::OutcomeText)
public:
    static Report report(OrderKind kind, const OrderOutcome &outcome);
    /// Of an order for one target. @p done says what was done; @p failed, with %1 for the target and %2 for
    /// the reason, what was not.
    static Report report(const OrderOutcome &outcome, const QString &done,
                         const QString &failed = tr("%1 failed: %2", "name: why"));
    /// Of any order that was given once more.
    static Report again(const QString &title, const OrderOutcome &outcome);
    /// What became of one target, in a few words.
    static QString ofTarget(const OrderOutcome::Target &target);
    /// What the order is called in the list of orders.
    static QString title(OrderKind kind);
    static Report notConnected(const QString &serverName);

private:
    static QString doneText(OrderKind kind, const OrderOutcome &outcome);
    static void offerRemedy(Report &report, const OrderOutcome::Failure &failure);
    static QString detailsOf(const OrderOutcome &outcome);
    static QString failedText(const OrderOutcome &outcome);
    static QString unansweredText(const OrderOutcome &outcome);
};

} // namespace castdeck
