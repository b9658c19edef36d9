// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/setup.h"
#include "core/values.h"
#include "engine/common/enginesettings.h"
#include "engine/content/contentprovider.h"

#include <memory>
#include <vector>

namespace castdeck
{

/// Where contents can come from. Lives in the engine thread.
class ContentProviders
{
public:
    using List = std::vector<std::unique_ptr<ContentProvider>>;
    /// All that this program has and this machine can serve.
    static List builtIn(const EngineSettings &settings);

    explicit ContentProviders(List providers) : m_providers(std::move(providers)) {}

    /// Null if there is none of that name.
    ContentProvider *find(const QString &name) const;
    QList<ContentProviderInfo> infos() const;

    /// Why a namespace cannot be served now; nothing: it can.
    using Obstacle = std::optional<Error>;
    /// Calls @p go when that is known, or that its folder does not answer.
    void look(const NamespaceInfo &row, const std::function<void(const Obstacle &)> &go) const;
    /// Calls @p again when look() may have another answer than that the folder does not answer.
    void whenAnswering(const NamespaceInfo &row, const std::function<void()> &again) const;

private:
    List m_providers;
};

} // namespace castdeck
