// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/text/report.h"
#include "models/inventoryfiltermodel.h"

#include <QMainWindow>
#include <QTimer>

class QLineEdit;

namespace castdeck
{

class DesktopNotices;
class EventLog;
class InventoryModel;
class InventoryTree;
class InventoryView;
class KeptLayout;
class LogWriter;
class NamespacePane;
class NoticeLine;
class Prompter;
class PublishFlow;
class RateWatch;
class RemoteServers;
class ServerActions;
class ServerRegistry;
class ServiceActions;
class SessionActions;

/// The console's window: lays out the tree, the actions, the notice line, the events and the rate chart, and
/// remembers how a person likes it. What is done is done by the actions.
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
    NoticeLine &notices() const { return *m_notice; }
    /// Says in the notice line what became of something; what did not work stays in the event log too.
    void report(const Report &report);

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void layOut();
    QDockWidget *addDock(const char *name, const QString &title, QWidget *content);
    QMenu *makeMenu(const char *name, const QString &title, const QList<QAction *> &actions);
    template <class Call>
    QAction *makeAction(const char *name, const QString &text, const char *shortcut, Call call);
    /// @p shown: the actions that show and hide the parts of the window.
    void addMenus(const QList<QAction *> &shown);
    void showMenu(const QPoint &globalPosition);
    void restoreLayout();

    InventoryModel &m_model;
    KeptLayout &m_layout;
    InventoryFilterModel m_rows;
    QLineEdit *m_filter;
    NoticeLine *m_notice;
    InventoryTree *m_view;
    PublishFlow *m_flow;
    SessionActions *m_actions;
    ServiceActions *m_service;
    ServerActions *m_serverActions;
    NamespacePane *m_namespaces;
    DesktopNotices *m_desktop;
    LogWriter *m_log;
    RateWatch *m_rates;
    QMenu *m_serviceMenu;
    QTimer m_tick;
};

} // namespace castdeck
