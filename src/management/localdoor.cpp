// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/localdoor.h"

#include "core/localaddress.h"
#include "core/workerthread.h"

#include <QFile>
#include <QStringList>
#include <cerrno>
#include <cstdio>
#include <grp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace castdeck
{

namespace
{

Descriptor newSocket()
{
    return Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
}

/// Whether the way is free: nothing is there, or a socket that nobody listens on.
Result<void> checkPlace(const QString &path, const sockaddr_un &address)
{
    struct stat status = {};
    if (::lstat(address.sun_path, &status) != 0)
        return errno == ENOENT ? Result<void>() : systemFailure(path);
    if (!S_ISSOCK(status.st_mode))
        return failure(ErrorCode::WrongFileKind, path + QStringLiteral(": no socket"));
    const Descriptor probe = newSocket();
    if (!probe.isValid())
        return systemFailure(path);
    const bool isAnswered = ::connect(probe.value(), plain(address), sizeof address) == 0 || errno == EAGAIN;
    return isAnswered ? failure(ErrorCode::Busy, path + QStringLiteral(": another server listens there"))
                      : Result<void>();
}

Result<gid_t> groupOf(const QString &name)
{
    std::vector<char> buffer(size_t{64} * 1024);
    group entry = {};
    group *found = nullptr;
    getgrnam_r(name.toLocal8Bit().constData(), &entry, buffer.data(), buffer.size(), &found);
    if (!found)
        return failure(ErrorCode::InvalidParameter, name + QStringLiteral(": no such group"));
    return found->gr_gid;
}

} // namespace

QStringList usualLocalDoors()
{
    const QString name = QLatin1String(LocalDoorName);
    return {QStringLiteral("/run/castdeck/") + name, QStringLiteral("/var/lib/castdeck/") + name};
}

Result<LocalDoor> LocalDoor::open(const QString &path, const QString &group)
{
    const QByteArray final = QFile::encodeName(path);
    const QByteArray made = final + ".new";
    const auto address = localAddress(final);
    const auto ours = localAddress(made);
    if (!address || !ours)
        return failure(ErrorCode::InvalidParameter, path + QStringLiteral(": too long for a socket"));
    if (const auto free = checkPlace(path, *address); !free)
        return tl::unexpected(free.error());
    LocalDoor door(path, newSocket());
    if (!door.m_descriptor.isValid())
        return systemFailure(path);
    if (!group.isEmpty()) {
        const auto id = groupOf(group);
        if (!id)
            return tl::unexpected(id.error());
        door.m_group = *id;
    }
    // It is made aside and gets its name when it is what it shall be: nobody meets it half made, and the
    // name is never without one.
    ::unlink(made.constData());
    struct stat status = {};
    const mode_t mode = door.m_group ? 0660 : 0600;
    const bool isMade =
        ::bind(door.descriptor(), plain(*ours), sizeof *ours) == 0 && ::chmod(made.constData(), mode) == 0 &&
        (!door.m_group || ::chown(made.constData(), uid_t(-1), *door.m_group) == 0) &&
        ::listen(door.descriptor(), SOMAXCONN) == 0 && ::lstat(made.constData(), &status) == 0 &&
        std::rename(made.constData(), final.constData()) == 0;
    if (!isMade) {
        const auto error =
            systemFailure(group.isEmpty() ? path : path + QStringLiteral(" for group ") + group);
        ::unlink(made.constData());
        return error;
    }
    door.m_device = status.st_dev;
    door.m_file = status.st_ino;
    return door;
}

LocalDoor::~LocalDoor()
{
    if (!m_descriptor.isValid())
        return;
    ::close(m_descriptor.release());
    // Its disk may not answer any more, and whoever ends does not wait for that.
    WorkerThread remover(std::chrono::milliseconds(0));
    remover.post(
        [path = QFile::encodeName(m_path), device = m_device, file = m_file]() -> WorkerThread::Outcome {
            // Somebody else may have put another one there by hand.
            struct stat status = {};
            if (::lstat(path.constData(), &status) == 0 && status.st_dev == device && status.st_ino == file)
                ::unlink(path.constData());
            return {};
        });
    remover.finish(std::chrono::seconds(1));
}

} // namespace castdeck
