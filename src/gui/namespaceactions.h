// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transportserver.h"
#include "gui/prompter.h"
#include "gui/report.h"
#include "models/namespaceselection.h"

#include <QAction>
#include <QItemSelectionModel>

namespace castdeck
{

class NamespaceModel;
class PublishFlow;
class ServerRegistry;

/// What can be done with namespaces: the same actions in the menu and at a namespace's row. What is done is
/// done for the rows as they were when it was triggered.
class NamespaceActions : public QObject
{
    Q_OBJECT
public:
    /// @p selection is of a view whose rows answer InventoryRole::Facts with NamespaceFacts. Everything given
    /// outlives it.
    NamespaceActions(NamespaceModel &model, ServerRegistry &servers, Prompter &prompter, PublishFlow &flow,
                     QItemSelectionModel &selection, QObject *parent = nullptr);

    QAction *startNow() const { return m_start; }
    QAction *edit() const { return m_edit; }
    QAction *clone() const { return m_clone; }
    QAction *deregister() const { return m_deregister; }
    QAction *rearm() const { return m_rearm; }
    QAction *setMinimum() const { return m_minimum; }
    QAction *terminateContent() const { return m_terminate; }
    QList<QAction *> all() const;

Q_SIGNALS:
    void reported(const castdeck::Report &report);

private:
    void update();
    NamespaceSelection selected() const;
    void askToStart();
    void askToDeregister();
    void askToTerminate();
    void askForTime();
    void askForMinimum();
    /// Says what became of a verb on one namespace.
    void follow(const NamespaceFacts &row, const QFuture<Result<NamespaceReport>> &future,
                const QString &done);
    TransportServer *serverOf(const NamespaceFacts &row);

    NamespaceModel &m_model;
    ServerRegistry &m_servers;
    Prompter &m_prompter;
    PublishFlow &m_flow;
    QItemSelectionModel &m_selection;
    QAction *m_start;
    QAction *m_edit;
    QAction *m_clone;
    QAction *m_deregister;
    QAction *m_rearm;
    QAction *m_minimum;
    QAction *m_terminate;
};

} // namespace castdeck
