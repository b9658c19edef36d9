// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/ctl/errorline.h"
#include "apps/ctl/printer.h"
#include "management/serverconnection.h"
#include "management/servertarget.h"
#include "management/truststore.h"

#include <functional>
#include <memory>

namespace castdeck
{

struct Profile;

/// What a verb works with: the options, the outputs, the connection to the server, and the end.
class Shell : public QObject
{
public:
    explicit Shell(GlobalOptions options) : m_options(std::move(options)) {}

    const GlobalOptions &options() const { return m_options; }
    /// "host:port" of the server, or its address over ssh, once it was asked.
    const QString &serverName() const { return m_serverName; }
    void list(const Listing &listing) const { Printer::write(Printer(m_options.format).list(listing)); }
    void single(const Listing &listing) const { Printer::write(Printer(m_options.format).single(listing)); }

    using Ready = std::function<void(ServerConnection &)>;
    /// Connects to the server of the options and calls @p ready; if that fails, says why and finishes. A
    /// connection that is lost later ends pending calls.
    void ask(Ready ready);
    /// The same, for its state and events; a connection that is lost is a failure.
    void watch(Ready ready);

    /// Says what went wrong, with what.
    ExitCode complain(const Error &error, const QString &subject = {}) const;
    void fail(const Error &error, const QString &subject = {}) { finish(complain(error, subject)); }
    /// Takes leave of the server and ends the program.
    void finish(ExitCode code);

    /// Calls @p then with the value, or fails with the error.
    template <class T, class Then>
    void take(const QFuture<Result<T>> &future, const QString &subject, Then then)
    {
        whenFinished(this, future, [this, subject, then = std::move(then)](const Result<T> &result) {
            if (result)
                then(*result);
            else
                fail(result.error(), subject);
        });
    }

private:
    void connect(ServerConnection::Options how, Ready ready);
    std::optional<ServerTarget> findTarget(const Profile &profile);
    void takeLoss(const Error &reason);

    GlobalOptions m_options;
    QString m_serverName;
    std::optional<TrustStore> m_trust;
    std::unique_ptr<ServerConnection> m_connection; ///< after m_trust, which its channel uses
    bool m_watches = false;
    bool m_ready = false;
    std::optional<ExitCode> m_finished;
};

} // namespace castdeck
