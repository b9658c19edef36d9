// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/columntext.h"

namespace castdeck
{

namespace
{

struct Heading {
    const char *key;
    const char *title;
    const char *explanation;
    bool isNumber;
    bool isShownAtFirst; ///< those that fit a window of 1200 pixels, and are asked for most
};

// In the order of Column.
constexpr Heading headings[] = {
    {"name", QT_TRANSLATE_NOOP("castdeck::ColumnText", "Name"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText", "Server, content that a session carries, or client"), false,
     true},
    {"namespace", QT_TRANSLATE_NOOP("castdeck::ColumnText", "Namespace"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText", "The published name the content belongs to"), false, true},
    {"state", QT_TRANSLATE_NOOP("castdeck::ColumnText", "State"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText", "What is going on"), false, true},
    {"progress", QT_TRANSLATE_NOOP("castdeck::ColumnText", "Progress"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText",
                       "How much the client has; for a session the mean of its clients"),
     false, true},
    {"rate", QT_TRANSLATE_NOOP("castdeck::ColumnText", "Rate"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText", "Payload per second: of a session the mean of the last 5 "
                                               "seconds, of a client as its progress grows"),
     true, true},
    {"remaining", QT_TRANSLATE_NOOP("castdeck::ColumnText", "Remaining"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText", "About how long it takes until the client has all of it; for "
                                               "a session, until its slowest client that gets on has"),
     true, true},
    {"clients", QT_TRANSLATE_NOOP("castdeck::ColumnText", "Clients"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText", "Number of clients joined"), true, true},
    {"loss", QT_TRANSLATE_NOOP("castdeck::ColumnText", "Loss"),
     QT_TRANSLATE_NOOP(
         "castdeck::ColumnText",
         "Share of the packets that did not reach the client; for a session the mean of its clients"),
     true, true},
    {"roundtrip", QT_TRANSLATE_NOOP("castdeck::ColumnText", "Round trip"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText", "Time from a question to the client's answer"), true, true},
    {"joined", QT_TRANSLATE_NOOP("castdeck::ColumnText", "Joined for"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText", "Time since the client joined the session"), true, false},
    {"started", QT_TRANSLATE_NOOP("castdeck::ColumnText", "Started"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText", "When the session began, or the client joined it"), true,
     true},
    {"size", QT_TRANSLATE_NOOP("castdeck::ColumnText", "Size"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText", "Size of the content"), true, true},
    {"cpu", QT_TRANSLATE_NOOP("castdeck::ColumnText", "CPU"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText", "Processor use of the client, as it reports it"), true, false},
    {"memory", QT_TRANSLATE_NOOP("castdeck::ColumnText", "Memory"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText", "Memory use of the client, as it reports it"), true, false},
    {"network", QT_TRANSLATE_NOOP("castdeck::ColumnText", "Network"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText", "Network use of the client, as it reports it"), true, false},
    {"address", QT_TRANSLATE_NOOP("castdeck::ColumnText", "Address"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText",
                       "Multicast group and port of a session, IP address of a client"),
     false, false},
    {"interface", QT_TRANSLATE_NOOP("castdeck::ColumnText", "Interface"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText", "The server's network interface, or the client's MAC address"),
     false, false},
    {"rejected", QT_TRANSLATE_NOOP("castdeck::ColumnText", "Rejected"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText", "Forged, corrupt or foreign packets that the session dropped"),
     true, false},
    {"health", QT_TRANSLATE_NOOP("castdeck::ColumnText", "Health"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText", "The worst of the row and of what is below it"), false, false},
};
static_assert(std::size(headings) == ColumnCount);

const Heading &heading(Column column)
{
    return headings[static_cast<size_t>(column)];
}

} // namespace

QString ColumnText::title(Column column)
{
    return tr(heading(column).title);
}

QString ColumnText::explanation(Column column)
{
    return tr(heading(column).explanation);
}

QString ColumnText::key(Column column)
{
    return QString::fromLatin1(heading(column).key);
}

bool ColumnText::isShownAtFirst(Column column)
{
    return heading(column).isShownAtFirst;
}

Qt::Alignment ColumnText::alignment(Column column)
{
    return Qt::AlignVCenter | (heading(column).isNumber ? Qt::AlignRight : Qt::AlignLeft);
}

} // namespace castdeck
