// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSslCertificate>
#include <QUrl>
#include <functional>

namespace castdeck
{

/// Where a content can be had by unicast.
struct UnicastPlace {
    QUrl url; ///< http or https
    /// Asked, if there, whether a certificate that nobody vouches for is the server's; without it only those
    /// that this system or the authorities vouch for will do.
    std::function<Result<void>(const QString &fingerprint)> recognises;
    QList<QSslCertificate> authorities{}; ///< beside those of the system

    /// For GET, over TLS 1.2 or later; nothing leads elsewhere.
    QNetworkRequest request() const;
    /// Lets the reply come only from who is recognised; @p refuse is told of anybody else. Outlives the
    /// reply.
    void recognise(QNetworkReply &reply, const std::function<void(const Error &)> &refuse) const;

private:
    void takeErrors(QNetworkReply &reply, const QList<QSslError> &errors,
                    const std::function<void(const Error &)> &refuse) const;
    void takeEncrypted(const QNetworkReply &reply, const std::function<void(const Error &)> &refuse) const;
};

} // namespace castdeck
