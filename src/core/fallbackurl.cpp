// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fallbackurl.h"

#include <QUrl>

namespace castdeck
{

namespace
{

const QString spacePart = QStringLiteral("{namespace}");
const QString contentPart = QStringLiteral("{content}");
constexpr qsizetype LengthMax = 2048;

} // namespace

bool isFallbackUrl(const QString &urlTemplate)
{
    if (urlTemplate.size() > LengthMax || !urlTemplate.contains(contentPart))
        return false;
    const QUrl url(fallbackUrl(urlTemplate, QStringLiteral("n"), QStringLiteral("c")), QUrl::StrictMode);
    const bool isWeb = url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http");
    return url.isValid() && isWeb && !url.host().isEmpty();
}

QString fallbackUrl(const QString &urlTemplate, const QString &namespaceName, const QString &content)
{
    // In one pass: names may hold braces.
    QString url;
    for (qsizetype at = 0; at < urlTemplate.size();) {
        const QStringView rest = QStringView(urlTemplate).sliced(at);
        if (rest.startsWith(spacePart)) {
            url += QString::fromLatin1(QUrl::toPercentEncoding(namespaceName));
            at += spacePart.size();
        } else if (rest.startsWith(contentPart)) {
            url += QString::fromLatin1(QUrl::toPercentEncoding(content, QByteArrayLiteral("/")));
            at += contentPart.size();
        } else {
            url += urlTemplate[at++];
        }
    }
    return url;
}

} // namespace castdeck
