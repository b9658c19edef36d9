// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/values.h"

#include <QMap>
#include <QSqlDatabase>
#include <functional>
#include <memory>

namespace castdeck
{

/// What a transport server knows again after a restart: its registered namespaces with their ids, which are
/// never given twice, and its settings. One SQLite file; every change is on the disk before its verb returns.
/// Thread: the one that opened it, which needs a QCoreApplication.
class Store
{
public:
    struct Opened;
    /// Makes the file if there is none. One that is damaged is renamed, never deleted, and a new one takes
    /// its place. IncompatibleVersion for the file of a later program, FileFailure and its kin for one that
    /// the system does not let us have; such a file is left alone.
    static Result<Opened> open(const QString &path);
    ~Store();
    Q_DISABLE_COPY_MOVE(Store)

    /// In order of id. A row that makes no sense to this program is left out and kept in the file.
    Result<QList<NamespaceInfo>> namespaces() const;
    /// The greatest id ever saved, 0 if none.
    Result<NamespaceId> lastNamespaceId() const;
    /// New or changed.
    Result<void> save(const NamespaceInfo &row);
    /// One that is not there is no error.
    Result<void> remove(NamespaceId id);
    /// Both or neither.
    Result<void> replace(NamespaceId old, const NamespaceInfo &row);

    using Settings = QMap<QString, QString>; ///< value by key
    Result<Settings> settings(const QString &section) const;
    /// All of them or none; keys that are not named stay as they are.
    Result<void> saveSettings(const QString &section, const Settings &settings);

    /// For what else is kept in the same file, in tables of its own (migrations.h). Same thread.
    const QSqlDatabase &database() const { return m_database; }

private:
    explicit Store(const QString &path);
    enum class Condition { Sound, Damaged };
    Result<Condition> prepare();
    /// The condition if that explains the error.
    Result<Condition> judged(const QSqlError &error) const;
    Result<void> atOnce(const std::function<Result<void>()> &change);
    tl::unexpected<Error> failed(const QSqlError &error) const;

    QString m_path;
    QString m_connection;
    QSqlDatabase m_database;
};

struct Store::Opened {
    std::unique_ptr<Store> store;
    QString setAside; ///< where the damaged file is now; empty if it was sound
};

} // namespace castdeck
