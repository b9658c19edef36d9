// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/console/demo.h"

#include "apps/console/localserver.h"
#include "apps/console/tourscript.h"
#include "gui/errortext.h"
#include "gui/mainwindow.h"

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

Demo::Demo(MainWindow &window, InventoryModel &model, LocalServer &server, Options options, QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_model(model)
    , m_server(server)
    , m_options(std::move(options))
    , m_content(QStringLiteral("demo.img"), Size)
{
    connect(&m_server, &LocalServer::ready, this, [this](quint16 port) {
        m_port = port;
        if (m_options.folder.isEmpty())
            return m_content.make();
        begin(m_options.folder, QDir(m_options.folder).entryList(QDir::Files, QDir::Size).value(0));
    });
    connect(&m_content, &DemoContent::made, this, [this](const QString &problem) {
        if (!problem.isEmpty())
            return giveUp(problem);
        begin(m_content.folder(), m_content.name());
    });
}

Demo::~Demo() = default;

void Demo::begin(const QString &folder, const QString &file)
{
    m_server.publish(Name, folder, [this, file](const Result<NamespaceReport> &result) {
        if (!result)
            return giveUp(ErrorText::sentence(result.error()));
        m_receivers.start({m_port, m_server.fallbackPort(), Name, file}, Receivers, Limit);
        if (m_options.tour)
            startTour();
    });
}

void Demo::startTour()
{
    m_tour = std::make_unique<TourScript>(m_window, m_model, m_receivers,
                                          TourScript::Ports{m_port, m_server.fallbackPort()},
                                          m_options.screenshots);
    connect(m_tour.get(), &TourScript::finished, this, &Demo::finished);
    m_tour->start();
}

void Demo::giveUp(const QString &problem)
{
    QTextStream(stderr) << "castdeck: " << problem << Qt::endl;
    m_window.report({Report::Kind::Failed, problem, {}});
    if (m_options.tour)
        Q_EMIT finished(false);
}

} // namespace castdeck
