// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/servers/tokenvault.h"

#include <QMetaObject>

namespace castdeck
{

void TokenVault::fetch(const ServerId &id, QObject *context, std::function<void(const QString &token)> done)
{
    QMetaObject::invokeMethod(
        context, [token = known(id), done = std::move(done)] { done(token); }, Qt::QueuedConnection);
}

void TokenVault::store(const ServerId &id, const QString &token, QObject *context,
                       std::function<void(Kept kept)> done)
{
    keep(id, token);
    TokenVault::probe(context, std::move(done));
}

void TokenVault::probe(QObject *context, std::function<void(Kept kept)> done)
{
    QMetaObject::invokeMethod(
        context, [done = std::move(done)] { done(Kept::ThisRun); }, Qt::QueuedConnection);
}

void TokenVault::forget(const ServerId &id)
{
    m_tokens.remove(id);
}

} // namespace castdeck
