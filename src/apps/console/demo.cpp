// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/console/demo.h"

#include "apps/console/localserver.h"
#include "gui/text/errortext.h"
#include "gui/window/mainwindow.h"

#include <QDir>
#include <QTextStream>

namespace castdeck
{

namespace
{

constexpr int Receivers = 4;
constexpr qint64 Size = 512LL * 1024 * 1024;
constexpr qint64 Limit = 8LL * 1024 * 1024; // bytes per second: a minute to watch
const QString Name = QStringLiteral("demo");

} // namespace

Demo::Demo(MainWindow &window, LocalServer &server, const QString &folder)
    : m_window(window), m_server(server), m_content(QStringLiteral("demo.img"), Size)
{
    connect(&m_server, &LocalServer::ready, this, [this, folder] {
        if (folder.isEmpty())
            return m_content.make();
        begin(folder, QDir(folder).entryList(QDir::Files, QDir::Size).value(0));
    });
    connect(&m_content, &DemoContent::made, this, [this](const QString &problem) {
        if (!problem.isEmpty())
            return giveUp(problem);
        begin(m_content.folder(), m_content.name());
    });
}

void Demo::begin(const QString &folder, const QString &file)
{
    m_server.publish(Name, folder, [this, file](const Result<NamespaceReport> &result) {
        if (!result)
            giveUp(ErrorText::sentence(result.error()));
    });
    connect(
        &m_server, &LocalServer::opened, this,
        [this, file](quint16 port) {
            m_port = port;
            m_receivers.start(target(Name, file), Receivers, Limit);
            Q_EMIT started();
        },
        Qt::SingleShotConnection);
}

DemoReceivers::Target Demo::target(const QString &namespaceName, const QString &content) const
{
    return {m_port, m_server.fallbackPort(), namespaceName, content};
}

void Demo::giveUp(const QString &problem)
{
    QTextStream(stderr) << "castdeck: " << problem << Qt::endl;
    m_window.report({Report::Kind::Failed, problem, {}});
    Q_EMIT failed();
}

} // namespace castdeck
