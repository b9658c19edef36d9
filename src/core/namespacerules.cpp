// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/namespacerules.h"

#include "core/bounds.h"
#include "core/fallbackurl.h"
#include "core/namespacename.h"
#include "core/textlength.h"

namespace castdeck
{

NamespaceInfo unregisteredCopy(const NamespaceInfo &row)
{
    NamespaceInfo copy = row;
    copy.id = {};
    copy.tombstoned = false;
    copy.tombstoneTime = {};
    copy.transmissionStarted = false;
    copy.startMissed = false;
    copy.waitingClients = 0;
    copy.error.reset();
    return copy;
}

namespace
{

Result<void> checkTexts(const NamespaceInfo &what)
{
    const std::pair<const char *, const QString &> texts[] = {
        {"friendlyName", what.friendlyName},
        {"description", what.description},
        {"contentProvider", what.contentProvider},
        {"configuration", what.configuration},
    };
    for (const auto &[key, text] : texts) {
        if (jsonLength(text) > bounds::textBytes(key))
            return failure(ErrorCode::InvalidNamespaceData,
                           QString(QLatin1String(key) %
                                   QStringLiteral(": longer than %1 bytes").arg(bounds::textBytes(key))));
    }
    return {};
}

} // namespace

Result<void> checkNamespace(const NamespaceInfo &what, const QDateTime &now)
{
    if (!isNamespaceName(what.name))
        return failure(ErrorCode::InvalidNamespaceName, what.name);
    if (auto fits = checkTexts(what); !fits)
        return fits;
    if (what.type != NamespaceType::AutoCast && !isScheduled(what.type))
        return failure(ErrorCode::InvalidNamespaceData, toText(what.type));
    const bool hasCriterion = what.minimumClients > 0 || what.startTime.isValid();
    if (what.type == NamespaceType::ScheduledCastAutoStart) {
        if (!hasCriterion)
            return failure(ErrorCode::InvalidNamespaceStartParameters,
                           QStringLiteral("neither minimum of clients nor start time"));
    } else if (hasCriterion) {
        return failure(ErrorCode::InvalidNamespaceData,
                       toText(what.type) % QStringLiteral(": has no start criteria"));
    }
    if (!what.fallbackUrl.isEmpty() && !isFallbackUrl(what.fallbackUrl))
        return failure(ErrorCode::InvalidNamespaceData, QStringLiteral("fallbackUrl: ") % what.fallbackUrl);
    if (what.startTime.isValid() && what.startTime <= now)
        return failure(ErrorCode::StartTimeInPast, what.startTime.toUTC().toString(Qt::ISODateWithMs));
    return {};
}

bool NamespaceFilter::matches(const NamespaceInfo &row) const
{
    return (contentProvider.isEmpty() || row.contentProvider == contentProvider) &&
           (name.isEmpty() || row.name == name) && (includeTombstones || !row.tombstoned);
}

} // namespace castdeck
