// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/serverprofile.h"

#include <QList>
#include <functional>

class QSettings;

namespace castdeck
{

/// The servers a person has saved, in the settings, which several consoles may change: each change merges one
/// server into what they hold by then. Holds no secrets.
class ServerProfiles
{
public:
    /// @p settings outlives it.
    explicit ServerProfiles(QSettings &settings);

    const QList<ServerProfile> &all() const { return m_profiles; }
    /// Null if there is none.
    const ServerProfile *find(const ServerId &id) const;
    /// Adds it, or replaces the one of the same id. It is known until the end even if it could not be kept.
    Result<void> save(const ServerProfile &profile);
    Result<void> remove(const ServerId &id);

private:
    void read();
    void put(const ServerProfile &profile);
    Result<void> change(const std::function<void()> &change);
    Result<void> write();

    QSettings &m_settings;
    QList<ServerProfile> m_profiles;
};

} // namespace castdeck
