// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inventory.h"
#include "management/tlsclient.h"

#include <QProcess>
#include <functional>

namespace castdeck
{

class FakeTransportServer;

/// One transport server of the benchmark: a process of its own that can be killed and started again at the
/// same port, with the same certificate and another inventory.
class BenchServer : public QObject
{
    Q_OBJECT
public:
    /// @p folder is the server's own, to be made. Ends the program if it cannot be.
    explicit BenchServer(const QString &folder, QObject *parent = nullptr);
    ~BenchServer() override { kill(); }

    /// What a server that was started with this number holds.
    static Inventory contents(int number);
    /// The life of the child process; @p arguments are those start() gives it. @p furnish makes the server
    /// another than that of contents(), and may let it live.
    static int run(const QStringList &arguments,
                   const std::function<void(FakeTransportServer &)> &furnish = {});

    /// started() follows.
    void start(int number);
    /// At once, without a word to anybody.
    void kill();

    int number() const { return m_number; }
    TlsTarget target() const;
    const QString &token() const { return m_token; }

Q_SIGNALS:
    /// It listens.
    void started();

private:
    QString m_folder;
    QString m_token;
    QString m_fingerprint;
    quint16 m_port = 0;
    int m_number = 0;
    QProcess m_process;
};

} // namespace castdeck
