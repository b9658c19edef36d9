// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/common/stopsignals.h"
#include "apps/receiver/download.h"
#include "apps/receiver/jsonreporter.h"
#include "apps/receiver/textreporter.h"

#include <QCoreApplication>

using namespace castdeck;

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const auto parsed = parseReceiverOptions(QCoreApplication::arguments());
    if (const int *code = std::get_if<int>(&parsed))
        return *code;
    const auto &options = std::get<ReceiverOptions>(parsed);

    const StopSignals signals;
    std::unique_ptr<Reporter> reporter;
    if (options.json)
        reporter = std::make_unique<JsonReporter>(options);
    else
        reporter = std::make_unique<TextReporter>(options);
    const Outcome outcome = download(options, *reporter, signals.descriptor());
    reporter->ended(outcome);
    return static_cast<int>(outcome.exitCode);
}
