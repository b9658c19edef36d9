// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/actions/actiongroup.h"

#include <QWidget>

namespace castdeck
{

class HistoryWindow;
class InventoryModel;
class Prompter;
class ServerRegistry;

/// What can be done with the transport service of a server, with its policies, its history and its
/// properties. The actions are for the one server that the selected rows belong to, or for the only one there
/// is.
class ServiceActions : public ActionGroup
{
    Q_OBJECT
public:
    /// Everything given outlives it. Dialogs belong to @p window.
    ServiceActions(InventoryModel &model, ServerRegistry &servers, Prompter &prompter,
                   const QItemSelectionModel &selection, QWidget &window);

    QAction *start() const { return m_start; }
    QAction *stop() const { return m_stop; }
    QAction *restart() const { return m_restart; }
    QAction *enable() const { return m_enable; }
    QAction *disable() const { return m_disable; }
    QAction *readSettings() const { return m_readSettings; }
    QAction *policies() const { return m_policies; }
    QAction *properties() const { return m_properties; }
    QAction *history() const { return m_history; }
    QList<QAction *> all() const override;

private:
    enum class Verb { Start, Stop, Restart, Enable, Disable, ReadSettings };
    void update() override;
    Obstacle obstacleTo(Verb verb, const ServerId &id) const;
    Obstacle obstacleToAsk(const ServerId &id) const;
    Obstacle obstacleToHistory() const;
    ServerId selected() const;
    QString nameOf(const ServerId &id) const;
    int clientsOf(const ServerId &id) const;
    void askToEnd(Verb verb);
    const QAction &actionOf(Verb verb) const;
    void order(Verb verb, const ServerId &id, bool terminate = false, const QString &reason = {});
    QString doneText(Verb verb, const ServerId &id, bool terminate, const OrderOutcome &outcome) const;
    std::function<TransportServer *()> finderOf(const ServerId &id);
    void showPolicies();
    void showHistory();
    void showProperties();

    InventoryModel &m_model;
    ServerRegistry &m_servers;
    Prompter &m_prompter;
    QWidget &m_window;
    HistoryWindow *m_historyWindow = nullptr; ///< of all servers; the window's
    QAction *m_start;
    QAction *m_stop;
    QAction *m_restart;
    QAction *m_enable;
    QAction *m_disable;
    QAction *m_readSettings;
    QAction *m_policies;
    QAction *m_history;
    QAction *m_properties;
};

} // namespace castdeck
