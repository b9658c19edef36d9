// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/serverprofile.h"

#include <QList>

class QSettings;

namespace castdeck
{

/// The servers a person has saved, in the settings. Holds no secrets.
class ServerProfiles
{
public:
    /// @p settings outlives it.
    explicit ServerProfiles(QSettings &settings);

    const QList<ServerProfile> &all() const { return m_profiles; }
    /// Null if there is none.
    const ServerProfile *find(const ServerId &id) const;
    /// Adds it, or replaces the one of the same id.
    void save(const ServerProfile &profile);
    void remove(const ServerId &id);

private:
    void write();

    QSettings &m_settings;
    QList<ServerProfile> m_profiles;
};

} // namespace castdeck
