// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/text/report.h"

#include <QObject>

namespace castdeck
{

class LogWriter;
class NoticeLine;
class PassingWords;
class RowReveal;
class ServerActions;

/// Leads what is reported to where a person reads it, and a person to what it is about.
class Announcer : public QObject
{
    Q_OBJECT
public:
    struct Places {
        NoticeLine &notices;
        PassingWords &words;
        LogWriter &log;
        RowReveal &rows;
        const ServerActions &servers;
    };
    /// Everything given outlives it.
    Announcer(const Places &places, QObject *parent);

    /// What was done passes by, what was not waits in the strip and stays in the log.
    void report(const Report &report);
    /// The same for what is in the log already.
    void say(const Report &report);
    /// What was said last and can still be read.
    QString lastWords() const;
    void reveal(const RowKey &row);

private:
    void mend(const Report &report);

    Places m_places;
    bool m_lastWasDone = true; ///< what was said last
};

} // namespace castdeck
