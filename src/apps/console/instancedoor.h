// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/console/handover.h"

#include <QLocalServer>
#include <QObject>
#include <functional>

namespace castdeck
{

/// Where the first console is told what a second one was started for. Only this user is listened to, a line
/// each, of bounded length and within a few seconds.
class InstanceDoor : public QObject
{
    Q_OBJECT
public:
    /// Does it, or says why not.
    using Take = std::function<Result<void>(const Handover &handover)>;
    explicit InstanceDoor(Take take, QObject *parent = nullptr);

    /// What is left of a console that was killed is replaced: hold the Instance. NetworkFailure.
    Result<void> open(const QString &socket);

private:
    void admit();
    void read(QLocalSocket &peer);
    static void answer(QLocalSocket &peer, const Result<void> &answer);

    Take m_take;
    QLocalServer m_server;
};

/// The other side: has the first console do it. Waits for it, so the program must have nothing else to do.
/// ConnectionLost or TimedOut if it says nothing, else what it said.
Result<void> handOver(const QString &socket, const Handover &handover);

} // namespace castdeck
