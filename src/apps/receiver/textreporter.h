// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/receiver/receiveroptions.h"
#include "apps/receiver/reporter.h"

namespace castdeck
{

/// Sentences and a progress bar on standard error; where that is no terminal a line now and then instead.
class TextReporter : public Reporter
{
public:
    explicit TextReporter(const ReceiverOptions &options);

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
    void say(const QString &text);

    ReceiverOptions m_options;
    bool m_terminal;
    bool m_barShown = false;
    bool m_obstacleTold = false;
    bool m_waitingTold = false;
    Instant m_nextLine{};
};

/// One line of @p width columns: "[#####.....]  42 %  1.4 GB of 3.3 GB  93.1 MB/s  0:21 left".
QString progressLine(const ProgressReport &report, int width);

} // namespace castdeck
