// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"

#include <QObject>

namespace castdeck
{

/// Turns the signals of the system into signals of an object. Make it before any thread is started: the
/// threads inherit that SIGTERM, SIGINT and SIGHUP are kept for it.
class SignalWatcher : public QObject
{
    Q_OBJECT
public:
    explicit SignalWatcher(QObject *parent = nullptr);

Q_SIGNALS:
    /// SIGTERM or SIGINT came.
    void stopRequested();
    /// SIGHUP came.
    void reloadRequested();

private:
    void takeSignals();

    Descriptor m_descriptor;
};

} // namespace castdeck
