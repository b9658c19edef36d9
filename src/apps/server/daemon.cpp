// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/server/daemon.h"

#include "apps/server/logcategories.h"
#include "apps/server/logging.h"
#include "apps/server/servicenotifier.h"
#include "core/bounds.h"
#include "core/descriptorlimit.h"
#include "core/hostport.h"
#include "engine/server/transportengine.h"
#include "transport/net/networkinterface.h"

#include <net/if.h>

namespace castdeck
{

namespace
{

/// What stands around the records of an answer in a line of the management protocol.
constexpr qsizetype AroundPage = 48'576; // bytes

DisconnectOrder farewellOrder()
{
    return {DisconnectType::Abort, QStringLiteral("the server was stopped"), QStringLiteral("castdeckd")};
}

EngineSettings engineSettings(const ServerSettings &settings, const StateDirectory &state)
{
    EngineSettings engine = settings.engine;
    engine.cacheDirectory = state.images();
    engine.treeDirectory = state.trees();
    return engine;
}

} // namespace

Daemon::Daemon(const CommandLine &commandLine, const SettingValues &values, const ServerSettings &settings,
               StateDirectory state)
    : m_commandLine(commandLine)
    , m_values(values)
    , m_settings(settings)
    , m_state(std::make_shared<const StateDirectory>(std::move(state)))
    , m_host(engineSettings(settings, *m_state))
{
    connect(&m_host, &EngineHost::ready, this, [this](quint16 port) { m_initiationPort = port; });
    connect(&m_host, &EngineHost::initiationFailed, this, &Daemon::giveUp);
    connect(&m_host, &EngineHost::stopped, this, &Daemon::finished);
    connect(&m_watchdog, &QTimer::timeout, this, &Daemon::watch);
    connect(&m_certificateLook, &QTimer::timeout, this, &Daemon::lookAtCertificate);
}

Daemon::~Daemon() = default;

Result<void> Daemon::start()
{
    if (!m_settings.engine.interfaceName.isEmpty()) {
        // One that has no address yet may get one.
        const bool isDevice = if_nametoindex(qPrintable(m_settings.engine.interfaceName)) != 0;
        if (const auto found = findInterface(m_settings.engine.interfaceName); !found && !isDevice)
            return tl::unexpected(found.error());
    }
    auto credentials = loadCredentials(m_settings, *m_state);
    if (!credentials)
        return tl::unexpected(credentials.error());
    m_certificate = credentials->certificate;
    lookAtCertificate();
    m_certificateLook.start(std::chrono::hours(1));
    auto tokens = openTokens(*m_state);
    if (!tokens)
        return tl::unexpected(tokens.error());

    if (auto open = openFallback(credentials->certificate); !open)
        return open;
    if (auto open = openLocalDoor(); !open)
        return open;

    auto room = std::make_unique<EngineRoom>(std::move(*credentials), std::move(*tokens), m_fallbackOffer);
    m_room = room.get();
    connect(m_room, &EngineRoom::opened, this, &Daemon::announce);
    connect(m_room, &EngineRoom::failed, this, &Daemon::giveUp);
    connect(m_room, &EngineRoom::diagnosticsChanged, this, [this](const DiagnosticsPolicy &policy) {
        m_diagnostics = policy;
        setLogLevel(m_settings.logLevel, m_diagnostics);
    });
    connect(m_room, &EngineRoom::closed, this, [this] { m_host.shutDown(farewellOrder()); });
    if (auto started = m_host.start(); !started)
        return started;
    room->moveToThread(m_host.engineThread());
    if (m_door)
        room->offerLocally(*m_door);
    const auto handedOver = std::make_shared<std::unique_ptr<EngineRoom>>(std::move(room));
    const TransportEngine::Memory memory{
        m_state->store(), m_state->history(), {.pageBytes = bounds::Line - AroundPage}};
    m_host.post([handedOver, memory, address = m_settings.listenAddress, port = m_settings.listenPort,
                 kept = m_settings.historyKept](TransportEngine &engine) {
        engine.history().setRetention(kept);
        EngineRoom *const owned = handedOver->release();
        owned->setParent(&engine);
        owned->open(&engine, memory, address, port);
    });
    return {};
}

/// Unless it was asked for, another program on its port is no reason not to run: the port is told to each
/// receiver anyway, and only those that ask over UDP have to guess it.
Result<void> Daemon::openFallback(const ServerCertificate &certificate)
{
    const ServerSettings::Fallback &wanted = m_settings.fallback;
    m_fallbackOffer.urlTemplate = wanted.urlTemplate;
    if (!wanted.enabled)
        return {};
    m_fallback = std::make_unique<FallbackServer>(m_fallbackOffer.contents,
                                                  FallbackServer::Limits::within(descriptorLimit()));
    const QHostAddress address = wanted.explicitly ? wanted.address : m_settings.listenAddress;
    const bool anyPort = !wanted.explicitly && m_settings.listenPort == 0;
    auto open = m_fallback->open(address, anyPort ? quint16(0) : wanted.port, certificate);
    if (!open && !wanted.explicitly) {
        qCWarning(daemonLog).noquote()
            << "unicast fallback:" << open.error().detail << "- any free port then";
        open = m_fallback->open(address, 0, certificate);
    }
    if (!open)
        return open;
    m_fallbackOffer.port = m_fallback->port();
    const QString endpoint = hostPortText(address.toString(), m_fallback->port());
    qCInfo(daemonLog).noquote() << "unicast fallback at" << endpoint;
    if (wanted.explicitly)
        m_fallbackAddress = endpoint;
    return {};
}

/// Unless it was asked for, a place that has none is no reason not to run: there is the network.
Result<void> Daemon::openLocalDoor()
{
    const ServerSettings::Local &wanted = m_settings.local;
    if (!wanted.enabled)
        return {};
    // systemd separates several by colons; the first is ours.
    const QString running = qEnvironmentVariable("RUNTIME_DIRECTORY").section(QLatin1Char(':'), 0, 0);
    const QString folder = running.isEmpty() ? m_settings.stateDirectory : running;
    const QString path =
        wanted.path.isEmpty() ? folder + QLatin1Char('/') + QLatin1String(LocalDoorName) : wanted.path;
    auto door = LocalDoor::open(path, wanted.group);
    if (!door && (!wanted.path.isEmpty() || !wanted.group.isEmpty()))
        return tl::unexpected(door.error());
    if (door)
        m_door.emplace(std::move(*door));
    else
        qCWarning(daemonLog).noquote() << "no local socket:" << door.error().detail;
    return {};
}

void Daemon::announce(const QString &address, quint16 port, const QString &fingerprint)
{
    // It is told to stop before it was ready: nobody may take it for ready now.
    if (m_stopping)
        return;
    m_status = QStringLiteral("management=%1 initiation=%2 fingerprint=%3")
                   .arg(hostPortText(address, port))
                   .arg(m_initiationPort)
                   .arg(fingerprint);
    if (!m_fallbackAddress.isEmpty())
        m_status += QStringLiteral(" fallback=") + m_fallbackAddress;
    Q_EMIT ready(QStringLiteral("castdeckd: ready ") + m_status);
    ServiceNotifier::ready(m_status);
    qCInfo(daemonLog).noquote() << "ready" << m_status;
    const auto interval = ServiceNotifier::watchdogInterval();
    if (interval.count() > 0)
        m_watchdog.start(std::chrono::duration_cast<std::chrono::milliseconds>(interval));
}

void Daemon::giveUp(const Error &error)
{
    // What comes of the first failure would hide it.
    if (std::exchange(m_failed, true))
        return;
    Q_EMIT failed(error);
    stop();
}

void Daemon::watch()
{
    // Through the engine's thread: one that hangs gives no sign of life.
    m_host.post([this](TransportEngine &) {
        QMetaObject::invokeMethod(
            this, [] { ServiceNotifier::alive(); }, Qt::QueuedConnection);
    });
}

/// One whose time is over is not made anew: that would lock out all who pinned it. What to do is said once.
void Daemon::lookAtCertificate()
{
    const QString said = m_certificate.outOfItsTime(QDateTime::currentDateTimeUtc());
    const bool isOurs = m_settings.certificatePath.isEmpty();
    if (!said.isEmpty() && m_outOfItsTime.isEmpty())
        qCWarning(managementLog).noquote()
            << "the certificate" << (isOurs ? m_state->certificate() : m_settings.certificatePath) << "is"
            << said
            << "- whoever pinned its fingerprint goes on, whoever asks an authority is kept out; to renew it,"
            << (isOurs ? "move it away and reload" : "put another in its place and reload")
            << "and tell the new fingerprint to all who pinned this one";
    m_outOfItsTime = said;
}

void Daemon::stop()
{
    // A second signal does not hurry it: the clients of all sessions are being told.
    if (std::exchange(m_stopping, true))
        return;
    qCInfo(daemonLog) << "stopping";
    ServiceNotifier::stopping();
    m_host.post([room = m_room](TransportEngine &) { room->close(farewellOrder()); });
}

void Daemon::reload()
{
    if (m_stopping)
        return;
    // While it starts there is nothing to reload to, and the end of it is not the end of a reload.
    if (!m_status.isEmpty())
        ServiceNotifier::reloading();
    const bool begins =
        m_reader.post([this, commandLine = m_commandLine, state = m_state]() -> WorkerThread::Outcome {
            const auto reread =
                gatherSettings(commandLine, QProcessEnvironment::systemEnvironment())
                    .and_then([&](const SettingValues &values) {
                        return settingsFrom(values).and_then([&](const ServerSettings &settings) {
                            return loadCredentials(settings, *state).map([&](const Credentials &credentials) {
                                return Reread{values, settings, credentials};
                            });
                        });
                    });
            return [this, reread] { take(reread); };
        });
    if (!begins)
        take(failure(ErrorCode::NoSystemResources, QStringLiteral("a thread")));
}

void Daemon::take(const Result<Reread> &reread)
{
    // All of it or nothing: half of a configuration is none that anybody wrote.
    if (reread) {
        for (const QString &key : changedKeys(m_values, reread->values))
            qCInfo(daemonLog).noquote()
                << key << (findSettingKey(key)->live ? "changed" : "changed: takes effect at the next start");
        m_values = reread->values;
        apply(reread->settings, reread->credentials);
    } else {
        qCCritical(daemonLog).noquote() << "not reloaded:" << reread.error().detail;
    }
    if (!m_status.isEmpty() && !m_stopping)
        ServiceNotifier::ready(m_status);
}

void Daemon::apply(const ServerSettings &settings, const Credentials &credentials)
{
    m_settings.logLevel = settings.logLevel;
    setLogLevel(settings.logLevel, m_diagnostics);
    if (credentials.certificate.fingerprint() != m_certificate.fingerprint())
        m_outOfItsTime.clear();
    m_settings.certificatePath = settings.certificatePath;
    m_certificate = credentials.certificate;
    lookAtCertificate();
    if (m_fallback && !m_fallback->setCertificate(credentials.certificate))
        qCCritical(daemonLog) << "unicast fallback goes on with the certificate of before";
    m_host.post([room = m_room, credentials, limit = settings.engine.rateLimit,
                 kept = settings.historyKept](TransportEngine &engine) {
        engine.setDefaultRateLimit(limit);
        engine.history().setRetention(kept);
        room->setCredentials(credentials);
    });
    qCInfo(daemonLog).noquote() << "reloaded, fingerprint" << credentials.certificate.fingerprint();
}

} // namespace castdeck
