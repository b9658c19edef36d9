// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/actions/actiongroup.h"
#include "gui/servers/remoteservers.h"

#include <QSet>
#include <QTimer>

namespace castdeck
{

class InventoryModel;
class Prompter;

/// What can be done with the list of servers. The actions are for the one server that the selected rows
/// belong to.
class ServerActions : public ActionGroup
{
    Q_OBJECT
public:
    ServerActions(InventoryModel &model, RemoteServers &remote, Prompter &prompter,
                  const QItemSelectionModel &selection, QObject *parent = nullptr);

    QAction *add() const { return m_add; }
    QAction *edit() const { return m_edit; }
    QAction *remove() const { return m_remove; }
    QAction *connectServer() const { return m_connect; }
    QAction *disconnectServer() const { return m_disconnect; }
    QAction *retryNow() const { return m_retry; }
    QAction *enterTokens() const { return m_enterTokens; }
    QAction *manage() const { return m_manage; }
    QList<QAction *> all() const override;

    /// Asks for what is missing of a server that is wanted for this run; connects at once if nothing is.
    void connectForThisRun(const ServerProfile &profile, const QString &token);

private:
    void update() override;
    /// Not valid unless the selected rows belong to one server.
    ServerId selected() const;
    QString nameOf(const ServerId &id) const;

    void askToAdd(const ServerProfile &profile, const QString &token, RemoteServers::Life life);
    void askToEdit(const ServerId &id);
    void askToRemove();
    void takeMissingToken(const ServerId &id);
    void tellMissingTokens();
    void askForTokens();
    void askToManage();
    void takeEnd(const ServerId &id, const Error &reason);

    InventoryModel &m_model;
    RemoteServers &m_remote;
    Prompter &m_prompter;
    QSet<ServerId> m_wanted; ///< a person asked for the connection and waits for it
    QAction *m_add;
    QAction *m_edit;
    QAction *m_remove;
    QAction *m_connect;
    QAction *m_disconnect;
    QAction *m_retry;
    QAction *m_enterTokens;
    QAction *m_manage;
    QTimer m_tellMissing; ///< when no more are found
};

} // namespace castdeck
