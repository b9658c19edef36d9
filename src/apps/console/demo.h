// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/console/democontent.h"
#include "apps/console/demoreceivers.h"

namespace castdeck
{

class LocalServer;
class MainWindow;

/// What `castdeck --demo` adds to the console: a content, and four receivers on the loopback that are slowed
/// so that one can watch.
class Demo : public QObject
{
    Q_OBJECT
public:
    /// @p folder: whose largest file is sent; empty: 512 MiB of random bytes.
    Demo(MainWindow &window, LocalServer &server, const QString &folder);

    /// Of this computer.
    DemoReceivers::Target target(const QString &namespaceName, const QString &content) const;
    DemoReceivers &receivers() { return m_receivers; }

Q_SIGNALS:
    /// The receivers run.
    void started();
    void failed();

private:
    void begin(const QString &folder, const QString &file);
    void giveUp(const QString &problem);

    MainWindow &m_window;
    LocalServer &m_server;
    quint16 m_port = 0;
    DemoContent m_content;
    DemoReceivers m_receivers;
};

} // namespace castdeck
