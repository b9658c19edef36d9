// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/receiver/receiveroptions.h"
#include "apps/receiver/reporter.h"

#include <QJsonObject>

namespace castdeck
{

/// One JSON object per line: on standard output, or on standard error when the content goes to standard
/// output. Sizes in bytes, rates in bytes per second, times ISO 8601 UTC. The last line has the key "result".
class JsonReporter : public Reporter
{
public:
    explicit JsonReporter(const ReceiverOptions &options);

    void serverSeen(const QString &server, const QString &fingerprint, bool pinnedNow) override;
    void waiting(const QString &server) override;
    void found(const SessionOffer &offer) override;
    void checking(uint64_t bytes) override;
    void resumed(uint64_t bytes) override;
    void progress(const ProgressReport &report, Instant now) override;
    void noData(const QString &obstacle) override;
    void slow(const QString &reason) override;
    void damaged(uint64_t megabyte, const QStringList &sources) override;
    void askingAgain() override;
    void moved(const ReceivingMove &move) override;
    void fallingBack(const QString &url, uint64_t bytes, const Outcome &why) override;
    void ended(const Outcome &outcome) override;

private:
    void write(QJsonObject line);

    ReceiverOptions m_options;
};

} // namespace castdeck
