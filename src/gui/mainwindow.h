// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/ratekeeper.h"
#include "gui/report.h"
#include "models/inventoryfiltermodel.h"

#include <QMainWindow>
#include <QTimer>
#include <memory>

class QLabel;

namespace Ui
{
class MainWindow;
}

namespace castdeck
{

class DesktopNotices;
class EventLog;
class HeaderMenu;
class InventoryModel;
class InventoryView;
class KeptLayout;
class NamespacePane;
class NoticeLine;
class Prompter;
class PublishFlow;
class RemoteServers;
class ServerActions;
class ServerRegistry;
class ServiceActions;
class SessionActions;

/// The console's window: lays out the tree, the actions, the notice line, the events and the rate chart, and
/// remembers how a person likes it. What is done is done by SessionActions.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    /// Everything given must outlive the window. @p layout holds geometry, docks and columns.
    MainWindow(InventoryModel &model, ServerRegistry &servers, Prompter &prompter, KeptLayout &layout,
               QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Offers what can be done with servers on other machines, and tells what becomes of them. Once;
    /// @p remote outlives the window.
    ServerActions &manage(RemoteServers &remote);

    SessionActions &actions() const { return *m_actions; }
    ServiceActions &service() const { return *m_service; }
    NamespacePane &namespaces() const { return *m_namespaces; }
    InventoryView &view() const;
    InventoryFilterModel &rows() { return m_filter; }
    DesktopNotices &desktop() const { return *m_desktop; }
    EventLog &log() const { return *m_log; }
    NoticeLine &notices() const;
    /// Says in the notice line what became of something; what did not work stays in the event log too.
    void report(const Report &report);

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void setUpView();
    void setUpActions();
    void setUpNamespaces();
    void setUpEvents();
    void restoreLayout();
    void showMenu(const QPoint &globalPosition);
    void showHint();
    void tick();
    void showChart();
    void countRows();
    void expandNew(const QModelIndex &parent, int first, int last);
    void showAbout();

    InventoryModel &m_model;
    ServerRegistry &m_servers;
    Prompter &m_prompter;
    KeptLayout &m_layout;
    std::unique_ptr<Ui::MainWindow> m_ui;
    QLabel *m_count;
    InventoryFilterModel m_filter;
    HeaderMenu *m_columns = nullptr;
    PublishFlow *m_flow = nullptr;
    NamespacePane *m_namespaces = nullptr;
    SessionActions *m_actions = nullptr;
    ServiceActions *m_service = nullptr;
    ServerActions *m_serverActions = nullptr;
    EventLog *m_log = nullptr;
    DesktopNotices *m_desktop = nullptr;
    RateKeeper m_rates;
    QTimer m_tick;
    QTimer m_hintLater;
};

} // namespace castdeck
