// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/patientthread.h"
#include "engine/store/historywriter.h"
#include "engine/store/store.h"

namespace castdeck
{

/// The databases of an engine, in a thread of their own: one for both, since they lock each other out while
/// history moves from one to the other. Thread: one with an event loop, which no call makes wait, the
/// destructor excepted.
class Databases
{
public:
    /// How long an answer may take at the start, when whole files are looked through.
    static constexpr std::chrono::seconds OpeningPatience{30};
    /// How long the destructor waits for what is still to be written.
    static constexpr std::chrono::seconds Farewell{5};

    /// What is open; it is made, used and closed in the thread.
    struct Open {
        std::unique_ptr<Store> store;
        HistoryWriter history;
    };
    template <class T>
    using Work = std::function<Result<T>(Open &)>;
    template <class T>
    using Then = PatientThread::Then<T>;

    /// @p patience: how long an answer may take otherwise.
    explicit Databases(std::chrono::milliseconds patience) : m_thread(patience) {}
    /// Does what was asked and closes them.
    ~Databases();
    Q_DISABLE_COPY_MOVE(Databases)

    std::chrono::milliseconds patience() const { return m_thread.patience(); }

    // As those of PatientThread.
    template <class T>
    void run(Work<T> work, Then<T> then)
    {
        m_thread.run<T>(inside(std::move(work)), std::move(then));
    }
    template <class T>
    void ask(const QString &path, std::chrono::milliseconds patience, Work<T> work, Then<T> then)
    {
        m_thread.ask<T>(path, patience, inside(std::move(work)), std::move(then));
    }
    void callIfLate(std::chrono::milliseconds patience, std::function<void()> late)
    {
        m_thread.callIfLate(patience, std::move(late));
    }

private:
    template <class T>
    PatientThread::Work<T> inside(Work<T> work)
    {
        return [open = m_open, work = std::move(work)] { return work(*open); };
    }

    std::shared_ptr<Open> m_open = std::make_shared<Open>();
    PatientThread m_thread;
};

} // namespace castdeck
