// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/serverconnection.h"
#include "management/servertarget.h"

namespace castdeck
{

/// Tries a server out, in two steps: who is it, and does it take our token. The first step shows no token, so
/// that no stranger ever sees it; at most our own certificate, which proves nothing to anybody else. Each
/// step ends in exactly one signal; a new one takes the place of one that is under way.
class ServerProbe : public QObject
{
    Q_OBJECT
public:
    explicit ServerProbe(QObject *parent = nullptr);
    ~ServerProbe() override;

    /// seen() or failed(). Whatever certificate it has is seen, unless the target names authorities: then one
    /// of theirs. The target's fingerprint is not looked at.
    void look(TlsTarget target);
    /// greeted() or failed(); over TLS the fingerprint must be the server's.
    void greet(const ServerTarget &target, const QString &token);
    void cancel();

Q_SIGNALS:
    void seen(const QString &fingerprint);
    void greeted(const castdeck::Welcome &greeting);
    void failed(const castdeck::Error &error);

private:
    void finish(std::function<void()> tell);

    std::unique_ptr<Channel> m_channel;
    std::unique_ptr<ServerConnection> m_connection;
    int m_step = 0; ///< what is still on its way from an earlier one is not told
};

} // namespace castdeck
