// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filesystemcalls.h"
#include "gui/servers/serverprofile.h"

#include <QJsonObject>
#include <QList>
#include <QTimer>

namespace castdeck
{

/// The servers a person has saved, in a private file that several consoles may change: each change merges one
/// server into what the file holds by then. What could not be written is tried again as long as the console
/// runs, and is known until then all the same. Holds no secrets. Nothing here waits for the disk.
class ServerProfiles : public QObject
{
    Q_OBJECT
public:
    struct Places {
        QString file;
        /// Settings that held the list before it had a file of its own, which takes it over once. Empty:
        /// none.
        QString formerly{};
        std::chrono::milliseconds pause{30'000}; ///< before what could not be written is tried again
    };
    explicit ServerProfiles(Places places, QObject *parent = nullptr);
    /// Waits two seconds at most for what is being written.
    ~ServerProfiles() override;
    /// Where this user's are.
    static QString defaultPath();

    /// Reads the list: loaded() follows, now or later, or notRead(), and loaded() as soon as it can be read.
    void load();
    /// Adds it, or replaces the one of the same id.
    void save(const ServerProfile &profile);
    void remove(const ServerId &id);

    /// What the file held last, and what was changed here since.
    const QList<ServerProfile> &all() const { return m_profiles; }
    /// Null if there is none.
    const ServerProfile *find(const ServerId &id) const;
    /// Whether everything that was changed here is in the file.
    bool isKept() const { return m_changes.isEmpty(); }

Q_SIGNALS:
    void loaded();
    /// Errors as readPrivateObject(), and FolderNotAnswering.
    void notRead(const castdeck::Error &error);
    /// The file held something else. Nothing of it is lost: it has this name now.
    void wasSetAside(const QString &path);
    /// Once for each change that could not be written at first.
    void notKept(const castdeck::ServerId &id, const castdeck::Error &error);

private:
    struct Change {
        ServerId id;
        std::optional<ServerProfile> profile; ///< none: it was removed
        quint64 number = 0;
        bool isTold = false; ///< that it could not be written
    };
    struct Content {
        QList<ServerProfile> profiles; ///< with the changes
        QString setAside;
        std::optional<Error> unwritten; ///< why the changes are not in the file
    };
    static Result<Content> write(const Places &places, const QList<Change> &changes);
    static void apply(const Change &change, QJsonObject &object);
    void apply(const Change &change);
    void add(Change change);
    void writeLater();
    void take(const Result<Content> &content, quint64 last);

    Places m_places;
    QList<ServerProfile> m_profiles;
    QList<Change> m_changes; ///< that are not in the file yet, in their order
    quint64 m_lastChange = 0;
    bool m_isAsked = false; ///< for the list, and has not been told it
    bool m_isWriting = false;
    bool m_isToldNotRead = false;
    QTimer m_again;
    FileSystemCalls m_files;
};

} // namespace castdeck
