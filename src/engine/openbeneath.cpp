// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/openbeneath.h"

#include <QList>
#include <cerrno>
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

int lookByComponents(int folder, const QByteArray &name)
{
    int at = folder;
    const QList<QByteArray> components = name.split('/');
    for (qsizetype i = 0; i < components.size(); ++i) {
        const bool isLast = i + 1 == components.size();
        const QByteArray &component = components[i];
        const bool leaves = component.isEmpty() || component == "." || component == "..";
        const int next =
            leaves ? -1 : openat(at, component.constData(), look | O_NOFOLLOW | (isLast ? 0 : O_DIRECTORY));
        const int error = leaves ? EXDEV : errno;
        if (at != folder)
            close(at);
        if (next < 0) {
            errno = error;
            return -1;
        }
        at = next;
    }
    return at;
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
        return tl::unexpected(error == EXDEV || error == ELOOP
                                  ? Error{ErrorCode::ContentNotFound,
                                          QString::fromUtf8(name) % QStringLiteral(": leaves the folder")}
                                  : systemError(error, QString::fromUtf8(name), ErrorCode::FileFailure));
    };
    if (name.contains('\0'))
        return failed(ENOENT);
    int place = method == BeneathMethod::Automatic ? lookBeneath(folder, name.constData()) : -1;
    if (method == BeneathMethod::ByComponents || (place < 0 && errno == ENOSYS))
        place = lookByComponents(folder, name);
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
