// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/servers/tokenvault.h"

namespace castdeck
{

/// Keeps tokens in the desktop's keychain. Where there is none, or it is locked, it is as forgetful as the
/// vault it is made of; nothing ever goes to a file in clear.
class KeychainVault final : public TokenVault
{
public:
    void fetch(const ServerId &id, QObject *context, std::function<void(const QString &token)> done) override;
    void store(const ServerId &id, const QString &token, QObject *context,
               std::function<void(Kept kept)> done) override;
    void forget(const ServerId &id) override;
    void probe(QObject *context, std::function<void(Kept kept)> done) override;
};

} // namespace castdeck
