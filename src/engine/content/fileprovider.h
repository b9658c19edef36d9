// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/content/contentprovider.h"

namespace castdeck
{

/// The provider "File": the configuration is the absolute path of one file, the only content its name.
class FileProvider : public ContentProvider
{
public:
    QString name() const override { return QStringLiteral("File"); }
    QString description() const override
    {
        return QStringLiteral("one file; the configuration is its absolute path");
    }
    /// FileNotFound, WrongFileKind, FileAccessDenied; InvalidNamespaceData for a relative path.
    Result<void> check(const QString &configuration) const override;
    Result<ContentSource> open(const QString &configuration, const QString &content) override;
    void list(const QString &configuration,
              const std::function<void(const Result<Offering> &)> &done) const override;

private:
    Result<ContentSource> opened(const QString &configuration, const QString &content) const;
};

} // namespace castdeck
