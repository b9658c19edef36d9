// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/server/logging.h"

#include "core/bounds.h"

#include <QDateTime>
#include <QLoggingCategory>
#include <cstdio>
#include <iterator>
#include <sys/stat.h>
#include <systemd/sd-daemon.h>

namespace castdeck
{

namespace
{

struct Level {
    QtMsgType type;
    const char *priority;
    const char *name;
};
constexpr Level levelNames[] = {
    {QtDebugMsg, SD_DEBUG, "debug"},
    {QtInfoMsg, SD_INFO, "info"},
    {QtWarningMsg, SD_WARNING, "warning"},
    {QtCriticalMsg, SD_ERR, "critical"},
};

/// What the diagnostics policy's components are in this program, which has neither PXE nor TFTP: the image
/// server is whatever gets contents from the disk to those who ask beside the multicast.
struct Diagnosed {
    DiagnosticsComponent component;
    const char *category;
};
constexpr Diagnosed diagnosed[] = {
    {DiagnosticsMulticast, "castdeck.engine"},     {DiagnosticsMulticast, "castdeck.sessions"},
    {DiagnosticsMulticast, "castdeck.initiation"}, {DiagnosticsImageServer, "castdeck.wim"},
    {DiagnosticsImageServer, "castdeck.fallback"},
};

const Level &levelOf(QtMsgType type)
{
    for (const Level &level : levelNames) {
        if (level.type == type)
            return level;
    }
    return levelNames[std::size(levelNames) - 1];
}

/// systemd.exec(5): JOURNAL_STREAM is device and inode of the stream that the journal reads.
bool isJournal()
{
    struct stat status = {};
    if (fstat(STDERR_FILENO, &status) != 0)
        return false;
    const QByteArray stream =
        QByteArray::number(quint64(status.st_dev)) + ':' + QByteArray::number(quint64(status.st_ino));
    return qgetenv("JOURNAL_STREAM") == stream;
}

void writeMessage(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    static const bool journal = isJournal();
    const Level &level = levelOf(type);
    // One message is one line, whatever a peer managed to put into it.
    QByteArray text = message.toUtf8();
    if (text.size() > bounds::LineOfLog)
        text = text.first(bounds::LineOfLog) + "…";
    text.replace('\n', ' ').replace('\r', ' ');
    const QByteArray head = journal ? QByteArray(level.priority)
                                    : QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toLatin1() +
                                          ' ' + level.name + ' ';
    const QByteArray line = head + context.category + ": " + text + '\n';
    std::fwrite(line.constData(), 1, size_t(line.size()), stderr);
}

} // namespace

void installLogging()
{
    qInstallMessageHandler(writeMessage);
}

void setLogLevel(QtMsgType level, const DiagnosticsPolicy &diagnostics)
{
    QString rules;
    for (const Level &candidate : levelNames) {
        if (candidate.type == level)
            break;
        rules += QStringLiteral("*.%1=false\n").arg(QLatin1String(candidate.name));
    }
    for (const auto &[component, category] : diagnosed) {
        if (diagnostics.enabled && (diagnostics.components & component) != 0)
            rules += QStringLiteral("%1=true\n").arg(QLatin1String(category));
    }
    QLoggingCategory::setFilterRules(rules);
}

} // namespace castdeck
