// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "gui/text/howtoask.h"

#include <QObject>

namespace castdeck
{

class InventoryModel;
class RemoteServers;
class ServerRegistry;

/// Finds out how machines ask for what a namespace offers: of the server's row, of the profile it is reached
/// by, and of the server itself, which is asked for the files.
class AskingLookup : public QObject
{
    Q_OBJECT
public:
    /// Everything given outlives it.
    AskingLookup(const InventoryModel &model, ServerRegistry &servers, const RemoteServers &remote,
                 QObject *parent = nullptr);

    /// From now on about this one, the same again: as it is now. changed() is raised before it returns, if
    /// anything is new, and again when the server has said which files there are.
    void look(const ServerId &server, NamespaceId id);
    const HowToAsk &facts() const { return m_facts; }

Q_SIGNALS:
    void changed(const castdeck::HowToAsk &facts);

private:
    void findPlace(const ServerId &server);
    void askForFiles(const ServerId &server, NamespaceId id);

    const InventoryModel &m_model;
    ServerRegistry &m_servers;
    const RemoteServers &m_remote;
    ServerId m_server;
    NamespaceId m_id;
    HowToAsk m_facts;
    int m_asked = 0; ///< number of the question whose answer is wanted
};

} // namespace castdeck
