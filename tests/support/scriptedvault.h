// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/servers/tokenvault.h"

#include <QMetaObject>

namespace castdeck::test
{

/// A vault with a keychain that is there, or not, as the test says. What the keychain holds outlives the
/// vault.
class ScriptedVault final : public TokenVault
{
public:
    using Keychain = QHash<ServerId, QString>;

    /// Null: there is no keychain. @p keychain outlives the vault.
    explicit ScriptedVault(Keychain *keychain) : m_keychain(keychain) {}

    void fetch(const ServerId &id, QObject *context, std::function<void(const QString &token)> done) override
    {
        if (m_keychain && known(id).isEmpty())
            keep(id, m_keychain->value(id));
        TokenVault::fetch(id, context, std::move(done));
    }
    void store(const ServerId &id, const QString &token, QObject *context,
               std::function<void(Kept kept)> done) override
    {
        keep(id, token);
        if (m_keychain)
            m_keychain->insert(id, token);
        probe(context, std::move(done));
    }
    void forget(const ServerId &id) override
    {
        TokenVault::forget(id);
        if (m_keychain)
            m_keychain->remove(id);
    }
    void probe(QObject *context, std::function<void(Kept kept)> done) override
    {
        const Kept kept = m_keychain ? Kept::ForGood : Kept::ThisRun;
        QMetaObject::invokeMethod(
            context, [done = std::move(done), kept] { done(kept); }, Qt::QueuedConnection);
    }

private:
    Keychain *m_keychain;
};

} // namespace castdeck::test
