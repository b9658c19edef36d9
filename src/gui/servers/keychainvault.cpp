// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/servers/keychainvault.h"

#include <qt6keychain/keychain.h>

namespace castdeck
{

namespace
{

const QString service = QStringLiteral("castdeck");

/// Without the fallback of the library, which is a file in clear.
template <class Job>
Job *makeJob(const ServerId &id)
{
    auto *job = new Job(service);
    job->setInsecureFallback(false);
    job->setKey(id.value());
    return job;
}

} // namespace

void KeychainVault::fetch(const ServerId &id, QObject *context,
                          std::function<void(const QString &token)> done)
{
    if (!known(id).isEmpty()) {
        TokenVault::fetch(id, context, std::move(done));
        return;
    }
    auto *job = makeJob<QKeychain::ReadPasswordJob>(id);
    QObject::connect(job, &QKeychain::Job::finished, context, [this, id, job, done = std::move(done)] {
        const QString token = job->error() == QKeychain::NoError ? job->textData() : QString();
        if (!token.isEmpty())
            keep(id, token);
        done(token);
    });
    job->start();
}

void KeychainVault::store(const ServerId &id, const QString &token, QObject *context,
                          std::function<void(Kept kept)> done)
{
    keep(id, token);
    auto *job = makeJob<QKeychain::WritePasswordJob>(id);
    job->setTextData(token);
    QObject::connect(job, &QKeychain::Job::finished, context, [job, done = std::move(done)] {
        done(job->error() == QKeychain::NoError ? Kept::ForGood : Kept::ThisRun);
    });
    job->start();
}

void KeychainVault::forget(const ServerId &id)
{
    TokenVault::forget(id);
    makeJob<QKeychain::DeletePasswordJob>(id)->start();
}

void KeychainVault::probe(QObject *context, std::function<void(Kept kept)> done)
{
    // Reading what nobody ever wrote asks no question of the person, and fails of the keychain alone.
    auto *job = makeJob<QKeychain::ReadPasswordJob>(ServerId(QStringLiteral("probe")));
    QObject::connect(job, &QKeychain::Job::finished, context, [job, done = std::move(done)] {
        const bool answers = job->error() == QKeychain::NoError || job->error() == QKeychain::EntryNotFound;
        done(answers ? Kept::ForGood : Kept::ThisRun);
    });
    job->start();
}

} // namespace castdeck
