// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/console/consoleoptions.h"
#include "apps/console/demo.h"
#include "apps/console/handover.h"
#include "apps/console/localserver.h"
#include "apps/console/outerservers.h"
#include "gui/actions/closeguard.h"
#include "gui/dialogs/dialogprompter.h"
#include "gui/parts/placeholdercolor.h"
#include "gui/window/keptlayout.h"
#include "gui/window/mainwindow.h"

#include <QSocketNotifier>
#include <QTemporaryDir>

namespace castdeck
{

/// castdeck without its command line: the window, the server on this computer and those elsewhere. It ends
/// the application when the window is closed, and when the stop descriptor is readable; the machines that
/// receive from this computer are told first. Lives in the window's thread.
class Console : public QObject
{
    Q_OBJECT
public:
    /// What the program is called; before anything that is kept under that name.
    static void nameProgram();
    /// The same, and how it looks and speaks; needs the application.
    static void introduce();

    Console(const ConsoleOptions &options, int stopDescriptor);
    ~Console() override;

    MainWindow &window() { return m_window; }
    InventoryModel &model() { return m_model; }
    LocalServer &local() { return *m_local; } ///< not with --no-local
    Demo *demo() { return m_demo.get(); }     ///< none without --demo

    /// Does what another start of the program was for, and shows itself. TransportServerRoleNotConfigured if
    /// it is to publish and this computer is no server.
    Result<void> take(const Handover &handover);
    /// Ends all sessions and tells their clients; then the application quits.
    void quit();

private:
    void tellWhatFails(const LocalServer &local);
    void publish(const QString &folder);

    PlaceholderColor m_placeholders;
    QTemporaryDir m_demoFolder;
    KeptLayout m_layout;
    InventoryModel m_model;
    ServerRegistry m_servers;
    OuterServers m_outer;
    DialogPrompter m_prompter;
    MainWindow m_window;
    std::unique_ptr<LocalServer> m_local;
    CloseGuard m_guard;
    QSocketNotifier m_stop;
    std::unique_ptr<Demo> m_demo;
};

/// Of the server on this computer. In a demo nothing of it is where a person has arranged something: all of
/// its files are in @p demoFolder.
LocalServer::Settings localSettings(const ConsoleOptions &options, const QString &demoFolder,
                                    const Preferences &chosen);

} // namespace castdeck
