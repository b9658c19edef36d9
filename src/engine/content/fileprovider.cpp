// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/content/fileprovider.h"

#include <QFileInfo>

namespace castdeck
{

Result<ContentSource> FileProvider::opened(const QString &configuration, const QString &content) const
{
    return calls().ask<ContentSource>(configuration, content,
                                      [configuration] { return ContentSource::fromPath(configuration); });
}

Result<void> FileProvider::check(const QString &configuration) const
{
    if (!configuration.startsWith(u'/'))
        return failure(ErrorCode::InvalidNamespaceData,
                       configuration % QStringLiteral(": not an absolute path"));
    return opened(configuration, {}).map([](const ContentSource &) {});
}

Result<ContentSource> FileProvider::open(const QString &configuration, const QString &content)
{
    if (content != QFileInfo(configuration).fileName())
        return failure(ErrorCode::ContentNotFound, content);
    return opened(configuration, content).and_then(onceSettled);
}

void FileProvider::list(const QString &configuration,
                        const std::function<void(const Result<Offering> &)> &done) const
{
    calls().ask<Offering>(
        configuration,
        [configuration] {
            return ContentSource::fromPath(configuration).map([&](const ContentSource &file) {
                return Offering{{{QFileInfo(configuration).fileName(), file.size()}}};
            });
        },
        done);
}

} // namespace castdeck
