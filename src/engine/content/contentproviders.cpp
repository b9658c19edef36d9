// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/content/contentproviders.h"

#include "engine/content/fileprovider.h"
#include "engine/content/folderprovider.h"
#include "engine/content/wimprovider.h"

#include <algorithm>

namespace castdeck
{

ContentProviders::List ContentProviders::builtIn(const EngineSettings &settings)
{
    List providers;
    providers.push_back(std::make_unique<FolderProvider>());
    providers.push_back(std::make_unique<FileProvider>());
    auto wimLibrary = settings.cacheDirectory.isEmpty() ? nullptr : WimLibrary::load();
    if (wimLibrary)
        providers.push_back(std::make_unique<WimProvider>(
            std::move(wimLibrary), ContentCache(settings.cacheDirectory, settings.cacheMax)));
    return providers;
}

ContentProvider *ContentProviders::find(const QString &name) const
{
    const auto found = std::ranges::find_if(m_providers, [&](const auto &p) { return p->name() == name; });
    return found == m_providers.end() ? nullptr : found->get();
}

QList<ContentProviderInfo> ContentProviders::infos() const
{
    QList<ContentProviderInfo> all;
    for (const auto &provider : m_providers)
        all.append({provider->name(), provider->description(), true});
    return all;
}

void ContentProviders::look(const NamespaceInfo &row, const std::function<void(const Obstacle &)> &go) const
{
    ContentProvider *const provider = find(row.contentProvider);
    if (!provider)
        return go(Error{ErrorCode::ContentProviderNotFound, row.contentProvider});
    const auto usable = provider->check(row.configuration);
    if (usable)
        go(std::nullopt);
    else if (usable.error().code != ErrorCode::Busy)
        go(usable.error());
    else
        provider->whenReady(row.configuration, {}, [this, row, go] { look(row, go); });
}

void ContentProviders::whenAnswering(const NamespaceInfo &row, const std::function<void()> &again) const
{
    if (ContentProvider *const provider = find(row.contentProvider))
        provider->whenReady(row.configuration, {}, again);
}

} // namespace castdeck
