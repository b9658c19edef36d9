// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/keptlayout.h"

#include <QSettings>

namespace castdeck
{

KeptLayout::KeptLayout(const QSettings &settings)
    : m_path(settings.fileName()), m_files(std::chrono::seconds(2))
{
    const QStringList keys = settings.allKeys();
    for (const QString &key : keys)
        m_values.insert(key, settings.value(key));
}

QVariant KeptLayout::value(const QString &key, const QVariant &otherwise) const
{
    return m_values.value(key, otherwise);
}

Preferences KeptLayout::preferences() const
{
    return Preferences::read(
        [this](const QString &key, const QVariant &otherwise) { return value(key, otherwise); });
}

void KeptLayout::keep(const QVariantMap &values)
{
    m_values.insert(values);
    const auto write = [path = m_path, values]() -> Result<void> {
        QSettings settings(path, QSettings::IniFormat);
        for (auto it = values.begin(); it != values.end(); ++it)
            settings.setValue(it.key(), it.value());
        return {};
    };
    m_files.ask<void>(m_path, write, [](const Result<void> &) {});
}

} // namespace castdeck
