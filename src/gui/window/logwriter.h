// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "gui/parts/eventlog.h"
#include "gui/text/report.h"

namespace castdeck
{

class DesktopNotices;
class InventoryModel;
class RemoteServers;
class ServerRegistry;

/// Writes into the event log what servers tell, what becomes of connections, and what did not work.
class LogWriter : public QObject
{
    Q_OBJECT
public:
    /// Everything given outlives it.
    LogWriter(const InventoryModel &model, const ServerRegistry &servers, const RemoteServers &remote,
              DesktopNotices &desktop, QObject *parent = nullptr);

    EventLog &log() { return m_log; }
    /// What was done stands in the rows and is left out.
    void take(const Report &report);

private:
    void append(const ServerId &id, const QString &text, bool needsAttention, const RowKey &about = {});
    QString nameOf(const ServerId &id) const;

    const InventoryModel &m_model;
    EventLog m_log;
};

} // namespace castdeck
