// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/namespacetext.h"
#include "core/untrusted.h"

#include "core/namespacerules.h"
#include "models/format.h"

#include <QLocale>

namespace castdeck
{

namespace
{

struct NamespaceHeading {
    const char *key;
    const char *title;
    bool isNumber;
};

constexpr NamespaceHeading namespaceHeadings[] = {
    {"name", QT_TRANSLATE_NOOP("castdeck::NamespaceText", "Name"), false},
    {"state", QT_TRANSLATE_NOOP("castdeck::NamespaceText", "State"), false},
    {"type", QT_TRANSLATE_NOOP("castdeck::NamespaceText", "Type"), false},
    {"clients", QT_TRANSLATE_NOOP("castdeck::NamespaceText", "Clients"), true},
    {"sessions", QT_TRANSLATE_NOOP("castdeck::NamespaceText", "Sessions"), true},
    {"start", QT_TRANSLATE_NOOP("castdeck::NamespaceText", "Start"), false},
    {"size", QT_TRANSLATE_NOOP("castdeck::NamespaceText", "Size"), true},
    {"provider", QT_TRANSLATE_NOOP("castdeck::NamespaceText", "Provider"), false},
    {"configuration", QT_TRANSLATE_NOOP("castdeck::NamespaceText", "Folder or file"), false},
    {"server", QT_TRANSLATE_NOOP("castdeck::NamespaceText", "Server"), false},
};
static_assert(std::size(namespaceHeadings) == NamespaceColumnCount);

const NamespaceHeading &heading(NamespaceColumn column)
{
    return namespaceHeadings[static_cast<size_t>(column)];
}

QString countOrNothing(int count)
{
    return count > 0 ? QLocale().toString(count) : QString();
}

QString localTime(const QDateTime &utc)
{
    return utc.isValid() ? QLocale().toString(utc.toLocalTime(), QLocale::ShortFormat) : QString();
}

} // namespace

NamespaceText::NamespaceText(const NamespaceFacts &facts, const ContentInfo *content,
                             const ErrorSentence &errorText)
    : m_facts(facts), m_content(content), m_errorText(errorText)
{
}

QString NamespaceText::title(NamespaceColumn column)
{
    return tr(heading(column).title);
}

QString NamespaceText::key(NamespaceColumn column)
{
    return QString::fromLatin1(heading(column).key);
}

Qt::Alignment NamespaceText::alignment(NamespaceColumn column)
{
    return Qt::AlignVCenter | (heading(column).isNumber ? Qt::AlignRight : Qt::AlignLeft);
}

QString NamespaceText::typeName(NamespaceType type)
{
    switch (type) {
    case NamespaceType::AutoCast:
        return tr("Auto-Cast");
    case NamespaceType::ScheduledCastManualStart:
        return tr("Scheduled-Cast, started by hand");
    case NamespaceType::ScheduledCastAutoStart:
        return tr("Scheduled-Cast, starts by itself");
    case NamespaceType::Unknown:
        break;
    }
    return tr("Unknown");
}

QString NamespaceText::providerName(const QString &provider)
{
    if (provider == QLatin1String("WDS"))
        return tr("Folder");
    if (provider == QLatin1String("File"))
        return tr("File");
    if (provider == QLatin1String("WIM"))
        return tr("Images of a WIM file");
    return printable(provider);
}

QString NamespaceText::display(NamespaceColumn column) const
{
    return m_content ? contentText(column) : namespaceText(column);
}

QString NamespaceText::namespaceText(NamespaceColumn column) const
{
    const NamespaceInfo &info = m_facts.info;
    switch (column) {
    case NamespaceColumn::Name:
        return printable(info.name);
    case NamespaceColumn::State:
        return state();
    case NamespaceColumn::Type:
        return typeName(info.type);
    case NamespaceColumn::Clients:
        return countOrNothing(m_facts.clients);
    case NamespaceColumn::Sessions:
        return countOrNothing(m_facts.sessions);
    case NamespaceColumn::Start:
        return localTime(info.startTime);
    case NamespaceColumn::Size:
        return {};
    case NamespaceColumn::Provider:
        return providerName(info.contentProvider);
    case NamespaceColumn::Configuration:
        return printable(info.configuration);
    case NamespaceColumn::Server:
        return m_facts.serverName;
    }
    return {};
}

QString NamespaceText::contentText(NamespaceColumn column) const
{
    switch (column) {
    case NamespaceColumn::Name:
        return printable(m_content->name);
    case NamespaceColumn::State:
        return m_facts.pending == Pending::None ? digest() : tr("Ending…");
    case NamespaceColumn::Clients:
        return countOrNothing(m_facts.clients);
    case NamespaceColumn::Sessions:
        return countOrNothing(m_facts.sessions);
    case NamespaceColumn::Size:
        return format::size(m_content->size);
    default:
        return {};
    }
}

QString NamespaceText::state() const
{
    const NamespaceInfo &info = m_facts.info;
    if (m_facts.pending == Pending::Unpublishing)
        return tr("Taking back…");
    if (m_facts.pending != Pending::None)
        return m_facts.pending == Pending::Starting ? tr("Starting…") : tr("Ending…");
    if (info.error)
        return tr("Broken: %1").arg(m_errorText(*info.error));
    if (info.tombstoned)
        return tr("Draining, nobody new joins");
    if (!isScheduled(info.type))
        return tr("Published");
    if (info.transmissionStarted)
        return tr("Started");
    return info.startMissed ? tr("Start missed") : waiting();
}

QString NamespaceText::waiting() const
{
    const NamespaceInfo &info = m_facts.info;
    const auto here = static_cast<int>(info.waitingClients);
    const QString time = localTime(info.startTime);
    if (info.minimumClients > 0) {
        const QString count =
            tr("Waiting, %1 of %n client(s)", nullptr, static_cast<int>(info.minimumClients)).arg(here);
        return time.isEmpty()
                   ? count
                   : tr("%1, or until %2", "waiting for clients, or until a time").arg(count, time);
    }
    if (!time.isEmpty())
        return tr("Waiting until %1, %n client(s)", nullptr, here).arg(time);
    return tr("Waiting to be started, %n client(s)", nullptr, here);
}

QString NamespaceText::digest() const
{
    switch (m_content->digestState) {
    case DigestState::None:
        return tr("No digest yet");
    case DigestState::Computing:
        return tr("Digest is being computed");
    case DigestState::Known:
        return tr("Digest known");
    }
    return {};
}

QVariant NamespaceText::sortKey(NamespaceColumn column) const
{
    switch (column) {
    case NamespaceColumn::Clients:
        return m_facts.clients;
    case NamespaceColumn::Sessions:
        return m_facts.sessions;
    case NamespaceColumn::Size:
        return m_content ? m_content->size : quint64(0);
    case NamespaceColumn::Start:
        return m_content || !m_facts.info.startTime.isValid() ? qint64(0)
                                                              : m_facts.info.startTime.toMSecsSinceEpoch();
    default:
        return display(column);
    }
}

QString NamespaceText::stateKey() const
{
    const NamespaceInfo &info = m_facts.info;
    if (m_content)
        return toText(m_content->digestState);
    if (info.error)
        return QStringLiteral("broken");
    if (info.tombstoned)
        return QStringLiteral("tombstoned");
    if (!isScheduled(info.type))
        return QStringLiteral("registered");
    if (info.transmissionStarted)
        return QStringLiteral("started");
    return info.startMissed ? QStringLiteral("startmissed") : QStringLiteral("waiting");
}

QVariant NamespaceText::value(NamespaceColumn column) const
{
    const NamespaceInfo &info = m_facts.info;
    switch (column) {
    case NamespaceColumn::State:
        return stateKey();
    case NamespaceColumn::Type:
        return m_content ? QVariant() : toText(info.type);
    case NamespaceColumn::Clients:
        return m_facts.clients;
    case NamespaceColumn::Sessions:
        return m_facts.sessions;
    case NamespaceColumn::Start:
        return m_content || !info.startTime.isValid() ? QVariant()
                                                      : info.startTime.toUTC().toString(Qt::ISODate);
    case NamespaceColumn::Size:
        return m_content ? QVariant(m_content->size) : QVariant();
    default: {
        const QString text = display(column);
        return text.isEmpty() ? QVariant() : QVariant(text);
    }
    }
}

QString NamespaceText::toolTip() const
{
    const NamespaceInfo &info = m_facts.info;
    QStringList lines{display(NamespaceColumn::Name), display(NamespaceColumn::State)};
    if (m_content) {
        lines << m_content->digest << m_content->root << tr("Content id: %1").arg(m_content->id.value());
    } else {
        lines << printable(info.friendlyName) << printable(info.description);
        if (!info.fallbackUrl.isEmpty())
            lines << tr("By unicast from %1").arg(printable(info.fallbackUrl));
        if (info.startTime.isValid())
            lines << tr("Start: %1 (%2)")
                         .arg(localTime(info.startTime),
                              info.startTime.toUTC().toString(QStringLiteral("yyyy-MM-dd HH:mm 'UTC'")));
        if (info.startMissed)
            lines << tr(
                "Its start time passed while the server was down or while nobody waited. Start it now, "
                "or give it another time.");
        lines << (info.allowUnauthenticated ? tr("Anyone on the network may ask for it.")
                                            : tr("Only receivers with a token may ask for it."))
              << tr("Namespace id: %1").arg(info.id.value());
        if (info.tombstoneTime.isValid())
            lines << tr("Deregistered: %1").arg(localTime(info.tombstoneTime));
    }
    lines.removeAll(QString());
    return QStringLiteral("<qt>%1</qt>")
        .arg(
            lines.join(QLatin1Char('\n')).toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>")));
}

QString NamespaceText::accessible() const
{
    QStringList parts;
    for (int column = 0; column < NamespaceColumnCount; ++column) {
        const QString text = display(static_cast<NamespaceColumn>(column));
        if (!text.isEmpty())
            parts << (column == 0
                          ? text
                          : QStringLiteral("%1: %2").arg(title(static_cast<NamespaceColumn>(column)), text));
    }
    return parts.join(QStringLiteral(", "));
}

QString NamespaceText::searchable() const
{
    QStringList words;
    for (int column = 0; column < NamespaceColumnCount; ++column)
        words << display(static_cast<NamespaceColumn>(column));
    return words.join(QLatin1Char('\n'));
}

RowFields NamespaceText::fields() const
{
    RowFields fields;
    fields.name = display(NamespaceColumn::Name);
    fields.server = m_facts.serverName;
    fields.nameSpace = printable(m_facts.info.name);
    fields.state = stateKey() + QLatin1Char(' ') + display(NamespaceColumn::State);
    return fields;
}

bool NamespaceText::needsAttention() const
{
    return !m_content && (m_facts.info.error || m_facts.info.startMissed);
}

} // namespace castdeck
