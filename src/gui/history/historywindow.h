// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"

#include <QDialog>

namespace castdeck
{

class HistoryTab;
class InventoryModel;
class Prompter;
class ServerRegistry;

/// What the servers of this console remember: the sessions that ended, and what administrators have ordered.
/// Stays open beside the window.
class HistoryWindow : public QDialog
{
    Q_OBJECT
public:
    /// Everything given outlives it.
    HistoryWindow(const InventoryModel &model, ServerRegistry &servers, Prompter &prompter,
                  QWidget *parent = nullptr);

    /// Asks them anew, all or the one that is chosen, and comes to the front.
    void openFor(const ServerId &chosen = {});

    HistoryTab &sessions() const { return *m_sessions; }
    HistoryTab &audit() const { return *m_audit; }

private:
    const InventoryModel &m_model;
    HistoryTab *m_sessions;
    HistoryTab *m_audit;
};

} // namespace castdeck
