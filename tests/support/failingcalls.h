// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace castdeck::test
{

/// What becomes of one call.
enum class CallFate {
    Fails, ///< with an errno
    Short, ///< a write takes half of what it is given; other calls do as always
    Kills, ///< the process is gone before the call is made
};

/// Counts the calls of the system by which the programs, Qt and SQLite open, write, sync, rename and remove
/// files, from this thread and while it lives; one of them does not do what it should. The calls are put in
/// front of the system's, so nothing that is tested knows of it. One at a time in a thread.
class FailingCalls
{
public:
    /// @p which: 1 is the first.
    FailingCalls(int which, CallFate fate, int error = 0);
    ~FailingCalls();
    FailingCalls(const FailingCalls &) = delete;
    FailingCalls &operator=(const FailingCalls &) = delete;

    /// Whether there were so many calls; false ends a loop over all of them.
    bool happened() const { return m_made >= m_which; }
    /// The call it was.
    const char *name() const { return m_name; }

    /// For the calls: whether this one is it.
    bool isDue(const char *call);
    CallFate fate() const { return m_fate; }
    int error() const { return m_error; }

private:
    int m_which;
    CallFate m_fate;
    int m_error;
    int m_made = 0;
    const char *m_name = "";
};

} // namespace castdeck::test
