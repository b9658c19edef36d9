// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/threadshortage.h"

#include <atomic>
#include <cerrno>
#include <dlfcn.h>
#include <pthread.h>

namespace castdeck::test
{

namespace
{

std::atomic<int> shortages = 0;

} // namespace

ThreadShortage::ThreadShortage()
{
    ++shortages;
}

ThreadShortage::~ThreadShortage()
{
    --shortages;
}

} // namespace castdeck::test

/// In place of the system's, for all libraries of the program.
extern "C" int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *),
                              void *argument) noexcept
{
    static const auto next = reinterpret_cast<decltype(&pthread_create)>(dlsym(RTLD_NEXT, "pthread_create"));
    return castdeck::test::shortages > 0 ? EAGAIN : next(thread, attributes, run, argument);
}
