// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/values.h"
#include "engine/store/database.h"

#include <QMap>

namespace castdeck
{

/// What a transport server knows again after a restart: its registered namespaces with their ids, which are
/// never given twice, and its settings. One SQLite file; every change is on the disk before its verb returns.
/// A seal over all of it shows whether it is what was written here: damage is never taken for a setting.
/// Thread: the one that opened it, which needs a QCoreApplication.
class Store
{
public:
    struct Opened;
    /// As Database::open(). A new file in the place of a damaged one says that the service is disabled.
    static Result<Opened> open(const QString &path);

    /// False if a damaged file was set aside, or if what was read is not what was written: nothing may be
    /// served by it before an administrator says so. A change makes it sound again.
    bool isSound() const { return m_isSound; }

    /// In order of id. A row that makes no sense to this program is left out and kept in the file.
    Result<QList<NamespaceInfo>> namespaces() const;
    /// The greatest id ever saved, 0 if none.
    Result<NamespaceId> lastNamespaceId() const;
    /// New or changed.
    Result<void> save(const NamespaceInfo &row) { return save(QList{row}); }
    /// All of them or none.
    Result<void> save(const QList<NamespaceInfo> &rows);
    /// With all that is kept for it. One that is not there is no error.
    Result<void> remove(NamespaceId id);
    /// Both or neither. What is kept for the old one is kept for the new one.
    Result<void> replace(NamespaceId old, const NamespaceInfo &row);

    using Settings = QMap<QString, QString>; ///< value by key
    Result<Settings> settings(const QString &section) const;
    /// All of them or none; keys that are not named stay as they are.
    Result<void> saveSettings(const QString &section, const Settings &settings);

    /// Of the limits of sending. The key of what is kept for a namespace is its id.
    static QString rateSection() { return QStringLiteral("rate"); }
    static QString keyOf(NamespaceId id) { return QString::number(id.value()); }

private:
    Store(std::unique_ptr<Database> database, bool isSound);
    Result<void> write(const NamespaceInfo &row);
    Result<void> change(const std::function<Result<void>()> &change);
    Result<QString> digest() const;
    Result<void> check();
    Result<void> checkSeal();

    std::unique_ptr<Database> m_database;
    bool m_isSound;
};

struct Store::Opened {
    std::unique_ptr<Store> store;
    QString setAside; ///< where the damaged file is now; empty if it was sound
};

} // namespace castdeck
