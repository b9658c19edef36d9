// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/fileprovider.h"

#include <QFileInfo>

namespace castdeck
{

Result<void> FileProvider::check(const QString &configuration) const
{
    if (!configuration.startsWith(u'/'))
        return failure(ErrorCode::InvalidNamespaceData,
                       configuration % QStringLiteral(": not an absolute path"));
    return ContentSource::fromPath(configuration).map([](const ContentSource &) {});
}

Result<ContentSource> FileProvider::open(const QString &configuration, const QString &content)
{
    if (content != QFileInfo(configuration).fileName())
        return failure(ErrorCode::ContentNotFound, content);
    return ContentSource::fromPath(configuration).and_then(onceSettled);
}

} // namespace castdeck
