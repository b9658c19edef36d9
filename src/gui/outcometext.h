// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/orderoutcome.h"
#include "gui/report.h"

#include <QCoreApplication>

namespace castdeck
{

/// What the notice line says when an order has been carried out, or not.
class OutcomeText
{
    Q_DECLARE_TR_FUNCTIONS(castdeck::OutcomeText)
public:
    static Report report(const OrderOutcome &outcome);

private:
    static QString doneText(const OrderOutcome &outcome);
    static QString failedText(const OrderOutcome &outcome);
};

} // namespace castdeck
