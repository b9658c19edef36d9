// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/fallback.h"

#include "apps/receiver/tlsinitiation.h"
#include "management/fingerprint.h"
#include "management/truststore.h"
#include "transport/net/socketaddress.h"

namespace castdeck
{

namespace
{

Result<std::function<Result<void>(const QString &)>> recognition(const ReceiverOptions &options,
                                                                 const SessionOffer &offer)
{
    const QString expected = offer.fingerprint.isEmpty() ? options.fingerprint.toLower() : offer.fingerprint;
    if (!expected.isEmpty())
        return [expected](const QString &shown) {
            return shown == expected ? Result<void>()
                                     : Result<void>(tl::unexpected(fingerprintMismatch(expected, shown)));
        };
    auto opened = TrustStore::open(TrustStore::defaultPath());
    if (!opened)
        return tl::unexpected(opened.error());
    const auto trust = std::make_shared<TrustStore>(std::move(*opened));
    const QString name = QStringLiteral("%1:%2").arg(options.server.toLower()).arg(offer.fallbackPort);
    return [trust, name](const QString &shown) {
        return trust->check(name, shown).map([](TrustStore::Verdict) {});
    };
}

/// As a URL wants it: with the scope of an IPv6 address escaped.
QString hostOf(const ReceiverOptions &options, const SessionOffer &offer)
{
    const bool isName = !options.server.contains(QLatin1Char(':'));
    if (isName && offer.answeredFrom.length != 0)
        return toText(offer.answeredFrom);
    QString host = options.server;
    return host.replace(QLatin1Char('%'), QLatin1String("%25"));
}

Result<UnicastPlace> ofServer(const ReceiverOptions &options, const SessionOffer &offer, const QString &path)
{
    auto recognises = recognition(options, offer);
    if (!recognises)
        return tl::unexpected(recognises.error());
    QUrl url;
    url.setScheme(QStringLiteral("https"));
    url.setHost(hostOf(options, offer));
    url.setPort(offer.fallbackPort);
    url.setPath(path);
    return UnicastPlace{url, std::move(*recognises)};
}

} // namespace

Result<UnicastPlace> treePlace(const ReceiverOptions &options, const SessionOffer &offer)
{
    return ofServer(options, offer, offer.treePath);
}

Result<QList<UnicastPlace>> unicastPlaces(const ReceiverOptions &options, const SessionOffer &offer)
{
    QList<UnicastPlace> places;
    if (!offer.fallbackUrl.isEmpty()) {
        TlsTarget known;
        if (const auto read = options.tlsFiles.addTo(known); !read)
            return tl::unexpected(read.error());
        places.append({offer.fallbackUrl, {}, known.authorities});
    }
    if (offer.fallbackPort == 0)
        return places;
    auto server = ofServer(options, offer, offer.fallbackPath);
    if (!server)
        return tl::unexpected(server.error());
    places.append(std::move(*server));
    return places;
}

} // namespace castdeck
