// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/text/report.h"
#include "models/inventoryfiltermodel.h"

#include <QMainWindow>
#include <QTimer>
#include <memory>

namespace castdeck
{

class Announcer;
class DesktopNotices;
class DetailsWatch;
class EventLog;
class EventTabs;
class FilterField;
class InventoryModel;
class InventoryTree;
class InventoryView;
class KeptLayout;
class LayoutKeeper;
class LogWriter;
class NamespacePane;
class NoticeLine;
class OrderActions;
class PaneActions;
class PassingWords;
class Prompter;
class PublishFlow;
class RemoteServers;
class RowMenus;
class RowReveal;
class ServerActions;
class ServerRegistry;
class ServiceActions;
class SessionActions;
class WindowTools;

/// The console's window: lays out the tree, the actions, the notice line and the panes, and leads what these
/// report to where it is read. What is done is done by the actions.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    /// Everything given must outlive the window. @p layout holds geometry, docks and columns.
    MainWindow(InventoryModel &model, ServerRegistry &servers, RemoteServers &remote, Prompter &prompter,
               KeptLayout &layout, QWidget *parent = nullptr);
    ~MainWindow() override;

    SessionActions &actions() const { return *m_actions; }
    ServiceActions &service() const { return *m_service; }
    ServerActions &serverActions() const { return *m_serverActions; }
    NamespacePane &namespaces() const { return *m_namespaces; }
    InventoryView &view() const;
    InventoryFilterModel &rows() { return m_rows; }
    DesktopNotices &desktop() const { return *m_desktop; }
    EventLog &log() const;
    EventTabs &events() const { return *m_events; }
    OrderActions &orders() const { return *m_orders; }
    PaneActions &panes() const { return *m_panes; }
    WindowTools &tools() const { return *m_tools; }
    NoticeLine &notices() const { return *m_notice; }
    /// Says what became of something: in the status bar what was done, in the notice line what was not, which
    /// stays in the event log too.
    void report(const Report &report);
    /// What was said last and can still be read.
    QString lastWords() const;
    void reveal(const RowKey &row);

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void layOut(ServerRegistry &servers, const RemoteServers &remote);
    void listen(RemoteServers &remote);
    QDockWidget *addDock(const char *name, const QString &title, QWidget *content);
    template <class Call>
    QAction *makeAction(const char *name, const QString &text, const char *shortcut, Call call);
    void makeMenus(const RemoteServers &remote);
    void showOwnPolicies(const RemoteServers &remote);
    void popUp(const char *name, const QList<QAction *> &actions, const QPoint &globalPosition);

    InventoryModel &m_model;
    KeptLayout &m_layout;
    InventoryFilterModel m_rows;
    FilterField *m_filter;
    NoticeLine *m_notice;
    PassingWords *m_words;
    InventoryTree *m_view;
    PaneActions *m_panes;
    PublishFlow *m_flow;
    SessionActions *m_actions;
    ServiceActions *m_service;
    ServerActions *m_serverActions;
    NamespacePane *m_namespaces;
    OrderActions *m_orders;
    EventTabs *m_events;
    DesktopNotices *m_desktop;
    LogWriter *m_log;
    DetailsWatch *m_details;
    WindowTools *m_tools;
    QList<QAction *> m_shown; ///< show and hide the docks
    std::unique_ptr<RowReveal> m_reveal;
    std::unique_ptr<RowMenus> m_menus;
    Announcer *m_announcer;
    LayoutKeeper *m_keeper;
    QTimer m_tick;
};

} // namespace castdeck
