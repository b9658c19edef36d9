// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/content/openbeneath.h"

#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace castdeck
{

namespace
{

// O_PATH opens nothing yet: the kind of file is known before a FIFO could block or a device could act.
constexpr int look = O_PATH | O_CLOEXEC;

int lookBeneath(int folder, const char *name)
{
    open_how how{};
    how.flags = look;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
    // EAGAIN: the tree was being renamed while the kernel walked it.
    for (int attempt = 0; attempt < 32; ++attempt) {
        const long place = syscall(SYS_openat2, folder, name, &how, sizeof how);
        if (place >= 0 || (errno != EAGAIN && errno != EINTR))
            return static_cast<int>(place);
    }
    return -1;
}

/// Where the kernel says that an open file or folder is.
QByteArray pathOf(int descriptor)
{
    QByteArray path(PATH_MAX, '\0');
    const QByteArray link = "/proc/self/fd/" + QByteArray::number(descriptor);
    const ssize_t length = readlink(link.constData(), path.data(), size_t(path.size()));
    return length < 0 || length == path.size() ? QByteArray() : path.first(length);
}

/// Follows every link and looks where that has led to: what is there is already held, so it cannot be changed
/// for something else.
int lookByPath(int folder, const char *name)
{
    const int place = openat(folder, name, look);
    if (place < 0)
        return -1;
    const QByteArray above = pathOf(folder);
    if (!above.isEmpty() && pathOf(place).startsWith(above.endsWith('/') ? above : above + '/'))
        return place;
    close(place);
    errno = EXDEV;
    return -1;
}

/// Opens for reading what @p place, an O_PATH descriptor of a regular file, stands for.
int reopen(int place)
{
    const QByteArray path = "/proc/self/fd/" + QByteArray::number(place);
    return open(path.constData(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

} // namespace

Result<int> openBeneath(int folder, const QByteArray &name, BeneathMethod method)
{
    const auto failed = [&](int error) {
        if (error == EXDEV || error == ELOOP)
            return failure(ErrorCode::ContentNotFound,
                           QString::fromUtf8(name) % QStringLiteral(": leaves the folder"));
        const Error words = systemError(error, QString::fromUtf8(name), ErrorCode::FileFailure);
        // No file can have such a name here, so there is none: nothing is wrong on this side.
        const bool cannotBe = error == ENAMETOOLONG || error == EINVAL;
        return failure(cannotBe ? ErrorCode::ContentNotFound : words.code, words.detail);
    };
    if (name.contains('\0') || name.startsWith('/'))
        return failed(ENOENT);
    int place = method == BeneathMethod::Automatic ? lookBeneath(folder, name.constData()) : -1;
    // An absolute link may lead back into the folder.
    if (method == BeneathMethod::ByPath || (place < 0 && (errno == ENOSYS || errno == EXDEV)))
        place = lookByPath(folder, name.constData());
    if (place < 0)
        return failed(errno);

    struct stat status {
    };
    const bool isRegular = fstat(place, &status) == 0 && S_ISREG(status.st_mode);
    const int file = isRegular ? reopen(place) : -1;
    const int error = errno;
    close(place);
    if (!isRegular)
        return failure(ErrorCode::WrongFileKind,
                       QString::fromUtf8(name) % QStringLiteral(": not a regular file"));
    if (file < 0)
        return failed(error);
    return file;
}

} // namespace castdeck
