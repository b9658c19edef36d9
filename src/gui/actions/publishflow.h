// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/dialogs/prompter.h"
#include "gui/text/report.h"
#include "models/namespacefacts.h"

#include <QObject>

namespace castdeck
{

class InventoryModel;
class Order;
class ServerRegistry;

/// Asks what is published on a server, orders it, and says what became of it. What the server refuses is
/// asked again, with its words, until it takes it or the person gives up.
class PublishFlow : public QObject
{
    Q_OBJECT
public:
    /// Everything given outlives it.
    PublishFlow(const InventoryModel &model, ServerRegistry &servers, Prompter &prompter,
                QObject *parent = nullptr);

    void publish(const ServerId &server, const QString &serverName);
    /// A new one that begins like this one.
    void clone(const NamespaceFacts &of);
    /// A new one that takes the place of this one.
    void edit(const NamespaceFacts &of);
    /// A person wants to know how machines ask for it: askingWanted().
    void explain(const NamespaceFacts &what);

Q_SIGNALS:
    void reported(const castdeck::Report &report);
    /// An order is about to be given.
    void ordered(castdeck::Order *order);
    /// A person should see how machines ask for it. @p done: what has just been done, if that is why.
    void askingWanted(const castdeck::ServerId &server, castdeck::NamespaceId id, const QString &done);

private:
    struct Task {
        ServerId server;
        NamespaceId replaced; ///< valid: it is an edit
        PublishQuestion question;
    };
    void begin(Task task);
    void ask(const Task &task);
    /// With %1 for the name and %2 for the server.
    static QString doneText(const Task &task, bool terminated);
    void order(Task task, const PublishAnswer &answer);
    NamespaceId find(const ServerId &server, const QString &name) const;

    const InventoryModel &m_model;
    ServerRegistry &m_servers;
    Prompter &m_prompter;
};

} // namespace castdeck
