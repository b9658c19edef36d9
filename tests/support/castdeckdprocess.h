// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/serverconnection.h"
#include "management/tlsclient.h"

#include <QProcess>

namespace castdeck
{

/// The real castdeckd on the loopback, with its configuration and its state in a folder. Ends with the
/// object.
class CastdeckdProcess
{
public:
    /// With an empty configuration: neither that of the machine nor its environment matter.
    explicit CastdeckdProcess(const QString &folder);
    ~CastdeckdProcess();
    Q_DISABLE_COPY_MOVE(CastdeckdProcess)

    QString configuration() const { return m_folder + QStringLiteral("/castdeckd.conf"); }
    QString state(const QString &name = {}) const { return m_folder + QStringLiteral("/state/") + name; }
    bool configure(const QByteArray &text) const;
    /// That of this process, without what sets a program of ours up.
    static QProcessEnvironment cleanEnvironment();
    void setVariable(const QString &name, const QString &value);

    /// Where everything is, on the loopback, at any free initiation port.
    QStringList usualOptions() const;
    /// Starts it with these and @p more options; whether it came to the ready line.
    bool start(const QStringList &more = {QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0")},
               const QString &folderOfProgram = QStringLiteral(CASTDECK_BIN_DIR));
    QProcess &process() { return m_process; }
    /// Waits for its end; −1 if that does not come, −2 if it crashed.
    int exitCode();
    /// SIGTERM; the exit code.
    int stop();

    /// Of the ready line: the line, and what is in it.
    const QString &ready() const { return m_ready; }
    const QString &address() const { return m_address; }
    quint16 port() const { return m_port; }
    const QString &initiationPort() const { return m_initiationPort; }
    const QString &fingerprint() const { return m_fingerprint; }
    const QString &fallbackPort() const { return m_fallbackPort; }

    /// Of the administrator that the first start makes.
    QString token() const;
    TlsTarget target() const { return {.host = m_address, .port = m_port, .fingerprint = m_fingerprint}; }
    std::unique_ptr<ServerConnection> connect(const TlsTarget &target, const QString &token) const;
    std::unique_ptr<ServerConnection> connect() const { return connect(target(), token()); }

private:
    QString m_folder;
    QProcess m_process;
    QString m_ready;
    QString m_address;
    quint16 m_port = 0;
    QString m_initiationPort;
    QString m_fingerprint;
    QString m_fallbackPort;
};

} // namespace castdeck
