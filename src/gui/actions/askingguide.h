// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"

#include <QWidget>

namespace castdeck
{

class InventoryModel;
class RemoteServers;
class ServerRegistry;

/// Tells how machines ask for something published, in a window that stays as long as a person wants it.
class AskingGuide : public QObject
{
    Q_OBJECT
public:
    /// Everything given outlives it.
    AskingGuide(const InventoryModel &model, ServerRegistry &servers, const RemoteServers &remote,
                QWidget &window);

    /// @p done: what has just been done; may be empty.
    void tell(const ServerId &server, NamespaceId id, const QString &done);

private:
    const InventoryModel &m_model;
    ServerRegistry &m_servers;
    const RemoteServers &m_remote;
    QWidget &m_window;
};

} // namespace castdeck
