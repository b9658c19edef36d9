// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/console/democontent.h"
#include "apps/console/demoreceivers.h"

#include <QDir>
#include <memory>

namespace castdeck
{

class InventoryModel;
class LocalServer;
class MainWindow;
class TourScript;

/// What `castdeck --demo` adds to the console: a content, and four receivers on the loopback that are slowed
/// so that one can watch; with a tour, the window then shows and checks itself.
class Demo : public QObject
{
    Q_OBJECT
public:
    struct Options {
        QString folder; ///< whose largest file is sent; empty: 512 MiB of random bytes
        bool tour = false;
        QDir screenshots;
    };
    Demo(MainWindow &window, InventoryModel &model, LocalServer &server, Options options,
         QObject *parent = nullptr);
    ~Demo() override;

Q_SIGNALS:
    /// The tour is over.
    void finished(bool passed);

private:
    void begin(const QString &folder, const QString &file);
    void startTour();
    void giveUp(const QString &problem);

    MainWindow &m_window;
    InventoryModel &m_model;
    LocalServer &m_server;
    Options m_options;
    quint16 m_port = 0;
    DemoContent m_content;
    DemoReceivers m_receivers;
    std::unique_ptr<TourScript> m_tour;
};

} // namespace castdeck
