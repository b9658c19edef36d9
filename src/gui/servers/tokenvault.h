// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"

#include <QHash>
#include <functional>

class QObject;

namespace castdeck
{

/// Keeps the tokens that are shown to servers, never in a file of ours. This one knows them until the console
/// is closed; KeychainVault also after that. Answers come from the event loop, or never, if @p context is
/// destroyed before.
class TokenVault
{
public:
    enum class Kept {
        ForGood,
        ThisRun, ///< there is no keychain, or it refuses
    };

    TokenVault() = default;
    TokenVault(const TokenVault &) = delete;
    TokenVault &operator=(const TokenVault &) = delete;
    virtual ~TokenVault() = default;

    /// @p done is given an empty token if none is known.
    virtual void fetch(const ServerId &id, QObject *context, std::function<void(const QString &token)> done);
    virtual void store(const ServerId &id, const QString &token, QObject *context,
                       std::function<void(Kept kept)> done);
    virtual void forget(const ServerId &id);
    /// Finds out what store() would say.
    virtual void probe(QObject *context, std::function<void(Kept kept)> done);

    /// Knows it for this run and tells no keychain.
    void keep(const ServerId &id, const QString &token) { m_tokens.insert(id, token); }
    /// Empty if it has not been fetched or kept in this run.
    QString known(const ServerId &id) const { return m_tokens.value(id); }

private:
    QHash<ServerId, QString> m_tokens;
};

} // namespace castdeck
