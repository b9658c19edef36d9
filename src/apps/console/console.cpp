// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/console/console.h"

#include "gui/text/errortext.h"
#include "gui/window/language.h"

#include <QApplication>
#include <QDir>
#include <QIcon>
#include <QSettings>
#include <QStandardPaths>

namespace castdeck
{

namespace
{

Report failureReport(const QString &sentence, const Error &error)
{
    return {Report::Kind::Failed, sentence, ErrorText::details(error)};
}

QSettings settingsOf(const ConsoleOptions &options, const QTemporaryDir &demoFolder)
{
    if (options.demo)
        return QSettings(demoFolder.filePath(QStringLiteral("demo.ini")), QSettings::IniFormat);
    return QSettings();
}

ServerProfiles::Places listOf(const ConsoleOptions &options, const QTemporaryDir &demoFolder)
{
    if (options.demo)
        return {demoFolder.filePath(QStringLiteral("servers.json"))};
    return {ServerProfiles::defaultPath(), QSettings().fileName()};
}

/// Without a keychain tokens are known for this run, and those in files are read.
std::unique_ptr<TokenVault> vaultOf(const Preferences &chosen)
{
    if (chosen.usesKeychain)
        return std::make_unique<KeychainVault>();
    return std::make_unique<TokenVault>();
}

} // namespace

LocalServer::Settings localSettings(const ConsoleOptions &options, const QString &demoFolder,
                                    const Preferences &chosen)
{
    const auto folder = [&](QStandardPaths::StandardLocation usual) {
        return options.demo ? demoFolder : QStandardPaths::writableLocation(usual);
    };
    LocalServer::Settings settings;
    EngineSettings &engine = settings.engine;
    // What the command line says counts, then what was chosen.
    engine.interfaceName = options.interfaceName;
    if (options.interfaceName.isEmpty())
        engine.interfaceName = options.demo ? QStringLiteral("lo") : chosen.interfaceName;
    engine.cacheDirectory = folder(QStandardPaths::CacheLocation) + QStringLiteral("/images");
    engine.treeDirectory = folder(QStandardPaths::CacheLocation) + QStringLiteral("/trees");
    if (options.initiationPort || options.demo)
        engine.initiationPort = options.initiationPort.value_or(0);
    if (options.fallbackPort || options.demo)
        settings.fallbackPort = options.fallbackPort.value_or(0);
    settings.keyFolder = folder(QStandardPaths::AppLocalDataLocation);
    if (!options.demo)
        settings.stateFolder = chosen.stateFolder.isEmpty() ? settings.keyFolder + QStringLiteral("/server")
                                                            : chosen.stateFolder;
    return settings;
}

void Console::nameProgram()
{
    QApplication::setApplicationName(QStringLiteral("castdeck"));
    QApplication::setOrganizationName(QStringLiteral("castdeck"));
}

void Console::introduce()
{
    nameProgram();
    QApplication::setApplicationDisplayName(QStringLiteral("Castdeck"));
    QApplication::setApplicationVersion(QStringLiteral(CASTDECK_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("castdeck"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/castdeck.svg")));
    QApplication::setQuitOnLastWindowClosed(false);
    installLanguage(*qApp, Preferences::read([](const QString &key, const QVariant &otherwise) {
                               return QSettings().value(key, otherwise);
                           }).locale());
}

Console::Console(const ConsoleOptions &options, int stopDescriptor)
    : m_placeholders(*qApp)
    , m_layout(settingsOf(options, m_demoFolder))
    , m_model(ErrorText::sentence)
    , m_servers(m_model)
    , m_outer(m_servers, listOf(options, m_demoFolder), vaultOf(m_layout.preferences()))
    , m_window(m_model, m_servers, m_outer.remote(), m_prompter, m_layout)
    , m_local(options.local
                  ? std::make_unique<LocalServer>(
                        localSettings(options, m_demoFolder.path(), m_layout.preferences()), m_servers)
                  : nullptr)
    , m_guard(LocalServer::id(), m_model, m_servers, m_prompter, m_window)
    , m_stop(stopDescriptor, QSocketNotifier::Read)
{
    m_prompter.setWindow(&m_window);
    m_window.show();
    m_outer.start(m_window, options);
    if (m_local)
        tellWhatFails(*m_local);
    connect(&m_guard, &CloseGuard::reported, &m_window, &MainWindow::report);
    connect(qApp, &QGuiApplication::lastWindowClosed, this, &Console::quit);
    connect(qApp, &QGuiApplication::commitDataRequest, &m_guard, &CloseGuard::open);
    // Nobody is there to answer a question when the system ends the program, or the session at the desk.
    connect(&m_stop, &QSocketNotifier::activated, this, [this] {
        m_stop.setEnabled(false);
        quit();
    });
    const QString folder = options.publish.isEmpty() ? QString() : QDir(options.publish).absolutePath();
    if (options.demo)
        m_demo = std::make_unique<Demo>(m_window, *m_local, folder);
    else if (!folder.isEmpty())
        publish(folder);
}

Result<void> Console::take(const Handover &handover)
{
    m_window.setWindowState(m_window.windowState() & ~Qt::WindowMinimized);
    m_window.show();
    m_window.raise();
    m_window.activateWindow();
    QApplication::alert(&m_window); // where the system lets no window come to the front by itself
    if (!handover.publish.isEmpty() && !m_local)
        return failure(ErrorCode::TransportServerRoleNotConfigured, QStringLiteral("--no-local"));
    if (!handover.publish.isEmpty())
        publish(handover.publish);
    if (handover.connect)
        m_outer.connectTo(m_window, *handover.connect, handover.tokenFile);
    return {};
}

Console::~Console() = default;

void Console::tellWhatFails(const LocalServer &local)
{
    connect(&local, &LocalServer::startFailed, &m_window, [this](const Error &error) {
        m_window.report(failureReport(QApplication::translate("Console", "This computer cannot serve: %1")
                                          .arg(ErrorText::sentence(error)),
                                      error));
    });
    connect(&local, &LocalServer::notKept, &m_window, [this](const Error &error) {
        m_window.report(
            {Report::Kind::Doubtful,
             QApplication::translate("Console", "What this computer publishes is forgotten when Castdeck is "
                                                "closed: %1")
                 .arg(ErrorText::sentence(error)),
             ErrorText::details(error)});
    });
    connect(&local, &LocalServer::fallbackFailed, &m_window, [this](const Error &error) {
        m_window.report(
            {Report::Kind::Doubtful,
             QApplication::translate("Console", "Receivers that multicast does not reach cannot get files "
                                                "from this computer by unicast: %1")
                 .arg(ErrorText::sentence(error)),
             ErrorText::details(error)});
    });
}

void Console::publish(const QString &folder)
{
    m_local->publish(QDir(folder).dirName(), folder, [this](const Result<NamespaceReport> &result) {
        if (!result)
            m_window.report(failureReport(ErrorText::sentence(result.error()), result.error()));
    });
}

void Console::quit()
{
    if (!m_local)
        return QCoreApplication::quit();
    connect(m_local.get(), &LocalServer::stopped, qApp, &QCoreApplication::quit);
    m_local->shutDown(m_guard.reason());
}

} // namespace castdeck
