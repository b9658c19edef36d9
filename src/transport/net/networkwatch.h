// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"
#include "core/error.h"

#include <QObject>
#include <QTimer>
#include <memory>

namespace castdeck
{

/// Tells when this machine's interfaces or their addresses come, go or change, as the kernel tells it. Lives
/// in a thread with an event loop.
class NetworkWatch : public QObject
{
    Q_OBJECT
public:
    static Result<std::unique_ptr<NetworkWatch>> open();

Q_SIGNALS:
    /// Something is different; several changes in a row are told once.
    void changed();

private:
    explicit NetworkWatch(Descriptor socket);
    void takeMessages();

    Descriptor m_socket;
    QTimer m_gather;
};

} // namespace castdeck
