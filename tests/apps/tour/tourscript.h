// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/console/demo.h"
#include "tour.h"

#include <QDir>
#include <QModelIndex>
#include <memory>
#include <optional>

class QAction;
class QWizard;

namespace castdeck
{

class Console;
class DemoContent;
class InventoryModel;
class MainWindow;

/// The tour of the demo: what a person would do in the window, done by mouse and keyboard, and every step
/// checked: right-click, Terminate, accept; the row must go and every receiver exit as terminated; then the
/// server must still serve, by multicast and to whoever is sent away from it.
class TourScript : public QObject
{
    Q_OBJECT
public:
    /// Begins when the receivers of the demo do.
    TourScript(Console &console, const QDir &screenshots);
    ~TourScript() override;

Q_SIGNALS:
    void finished(bool passed);

private:
    void watchTheSession();
    void terminateIt();
    void checkTheReceivers();
    void publishAgain();
    void sendOneAway();

    /// Adds a step: a right-click on a row, until it is selected and its menu open.
    void openMenu(const QString &step, QModelIndex (TourScript::*row)() const, const QString &picture);
    /// Adds a step: the action is chosen in the open menu, until a question is asked.
    void choose(const QString &step, QAction *action, const QString &picture);
    /// Starts one more receiver of the second content.
    void receiveSecond(qint64 limit);
    void checkSecond(int receiver);
    void acceptQuestion();
    QModelIndex sessionRow() const;
    QModelIndex clientRow() const;
    QStringList visibleTexts(const QModelIndex &row) const;
    QWidget *dialog(const QString &name) const;
    QWizard *wizard() const;
    void photograph(QWidget *what, const QString &name);

    MainWindow &m_window;
    InventoryModel &m_model;
    Demo &m_demo;
    DemoReceivers &m_receivers;
    QDir m_screenshots;
    Tour m_tour;
    QElapsedTimer m_sinceAccept;
    std::optional<qint64> m_rowGone; ///< ns after accepting
    std::unique_ptr<DemoContent> m_secondContent;
    bool m_secondMade = false;
    DemoReceivers m_secondReceivers;
};

} // namespace castdeck
