// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/actions/actiongroup.h"
#include "models/namespaceselection.h"

namespace castdeck
{

class NamespaceModel;
class Prompter;
class PublishFlow;
class ServerRegistry;

/// What can be done with namespaces.
class NamespaceActions : public ActionGroup
{
    Q_OBJECT
public:
    /// @p selection is of a view whose rows answer InventoryRole::Facts with NamespaceFacts. Everything given
    /// outlives it.
    NamespaceActions(NamespaceModel &model, ServerRegistry &servers, Prompter &prompter, PublishFlow &flow,
                     const QItemSelectionModel &selection, QObject *parent = nullptr);

    QAction *startNow() const { return m_start; }
    QAction *edit() const { return m_edit; }
    QAction *clone() const { return m_clone; }
    QAction *deregister() const { return m_deregister; }
    QAction *rearm() const { return m_rearm; }
    QAction *setMinimum() const { return m_minimum; }
    QAction *howToAsk() const { return m_howToAsk; }
    QAction *terminateContent() const { return m_terminate; }
    QList<QAction *> all() const override;

    /// From now on the namespaces of these rows, which answer InventoryRole::Facts with RowFacts, are meant;
    /// null: those of the selection that was given first.
    void mean(const QItemSelectionModel *rows);

Q_SIGNALS:
    /// An order was given for it; Pending::None: it has been answered.
    void marked(const castdeck::ServerId &server, castdeck::NamespaceId id, castdeck::Pending pending);

private:
    void update() override;
    NamespaceSelection selected() const;
    void askToStart();
    void askToDeregister();
    void askToTerminate();
    void askForTime();
    void askForMinimum();
    Order::Target targetOf(const NamespaceFacts &row, Pending pending = Pending::None);

    NamespaceModel &m_model;
    ServerRegistry &m_servers;
    Prompter &m_prompter;
    PublishFlow &m_flow;
    const QItemSelectionModel *m_meant = nullptr;
    QMetaObject::Connection m_watched;
    QAction *m_start;
    QAction *m_edit;
    QAction *m_clone;
    QAction *m_deregister;
    QAction *m_rearm;
    QAction *m_minimum;
    QAction *m_howToAsk;
    QAction *m_terminate;
};

} // namespace castdeck
