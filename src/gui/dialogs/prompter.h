// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/setup.h"
#include "core/values.h"
#include "gui/serverdialogs/serverquestion.h"

#include <functional>

class QObject;

namespace castdeck
{

/// What a person is asked before something is cut.
struct Confirmation {
    QString title;
    QString question;    ///< with the count
    QStringList names;   ///< what it is about, one line each
    QString consequence; ///< what it can do to the machines
    QString acceptText;  ///< the verb on the button
    bool takesReason = true;
    bool offersDrain = false; ///< asks too whether those who are connected may finish
    QString noReason{};       ///< why none can be given, though it is asked for; mostly empty
    QString noDrain{};        ///< why nobody may finish, likewise

    friend bool operator==(const Confirmation &, const Confirmation &) = default;
};

/// What a person is asked before something is published.
struct PublishQuestion {
    enum class Purpose { Publish, Clone, Edit };
    Purpose purpose = Purpose::Publish;
    QString serverName;
    bool filesAreShared = false; ///< the server sees our files: they can be chosen and checked here
    QStringList takenNames;
    QStringList lacks{};                  ///< what the server has not (ServerInfo::lacks)
    QList<ContentProviderInfo> providers; ///< what the server can publish from; empty: it did not say
    NamespaceInfo proposal;               ///< what the fields hold at first
    int sessions = 0;                     ///< of the one that is replaced
    int clients = 0;
    std::optional<Error> error; ///< why the server has refused the proposal
};

struct PublishAnswer {
    NamespaceInfo what;
    bool terminate = false; ///< those who are connected to the one that is replaced are cut off
    QString reason;
};

/// What ends, and how.
struct Ending {
    bool terminate = false; ///< now; else those who are connected finish
    QString reason;
};

/// What a person is asked about one start condition of a namespace that waits.
struct StartQuestion {
    enum class Kind { Clients, Time };
    Kind kind = Kind::Clients;
    QString name;
    quint32 minimumClients = 0;
    bool hasTime = false; ///< it could do without a number of clients
};

struct StartAnswer {
    quint32 minimumClients = 0;
    QDateTime startTime; ///< UTC
};

/// Asks a person. Never blocks: the answer comes by a call, from the event loop, or never, if the person
/// declines or @p context is destroyed before. One question at a time; a second one is asked beside the
/// first.
class Prompter
{
public:
    virtual ~Prompter() = default;

    /// @p accepted is given the reason, which may be empty.
    virtual void confirm(const Confirmation &question, QObject *context,
                         std::function<void(const QString &reason)> accepted) = 0;
    /// The same for what can end in two ways.
    virtual void askHowToEnd(const Confirmation &question, QObject *context,
                             std::function<void(const Ending &ending)> accepted) = 0;
    virtual void askWhatToPublish(const PublishQuestion &question, QObject *context,
                                  std::function<void(const PublishAnswer &answer)> accepted) = 0;
    /// @p accepted is given what was asked for.
    virtual void askForStart(const StartQuestion &question, QObject *context,
                             std::function<void(const StartAnswer &answer)> accepted) = 0;
    virtual void askForServer(const ServerQuestion &question, QObject *context,
                              std::function<void(const ServerAnswer &answer)> accepted) = 0;
    /// @p accepted is given at least one token.
    virtual void askForTokens(const TokenQuestion &question, QObject *context,
                              std::function<void(const TokenAnswer &answer)> accepted) = 0;
    virtual void askForServerList(const ServerListQuestion &question, QObject *context,
                                  std::function<void(const ServerListAnswer &answer)> accepted) = 0;
    /// @p accepted is given the path of a file to write, ending in ".csv" or ".json".
    virtual void askWhereToExport(QObject *context, std::function<void(const QString &path)> accepted) = 0;
};

} // namespace castdeck
