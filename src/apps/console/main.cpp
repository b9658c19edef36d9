// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "consoleoptions.h"
#include "democontent.h"
#include "demoreceivers.h"
#include "gui/dialogprompter.h"
#include "gui/errortext.h"
#include "gui/mainwindow.h"
#include "gui/noticeline.h"
#include "localserver.h"
#include "tourscript.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QSettings>
#include <QTranslator>

using namespace castdeck;

namespace
{

constexpr int DemoReceiverCount = 4;
constexpr qint64 DemoSize = 512LL * 1024 * 1024;
constexpr qint64 DemoLimit = 8LL * 1024 * 1024; // bytes per second: a minute to watch

const QString DemoName = QStringLiteral("demo");

bool hasDisplay()
{
    return qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY") ||
           qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
}

// The later one is asked first. English comes first of all: it has the plural forms of the sources' own
// language.
void translate(QApplication &app)
{
    const QString qtFolder = QLibraryInfo::path(QLibraryInfo::TranslationsPath);
    const QString ownFolder = QStringLiteral(":/i18n");
    const auto install = [&](const QLocale &language, const QString &catalogue, const QString &folder) {
        auto *translator = new QTranslator(&app);
        if (translator->load(language, catalogue, QStringLiteral("_"), folder))
            app.installTranslator(translator);
    };
    install(QLocale(QLocale::English), QStringLiteral("castdeck"), ownFolder);
    install(QLocale(), QStringLiteral("qtbase"), qtFolder);
    install(QLocale(), QStringLiteral("castdeck"), ownFolder);
}

QString largestFile(const QString &folder)
{
    return QDir(folder).entryList(QDir::Files, QDir::Size).value(0);
}

NamespaceInfo published(const QString &name, const QString &folder)
{
    NamespaceInfo what;
    what.name = name;
    what.configuration = folder;
    what.allowUnauthenticated = true;
    return what;
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

    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("castdeck"));
    QApplication::setOrganizationName(QStringLiteral("castdeck"));
    QApplication::setApplicationDisplayName(QStringLiteral("Castdeck"));
    QApplication::setApplicationVersion(QStringLiteral(CASTDECK_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("castdeck"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/castdeck.svg")));
    QApplication::setQuitOnLastWindowClosed(false);
    translate(app);

    EngineSettings engine;
    engine.interfaceName =
        options.demo && options.interfaceName.isEmpty() ? QStringLiteral("lo") : options.interfaceName;
    if (options.initiationPort || options.demo)
        engine.initiationPort = options.initiationPort.value_or(0);

    QTemporaryDir demoSettings; // the demo neither uses nor changes how a person has arranged the window
    QSettings settings =
        options.demo ? QSettings(demoSettings.filePath(QStringLiteral("demo.ini")), QSettings::IniFormat)
                     : QSettings();
    InventoryModel model(ErrorText::sentence);
    ServerRegistry servers(model);
    DialogPrompter prompter;
    MainWindow window(model, servers, prompter, settings);
    prompter.setWindow(&window);
    LocalServer local(engine, servers);
    window.show();

    QObject::connect(&local, &LocalServer::initiationFailed, &window, [&](const Error &error) {
        window.notices().show({Report::Kind::Failed,
                               QApplication::translate("Console", "Receivers cannot ask this computer: %1")
                                   .arg(ErrorText::sentence(error)),
                               ErrorText::details(error)});
    });
    const auto publish = [&](const QString &name, const QString &folder, std::function<void()> then) {
        whenFinished(&window, local.server().registerNamespace(published(name, folder)),
                     [&window, name, then](const Result<NamespaceReport> &result) {
                         if (result)
                             return then();
                         window.notices().show({Report::Kind::Failed, ErrorText::sentence(result.error()),
                                                ErrorText::details(result.error())});
                     });
    };
    if (!options.demo && !options.publish.isEmpty())
        publish(QDir(options.publish).dirName(), options.publish, [] {});

    DemoContent content(QStringLiteral("demo.img"), DemoSize);
    DemoReceivers receivers;
    std::unique_ptr<TourScript> tour;
    int exitCode = 0;
    const auto quit = [&] {
        QObject::connect(&local, &LocalServer::stopped, &app, &QCoreApplication::quit);
        local.shutDown();
    };
    QObject::connect(&app, &QGuiApplication::lastWindowClosed, &window, quit);
    if (options.demo) {
        QObject::connect(&local, &LocalServer::ready, &window, [&](quint16 port) {
            const auto begin = [&, port](const QString &folder, const QString &file) {
                publish(DemoName, folder, [&, port, file] {
                    receivers.start({port, DemoName, file}, DemoReceiverCount, DemoLimit);
                    if (!options.tour)
                        return;
                    const QString pictures =
                        options.screenshots.isEmpty() ? QDir::tempPath() : options.screenshots;
                    tour = std::make_unique<TourScript>(window, model, receivers, port, QDir(pictures));
                    QObject::connect(tour.get(), &TourScript::finished, &window, [&](bool passed) {
                        exitCode = passed ? 0 : 1;
                        quit();
                    });
                    tour->start();
                });
            };
            if (!options.publish.isEmpty())
                return begin(options.publish, largestFile(options.publish));
            QObject::connect(&content, &DemoContent::made, &window, [&, begin](const QString &problem) {
                if (!problem.isEmpty())
                    qFatal("cannot make the demo's content: %s", qPrintable(problem));
                begin(content.folder(), content.name());
            });
            content.make();
        });
    }
    const int result = QApplication::exec();
    return exitCode != 0 ? exitCode : result;
}
