// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/wds/changes.h"
#include "apps/wds/lines.h"
#include "apps/wds/parameters.h"
#include "apps/wds/threads.h"
#include "apps/wds/wdsserver.h"

#include <atomic>
#include <set>
#include <variant>

namespace castdeck::wds
{

/// A request for the thread that may call the library.
struct Job {
    std::uint64_t number = 0; ///< given by the front, never 0
    std::string method;
    json params;
};

/// What came of a job, or of a look in between (number 0). The changes are those that were seen before it was
/// done. Members that are called "revision" are filled in by the front, which counts them.
struct Outcome {
    std::uint64_t number = 0;
    std::vector<json> events;
    std::variant<std::monostate, json, Parts, Failure> reply;
    /// Of a look: why the server could not be seen, or that it could.
    std::optional<Failure> trouble;
    std::optional<json> server; ///< its row
};

/// Who says how the server is to be watched; written in one thread, read in another.
struct Watch {
    std::atomic<bool> subscribed{false};
    std::atomic<bool> columns{false};
    std::atomic<bool> clogged{false}; ///< what was told has not been taken yet
};

/// Answers the verbs from the objects of WDS, and looks at the tree in between. All in the one thread that
/// has entered a COM apartment.
class Desk
{
public:
    using Emit = std::function<void(Outcome)>;
    struct About {
        std::string serverName; ///< empty: this machine
        std::string identity;   ///< who asks
        json row;               ///< of the server, as far as it does not change
    };
    Desk(About about, Emit emit, const Watch &watch);

    void answer(const Job &job);
    /// When the next look is due; never if nobody watches.
    std::optional<Instant> due() const;
    void look();

private:
    using Handler = void (Desk::*)(const Job &);
    struct Waiting {
        std::uint64_t number;
        json result; ///< {"disconnectReport": …} or {"namespaceReport": …}
        std::set<Id> sessions;
        std::map<Id, json> clients;
        Instant until;
    };

    static Handler handlerOf(const std::string &method);
    Result<const WdsServer *> server();

    void inventory(const Job &job);
    void setup(const Job &job);
    void policies(const Job &job);
    void commit(const Job &job);
    void retrieve(const Job &job);
    void registering(const Job &job);
    void deregister(const Job &job);
    void start(const Job &job);
    void minimum(const Job &job);
    void refresh(const Job &job);
    void terminateSession(const Job &job);
    void terminateContent(const Job &job);
    void disconnect(const Job &job);
    void service(const Job &job);
    void setEnabled(const Job &job);

    /// Answers with what @p id did, after another look.
    void finishNamespace(const Job &job, const Result<Id> &id);
    void refuse(const Job &job, const Failure &failure);
    void reply(const Job &job, json result);
    /// Answers when sessions and clients have gone, or have not for a while.
    void waitFor(const Job &job, json result, const std::set<Id> &sessions, std::map<Id, json> clients);
    void settleWaiting();
    /// The tree, not older than a moment.
    Result<void> freshen();
    /// Freshens the tree; fails if the id is that of another thing now than the asker was told of.
    using IsSame = bool (*)(const json &, const json &);
    Result<void> freshenFor(const char *kind, Id id, const Rows Snapshot::*rows, IsSame isSame,
                            std::uint32_t gone);
    void markEnded(const std::set<Id> &sessions, const std::string &reason);
    std::map<Id, json> clientsOf(const std::set<Id> &sessions) const;
    std::set<Id> sessionsBelow(std::optional<Id> space, std::optional<Id> content) const;
    void say(const char *kind, const std::string &subject);

    About m_about;
    Emit m_emit;
    const Watch &m_watch;
    std::optional<WdsServer> m_server;
    Snapshot m_tree;
    EndedByUs m_ended;
    std::vector<Waiting> m_waiting;
    Instant m_lookedAt{};
    milliseconds m_lookTook{0};
    std::optional<Failure> m_unseen; ///< why the last look failed
    bool m_wasSeen = false;
};

} // namespace castdeck::wds
