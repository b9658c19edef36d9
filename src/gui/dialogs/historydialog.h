// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transportserver.h"

#include <QDialog>
#include <functional>

namespace castdeck
{

class HistoryTab;
class Prompter;

/// What one server remembers: the sessions that ended, and what administrators have ordered.
class HistoryDialog : public QDialog
{
    Q_OBJECT
public:
    using Server = std::function<TransportServer *()>;

    /// @p server is asked for anew before each question; it may have become another, or null. @p prompter
    /// outlives it.
    HistoryDialog(const QString &serverName, const Server &server, Prompter &prompter,
                  QWidget *parent = nullptr);

    HistoryTab &sessions() const { return *m_sessions; }
    HistoryTab &audit() const { return *m_audit; }

private:
    HistoryTab *m_sessions;
    HistoryTab *m_audit;
};

} // namespace castdeck
