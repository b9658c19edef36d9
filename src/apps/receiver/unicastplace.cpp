// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/unicastplace.h"

#include "management/fingerprint.h"
#include "management/tlsclient.h"

#include <QSslConfiguration>

namespace castdeck
{

QNetworkRequest UnicastPlace::request() const
{
    QNetworkRequest ask(url);
    ask.setRawHeader("Accept-Encoding", "identity");
    ask.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    ask.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    tls.addCaCertificates(authorities);
    ask.setSslConfiguration(tls);
    return ask;
}

void UnicastPlace::recognise(QNetworkReply &reply, const std::function<void(const Error &)> &refuse) const
{
    QObject::connect(
        &reply, &QNetworkReply::sslErrors, &reply,
        [this, &reply, refuse](const QList<QSslError> &errors) { takeErrors(reply, errors, refuse); });
    QObject::connect(&reply, &QNetworkReply::encrypted, &reply,
                     [this, &reply, refuse] { takeEncrypted(reply, refuse); });
}

/// A certificate that will do for what it is; its form is looked at all the same.
void UnicastPlace::takeErrors(QNetworkReply &reply, const QList<QSslError> &errors,
                              const std::function<void(const Error &)> &refuse) const
{
    if (!recognises)
        return;
    for (const QSslError &error : errors) {
        if (!isAboutTrustAlone(error))
            return;
    }
    const QSslCertificate shown = reply.sslConfiguration().peerCertificate();
    const auto known = shown.isNull() ? failure(ErrorCode::CertificateRefused, url.host())
                                      : recognises(fingerprintOf(shown));
    if (known)
        reply.ignoreSslErrors(errors);
    else
        refuse(known.error());
}

/// Also for one that this system trusts: it may be somebody else's.
void UnicastPlace::takeEncrypted(const QNetworkReply &reply,
                                 const std::function<void(const Error &)> &refuse) const
{
    if (!recognises)
        return;
    const auto known = recognises(fingerprintOf(reply.sslConfiguration().peerCertificate()));
    if (!known)
        refuse(known.error());
}

} // namespace castdeck
