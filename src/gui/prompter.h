// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/values.h"
#include "gui/serverprofile.h"

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

    friend bool operator==(const Confirmation &, const Confirmation &) = default;
};

/// What a person is asked before something is published.
struct PublishQuestion {
    QString serverName;
    bool filesAreShared = false; ///< the server sees our files: the folder can be chosen and checked here
    QStringList takenNames;
};

/// What a person is asked about a server that is added or changed.
struct ServerQuestion {
    ServerProfile profile; ///< what is known of it
    QString token;         ///< empty: none is known; never shown
    QString hint;          ///< why it is asked; may be empty
    bool isNew = true;
    bool tokenIsKept = true;     ///< a keychain takes it; else it is known until the console is closed
    QList<ServerProfile> others; ///< whose addresses are taken
};

struct ServerAnswer {
    ServerProfile profile; ///< with the id of the question, and a fingerprint the person has accepted
    QString token;         ///< the one of the question if no other was typed
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
    /// @p accepted is given name, configuration (the folder) and allowUnauthenticated.
    virtual void askWhatToPublish(const PublishQuestion &question, QObject *context,
                                  std::function<void(const NamespaceInfo &what)> accepted) = 0;
    virtual void askForServer(const ServerQuestion &question, QObject *context,
                              std::function<void(const ServerAnswer &answer)> accepted) = 0;
    /// @p accepted is given the path of a file to write, ending in ".csv" or ".json".
    virtual void askWhereToExport(QObject *context, std::function<void(const QString &path)> accepted) = 0;
};

} // namespace castdeck
