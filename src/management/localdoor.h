// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"
#include "core/error.h"

#include <optional>
#include <sys/types.h>

namespace castdeck
{

/// The name of a server's socket, in the folder for what runs or in its state folder.
inline constexpr char LocalDoorName[] = "castdeckd.socket";
/// Where castdeckd has it as a service, and where it has it when it was started by hand as that service is.
QStringList usualLocalDoors();

/// A listening socket in the file system, which goes with this object. Whoever may not open it does not get
/// in: it is its owner's alone, or those of one group's as well.
class LocalDoor
{
public:
    /// Replaces what a server has left behind that is gone. Busy if another one listens there; WrongFileKind
    /// for what is no socket, and nothing is done to it; InvalidParameter for a path that is too long, or a
    /// group that does not exist. @p group: by name, empty for none; the server's user has to be a member.
    static Result<LocalDoor> open(const QString &path, const QString &group = {});
    ~LocalDoor();
    LocalDoor(LocalDoor &&) noexcept = default;

    const QString &path() const { return m_path; }
    int descriptor() const { return m_descriptor.value(); }
    /// Whose members are let in.
    std::optional<gid_t> group() const { return m_group; }

private:
    LocalDoor(QString path, Descriptor socket) : m_path(std::move(path)), m_descriptor(std::move(socket)) {}

    QString m_path;
    Descriptor m_descriptor;
    std::optional<gid_t> m_group;
    dev_t m_device = 0; ///< of the file, with its number: whether it is ours still
    ino_t m_file = 0;
};

} // namespace castdeck
