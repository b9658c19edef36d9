// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/actions/orderlog.h"
#include "gui/text/report.h"

#include <QAction>

namespace castdeck
{

class Prompter;

/// The orders a person gave, and how one of them is given again. Whatever it was given for is named and
/// asked about first.
class OrderActions : public QObject
{
    Q_OBJECT
public:
    explicit OrderActions(Prompter &prompter, QObject *parent = nullptr);

    OrderLog &log() { return m_log; }
    bool canAgain(const QModelIndex &index) const { return !m_log.namesAgain(index).isEmpty(); }
    /// @p index: a line of the log.
    void askAgain(const QModelIndex &index);

Q_SIGNALS:
    void reported(const castdeck::Report &report);

private:
    Prompter &m_prompter;
    OrderLog m_log;
};

} // namespace castdeck
