// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/receiver/outcome.h"
#include "apps/receiver/receiveroptions.h"

namespace castdeck
{

/// What went wrong, with the error's name.
QString sentenceFor(const Error &error);
/// How it ended, in one to three lines.
QString sentenceFor(const Outcome &outcome, const ReceiverOptions &options);

/// That, by whom and why the server named another way than multicast.
QString fallbackSentence(const Outcome &outcome);
/// That a megabyte is wrong, and who sent it.
QString damagedSentence(uint64_t megabyte, const QStringList &sources);
/// The same of a move to a slower session.
QString movedSentence(const ReceivingMove &move);
/// What to look at when the server hears us and we do not hear the group.
QString noDataSentence(const QString &group);

/// "1.4 GB", "93.1 MB/s" without the "/s".
QString sizeText(uint64_t bytes);
/// "2:07", "1:02:07".
QString durationText(uint64_t seconds);

} // namespace castdeck
