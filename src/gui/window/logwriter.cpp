// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/logwriter.h"

#include "gui/servers/remoteservers.h"
#include "gui/servers/roletext.h"
#include "gui/servers/serverregistry.h"
#include "gui/text/losstext.h"
#include "gui/text/noticetext.h"
#include "gui/window/desktopnotices.h"
#include "models/inventorymodel.h"

namespace castdeck
{

namespace
{

constexpr int longestLog = 2000;

RowKey rowOf(const ServerId &server, const Notice &notice)
{
    if (notice.clientId.isValid())
        return {server, RowKind::Client, notice.clientId.value()};
    if (notice.sessionId.isValid())
        return {server, RowKind::Session, notice.sessionId.value()};
    return {server, RowKind::Server, 0};
}

} // namespace

LogWriter::LogWriter(const InventoryModel &model, const ServerRegistry &servers, const RemoteServers &remote,
                     DesktopNotices &desktop, QObject *parent)
    : QObject(parent), m_model(model), m_log(longestLog)
{
    connect(&servers, &ServerRegistry::noticed, this,
            [this, &desktop](const ServerId &id, const Notice &notice) {
                m_log.append({notice.time, nameOf(id), NoticeText::sentence(notice),
                              NoticeText::needsAttention(notice), rowOf(id, notice)});
                desktop.take(nameOf(id), notice);
            });
    connect(&remote, &RemoteServers::ready, this, [this](const ServerId &id, Role role) {
        append(id, tr("Connected as %1", "role").arg(RoleText::name(role)), false);
    });
    connect(&remote, &RemoteServers::ended, this,
            [this](const ServerId &id, const Error &reason, bool wasReady) {
                append(id,
                       LossText::sentence(reason, wasReady, m_model.status(id).since,
                                          QDateTime::currentDateTimeUtc()),
                       true);
            });
}

void LogWriter::take(const Report &report)
{
    if (report.kind != Report::Kind::Done)
        append({}, report.text, true, report.about);
}

void LogWriter::append(const ServerId &id, const QString &text, bool needsAttention, const RowKey &about)
{
    m_log.append({QDateTime::currentDateTimeUtc(), nameOf(about.server.isValid() ? about.server : id), text,
                  needsAttention, about.server.isValid() ? about : RowKey{id, RowKind::Server, 0}});
}

QString LogWriter::nameOf(const ServerId &id) const
{
    return m_model.indexOf(id).data().toString();
}

} // namespace castdeck
