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
};

// In the order of Column.
constexpr Heading headings[] = {
    {"name", QT_TRANSLATE_NOOP("castdeck::ColumnText", "Name"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText", "Server, content that a session carries, or client"), false},
    {"namespace", QT_TRANSLATE_NOOP("castdeck::ColumnText", "Namespace"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText", "The published name the content belongs to"), false},
    {"state", QT_TRANSLATE_NOOP("castdeck::ColumnText", "State"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText", "What is going on"), false},
    {"progress", QT_TRANSLATE_NOOP("castdeck::ColumnText", "Progress"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText",
                       "How much the client has; for a session the mean of its clients"),
     false},
    {"rate", QT_TRANSLATE_NOOP("castdeck::ColumnText", "Rate"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText", "Payload per second, mean of the last 5 seconds"), true},
    {"clients", QT_TRANSLATE_NOOP("castdeck::ColumnText", "Clients"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText", "Number of clients joined"), true},
    {"joined", QT_TRANSLATE_NOOP("castdeck::ColumnText", "Joined for"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText", "Time since the client joined the session"), true},
    {"cpu", QT_TRANSLATE_NOOP("castdeck::ColumnText", "CPU"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText", "Processor use of the client, as it reports it"), true},
    {"memory", QT_TRANSLATE_NOOP("castdeck::ColumnText", "Memory"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText", "Memory use of the client, as it reports it"), true},
    {"network", QT_TRANSLATE_NOOP("castdeck::ColumnText", "Network"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText", "Network use of the client, as it reports it"), true},
    {"loss", QT_TRANSLATE_NOOP("castdeck::ColumnText", "Loss"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText", "Share of the packets that did not reach the client"), true},
    {"roundtrip", QT_TRANSLATE_NOOP("castdeck::ColumnText", "Round trip"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText", "Time from a question to the client's answer"), true},
    {"address", QT_TRANSLATE_NOOP("castdeck::ColumnText", "Address"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText",
                       "Multicast group and port of a session, IP address of a client"),
     false},
    {"interface", QT_TRANSLATE_NOOP("castdeck::ColumnText", "Interface"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText", "The server's network interface, or the client's MAC address"),
     false},
    {"rejected", QT_TRANSLATE_NOOP("castdeck::ColumnText", "Rejected"),
     QT_TRANSLATE_NOOP("castdeck::ColumnText", "Forged, corrupt or foreign packets that the session dropped"),
     true},
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

Qt::Alignment ColumnText::alignment(Column column)
{
    return Qt::AlignVCenter | (heading(column).isNumber ? Qt::AlignRight : Qt::AlignLeft);
}

} // namespace castdeck
