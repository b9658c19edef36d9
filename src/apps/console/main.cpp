// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/common/stopsignals.h"
#include "apps/console/consoleoptions.h"
#include "apps/console/demo.h"
#include "apps/console/localserver.h"
#include "apps/console/outerservers.h"
#include "gui/closeguard.h"
#include "gui/dialogprompter.h"
#include "gui/errortext.h"
#include "gui/language.h"
#include "gui/mainwindow.h"
#include "gui/placeholdercolor.h"

#include <QApplication>
#include <QSettings>
#include <QSocketNotifier>
#include <QStandardPaths>

using namespace castdeck;

namespace
{

bool hasDisplay()
{
    const QByteArray platform = qgetenv("QT_QPA_PLATFORM");
    if (!platform.isEmpty())
        return platform != "offscreen" && platform != "minimal";
    return qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY");
}

} // namespace

int main(int argc, char **argv)
{
    const auto parsed = parseConsoleOptions(argc, argv);
    if (const int *exitCode = std::get_if<int>(&parsed))
        return *exitCode;
    ConsoleOptions options = std::get<ConsoleOptions>(parsed);
    if (options.demo && !hasDisplay()) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        options.tour = true;
    }

    const StopSignals signals;
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("castdeck"));
    QApplication::setOrganizationName(QStringLiteral("castdeck"));
    QApplication::setApplicationDisplayName(QStringLiteral("Castdeck"));
    QApplication::setApplicationVersion(QStringLiteral(CASTDECK_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("castdeck"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/castdeck.svg")));
    QApplication::setQuitOnLastWindowClosed(false);
    installLanguage(app, QLocale());
    const PlaceholderColor placeholders(app);

    LocalServer::Settings here;
    EngineSettings &engine = here.engine;
    engine.interfaceName =
        options.demo && options.interfaceName.isEmpty() ? QStringLiteral("lo") : options.interfaceName;
    engine.cacheDirectory =
        QStandardPaths::writableLocation(QStandardPaths::CacheLocation) + QStringLiteral("/images");
    if (options.initiationPort || options.demo)
        engine.initiationPort = options.initiationPort.value_or(0);
    if (options.fallbackPort || options.demo)
        here.fallbackPort = options.fallbackPort.value_or(0);

    QTemporaryDir demoSettings; // the demo neither uses nor changes what a person has arranged
    here.keyFolder = options.demo ? demoSettings.path()
                                  : QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation);
    QSettings settings =
        options.demo ? QSettings(demoSettings.filePath(QStringLiteral("demo.ini")), QSettings::IniFormat)
                     : QSettings();
    InventoryModel model(ErrorText::sentence);
    ServerRegistry servers(model);
    OuterServers outer(servers, settings);
    DialogPrompter prompter;
    MainWindow window(model, servers, prompter, settings);
    prompter.setWindow(&window);
    LocalServer local(here, servers);
    window.show();
    outer.start(window, options);

    QObject::connect(&local, &LocalServer::initiationFailed, &window, [&](const Error &error) {
        window.report({Report::Kind::Failed,
                       QApplication::translate("Console", "Receivers cannot ask this computer: %1")
                           .arg(ErrorText::sentence(error)),
                       ErrorText::details(error)});
    });
    QObject::connect(&local, &LocalServer::fallbackFailed, &window, [&](const Error &error) {
        window.report(
            {Report::Kind::Doubtful,
             QApplication::translate("Console", "Receivers that multicast does not reach cannot get files "
                                                "from this computer by unicast: %1")
                 .arg(ErrorText::sentence(error)),
             ErrorText::details(error)});
    });
    if (!options.demo && !options.publish.isEmpty()) {
        const QDir folder(QDir(options.publish).absolutePath());
        local.publish(folder.dirName(), folder.path(), [&window](const Result<NamespaceReport> &result) {
            if (!result)
                window.report({Report::Kind::Failed, ErrorText::sentence(result.error()),
                               ErrorText::details(result.error())});
        });
    }

    int exitCode = 0;
    auto *const guard = new CloseGuard(LocalServer::id(), model, servers, prompter, window);
    QObject::connect(guard, &CloseGuard::reported, &window, &MainWindow::report);
    const auto quit = [&] {
        QObject::connect(&local, &LocalServer::stopped, &app, &QCoreApplication::quit);
        local.shutDown(guard->reason());
    };
    QObject::connect(&app, &QGuiApplication::lastWindowClosed, &window, quit);
    // Nobody is there to answer a question when the system ends the program, or the session at the desk.
    QSocketNotifier stop(signals.descriptor(), QSocketNotifier::Read);
    QObject::connect(&stop, &QSocketNotifier::activated, &window, [&] {
        stop.setEnabled(false);
        quit();
    });
    QObject::connect(&app, &QGuiApplication::commitDataRequest, guard, &CloseGuard::open);
    std::unique_ptr<Demo> demo;
    if (options.demo) {
        const QString folder = options.publish.isEmpty() ? QString() : QDir(options.publish).absolutePath();
        const QDir screenshots(options.screenshots.isEmpty() ? QDir::tempPath() : options.screenshots);
        demo = std::make_unique<Demo>(window, model, local, Demo::Options{folder, options.tour, screenshots});
        QObject::connect(demo.get(), &Demo::finished, &window, [&](bool passed) {
            exitCode = passed ? 0 : 1;
            quit();
        });
    }
    const int result = QApplication::exec();
    return exitCode != 0 ? exitCode : result;
}
