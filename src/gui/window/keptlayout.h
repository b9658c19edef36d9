// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filesystemcalls.h"
#include "gui/panes/preferences.h"

#include <QVariantMap>

class QSettings;

namespace castdeck
{

/// How a person likes the window and the console, in a settings file that the programs of the user share.
/// What cannot be written is how the window was arranged last, and is not told.
class KeptLayout
{
public:
    /// Reads it: for before there is a window that the disk could hold up.
    explicit KeptLayout(const QSettings &settings);
    /// Waits two seconds at most for what is being written.
    ~KeptLayout() = default;
    Q_DISABLE_COPY_MOVE(KeptLayout)

    QVariant value(const QString &key, const QVariant &otherwise = {}) const;
    Preferences preferences() const;
    /// Writes them, in another thread.
    void keep(const QVariantMap &values);

private:
    QString m_path;
    QVariantMap m_values;
    FileSystemCalls m_files;
};

} // namespace castdeck
