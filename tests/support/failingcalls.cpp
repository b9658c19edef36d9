// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/failingcalls.h"

#include <cerrno>
#include <cstdarg>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace castdeck::test
{

namespace
{

thread_local FailingCalls *armed = nullptr;

/// Makes the call, unless it is the one that fails.
template <class... Arguments>
long call(const char *name, long number, Arguments... arguments)
{
    if (armed && armed->isDue(name) && armed->fate() == CallFate::Fails) {
        if (number == SYS_close) // what was open is gone all the same
            syscall(number, arguments...);
        errno = armed->error();
        return -1;
    }
    return syscall(number, arguments...);
}

/// A write is one call, however it ends.
long writeCall(const char *name, long number, int file, const void *data, size_t length, long offset)
{
    if (!armed || armed->fate() != CallFate::Short)
        return call(name, number, file, data, length, offset);
    return syscall(number, file, data, armed->isDue(name) ? (length + 1) / 2 : length, offset);
}

} // namespace

FailingCalls::FailingCalls(int which, CallFate fate, int error) : m_which(which), m_fate(fate), m_error(error)
{
    armed = this;
}

FailingCalls::~FailingCalls()
{
    armed = nullptr;
}

bool FailingCalls::isDue(const char *call)
{
    if (++m_made != m_which)
        return false;
    m_name = call;
    if (m_fate == CallFate::Kills)
        _exit(9);
    return true;
}

// Under the names of the system's, which the programs and the libraries they load find here first.
#define CASTDECK_IN_FRONT_OF(name) __asm__(name)

extern "C" {
int castdeckOpen(const char *path, int how, ...) CASTDECK_IN_FRONT_OF("open");
int castdeckOpen64(const char *path, int how, ...) CASTDECK_IN_FRONT_OF("open64");
ssize_t castdeckWrite(int file, const void *data, size_t length) CASTDECK_IN_FRONT_OF("write");
ssize_t castdeckPwrite(int file, const void *data, size_t length, off_t at) CASTDECK_IN_FRONT_OF("pwrite");
ssize_t castdeckPwrite64(int file, const void *data, size_t length, off_t at)
    CASTDECK_IN_FRONT_OF("pwrite64");
int castdeckFsync(int file) CASTDECK_IN_FRONT_OF("fsync");
int castdeckFdatasync(int file) CASTDECK_IN_FRONT_OF("fdatasync");
int castdeckFtruncate(int file, off_t length) CASTDECK_IN_FRONT_OF("ftruncate");
int castdeckFtruncate64(int file, off_t length) CASTDECK_IN_FRONT_OF("ftruncate64");
int castdeckFchmod(int file, mode_t mode) CASTDECK_IN_FRONT_OF("fchmod");
int castdeckFlock(int file, int how) CASTDECK_IN_FRONT_OF("flock");
int castdeckRename(const char *from, const char *to) CASTDECK_IN_FRONT_OF("rename");
int castdeckUnlink(const char *path) CASTDECK_IN_FRONT_OF("unlink");
int castdeckClose(int file) CASTDECK_IN_FRONT_OF("close");

int castdeckOpen(const char *path, int how, ...)
{
    va_list more;
    va_start(more, how);
    const mode_t mode = (how & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
    va_end(more);
    return int(call("open", SYS_openat, AT_FDCWD, path, how, mode));
}

int castdeckOpen64(const char *path, int how, ...)
{
    va_list more;
    va_start(more, how);
    const mode_t mode = (how & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
    va_end(more);
    return int(call("open", SYS_openat, AT_FDCWD, path, how, mode));
}

ssize_t castdeckWrite(int file, const void *data, size_t length)
{
    return writeCall("write", SYS_write, file, data, length, 0);
}

ssize_t castdeckPwrite(int file, const void *data, size_t length, off_t at)
{
    return writeCall("pwrite", SYS_pwrite64, file, data, length, at);
}

ssize_t castdeckPwrite64(int file, const void *data, size_t length, off_t at)
{
    return writeCall("pwrite", SYS_pwrite64, file, data, length, at);
}

int castdeckFsync(int file)
{
    return int(call("fsync", SYS_fsync, file));
}

int castdeckFdatasync(int file)
{
    return int(call("fdatasync", SYS_fdatasync, file));
}

int castdeckFtruncate(int file, off_t length)
{
    return int(call("ftruncate", SYS_ftruncate, file, length));
}

int castdeckFtruncate64(int file, off_t length)
{
    return int(call("ftruncate", SYS_ftruncate, file, length));
}

int castdeckFchmod(int file, mode_t mode)
{
    return int(call("fchmod", SYS_fchmod, file, mode));
}

int castdeckFlock(int file, int how)
{
    return int(call("flock", SYS_flock, file, how));
}

int castdeckRename(const char *from, const char *to)
{
    return int(call("rename", SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}

int castdeckUnlink(const char *path)
{
    return int(call("unlink", SYS_unlinkat, AT_FDCWD, path, 0));
}

int castdeckClose(int file)
{
    return int(call("close", SYS_close, file));
}
}

} // namespace castdeck::test
