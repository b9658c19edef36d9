// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/content/contentprovider.h"

namespace castdeck
{

/// The provider "WDS": the configuration is the absolute path of a folder, a content the path of a file below
/// it, in UTF-8 with '/' between its parts. Each file has exactly one name: `a//b`, `./a` and `a/` are no
/// names. A symlink is followed as long as it stays in the folder.
class FolderProvider : public ContentProvider
{
public:
    QString name() const override { return QStringLiteral("WDS"); }
    QString description() const override
    {
        return QStringLiteral("files below a folder; the configuration is its absolute path");
    }
    /// FileNotFound, WrongFileKind, FileAccessDenied, FolderEmpty; InvalidNamespaceData for a relative path.
    Result<void> check(const QString &configuration) const override;
    Result<ContentSource> open(const QString &configuration, const QString &content) override;
    void list(const QString &configuration,
              const std::function<void(const Result<Offering> &)> &done) const override;
};

} // namespace castdeck
