// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures/showcase.h"

#include "gui/parts/inventoryview.h"
#include "gui/servers/kindtext.h"
#include "gui/text/errortext.h"
#include "management/inprocesschannel.h"
#include "models/inventoryrole.h"
#include "support/sampleinventory.h"

#include <QSettings>
#include <algorithm>

namespace castdeck
{

namespace
{

SessionInfo session(quint32 id, quint32 content, SessionState state, quint64 rate)
{
    SessionInfo info = sampleSession(id, content);
    info.state = state;
    info.transferRate = rate;
    info.percentCompletion = 0;
    return info;
}

/// So many machines of one room, one further than the other.
void seat(Inventory &inventory, SessionInfo &session, const QString &room, int count, int percent)
{
    for (int i = 0; i < count; ++i) {
        const auto id = quint32(inventory.clients.size() + 1);
        ClientInfo client =
            sampleClient(id, session.id.value(), QStringLiteral("%1-%2").arg(room).arg(i + 1));
        client.percentCompletion = quint8(std::min(percent + i * 7 % 11, 100));
        client.lossRate = i % 5 == 0 ? 0.002 * i : 0;
        client.roundTrip = quint32(2 + i % 4);
        client.cpuUtilization = quint8(20 + i * 13 % 60);
        client.memoryUtilization = quint8(30 + i * 5 % 30);
        client.joinedAt = QDateTime::currentDateTimeUtc().addSecs(-222 + i);
        if (session.state == SessionState::Waiting)
            client.percentCompletion = 0;
        inventory.clients.append(client);
        session.masterClientId = client.id;
    }
    quint32 sum = 0;
    for (const ClientInfo &client : std::as_const(inventory.clients))
        sum += client.sessionId == session.id ? client.percentCompletion : 0;
    session.percentCompletion = count > 0 ? quint8(sum / quint32(count)) : quint8(0);
}

Inventory school()
{
    Inventory inventory;
    inventory.revision = 1;
    inventory.server = {QStringLiteral("deploy1"), QStringLiteral("1.0")};
    inventory.namespaces = {sampleNamespace(1, QStringLiteral("images")),
                            sampleNamespace(2, QStringLiteral("drivers")),
                            sampleNamespace(3, QStringLiteral("evening"))};
    inventory.namespaces[2].type = NamespaceType::ScheduledCastAutoStart;
    inventory.namespaces[2].minimumClients = 20;
    inventory.namespaces[2].startTime = QDateTime::currentDateTimeUtc().addSecs(3600);
    inventory.contents = {sampleContent(1, 1, QStringLiteral("windows-11-pro.wim")),
                          sampleContent(2, 1, QStringLiteral("debian-12-classroom.img")),
                          sampleContent(3, 3, QStringLiteral("exam-room.img"))};
    SessionInfo sending = session(1, 1, SessionState::Sending, 112'400'000);
    SessionInfo second = session(2, 2, SessionState::Sending, 84'000'000);
    SessionInfo waiting = session(3, 3, SessionState::Waiting, 0);
    seat(inventory, sending, QStringLiteral("ROOM12"), 12, 61);
    seat(inventory, second, QStringLiteral("LIB"), 6, 12);
    seat(inventory, waiting, QStringLiteral("EXAM"), 3, 0);
    inventory.clients[3].state = ClientState::NoData;
    inventory.clients[3].percentCompletion = 0;
    inventory.clients[7].lossRate = 0.031;
    inventory.sessions = {sending, second, waiting};
    return inventory;
}

Inventory branch()
{
    Inventory inventory;
    inventory.revision = 1;
    inventory.server = {QStringLiteral("branch"), QStringLiteral("1.0")};
    inventory.namespaces = {sampleNamespace(1, QStringLiteral("images")),
                            sampleNamespace(2, QStringLiteral("kiosk"))};
    inventory.contents = {sampleContent(1, 1, QStringLiteral("windows-11-pro.wim")),
                          sampleContent(2, 2, QStringLiteral("kiosk-2026-11.img"))};
    SessionInfo failed = session(1, 1, SessionState::Failed, 0);
    failed.error = Error{ErrorCode::FileFailure, QStringLiteral("/srv/images/windows-11-pro.wim")};
    SessionInfo sending = session(2, 2, SessionState::Sending, 41'000'000);
    seat(inventory, sending, QStringLiteral("kiosk"), 4, 88);
    inventory.clients[2].percentCompletion = 41;
    inventory.clients[2].roundTrip = 850;
    inventory.sessions = {failed, sending};
    return inventory;
}

/// What happened yesterday: most of a room got it, one did not answer, and somebody ended the next one.
QList<EndedSession> endedAtSchool()
{
    const QDateTime start = QDateTime::currentDateTimeUtc().addDays(-1);
    EndedSession finished;
    finished.number = 1;
    finished.id = SessionId(101);
    finished.namespaceName = QStringLiteral("images");
    finished.contentName = QStringLiteral("windows-11-pro.wim");
    finished.contentSize = 4'700'000'000;
    finished.startedAt = start;
    finished.endedAt = start.addSecs(312);
    finished.bytesSent = 4'812'000'000;
    finished.meanRate = finished.bytesSent / 312;
    for (quint32 machine = 1; machine <= 20; ++machine) {
        EndedClient client;
        client.id = ClientId(machine);
        client.name = QStringLiteral("ROOM12-%1").arg(machine);
        client.ipAddress = QStringLiteral("192.0.2.%1").arg(machine);
        client.outcome = machine == 7 ? ClientOutcome::Vanished : ClientOutcome::Completed;
        client.percentCompletion = machine == 7 ? 43 : 100;
        client.joinedAt = start;
        client.leftAt = finished.endedAt;
        finished.clients << client;
    }
    EndedSession ended = finished;
    ended.number = 2;
    ended.id = SessionId(102);
    ended.contentName = QStringLiteral("debian-12-classroom.img");
    ended.startedAt = start.addSecs(900);
    ended.endedAt = start.addSecs(930);
    ended.outcome = SessionOutcome::Terminated;
    ended.by = QStringLiteral("anna");
    ended.reason = QStringLiteral("wrong image");
    for (EndedClient &client : ended.clients) {
        client.outcome = ClientOutcome::Disconnected;
        client.percentCompletion = 9;
        client.joinedAt = ended.startedAt;
        client.leftAt = ended.endedAt;
    }
    return {finished, ended};
}

/// As castdeck-wds says it, in the parts that are seen.
Inventory wds()
{
    Inventory inventory;
    inventory.revision = 1;
    inventory.server = sampleWdsServer();
    inventory.namespaces = {sampleNamespace(1, QStringLiteral("WDS images"))};
    inventory.contents = {sampleContent(1, 1, QStringLiteral("install.wim"))};
    SessionInfo sending = session(1, 1, SessionState::Sending, 22'000'000);
    seat(inventory, sending, QStringLiteral("OFFICE"), 3, 35);
    inventory.sessions = {sending};
    return inventory;
}

} // namespace

Showcase::Showcase(Content content)
    : m_layout(QSettings(m_folder.filePath(QStringLiteral("layout.ini")), QSettings::IniFormat))
    , m_model(ErrorText::sentence)
    , m_registry(m_model)
    , m_profiles({m_folder.filePath(QStringLiteral("servers.json"))})
    , m_remote(m_registry, m_profiles, m_vault, {})
    , m_window(std::make_unique<MainWindow>(m_model, m_registry, m_remote, m_prompter, m_layout))
{
    m_prompter.setWindow(m_window.get());
    if (content == Content::NoServer)
        return;
    Inventory none;
    none.revision = 1;
    none.server = {QStringLiteral("here"), QStringLiteral("1.0")};
    add(QStringLiteral("This computer"), ServerRegistry::Files::Shared, none, Role::Admin);
    if (content == Content::Nothing)
        return;
    add(QStringLiteral("deploy1.school.example"), ServerRegistry::Files::Remote, school(), Role::Admin)
        .fake.setHistory(endedAtSchool());
    add(QStringLiteral("branch.school.example"), ServerRegistry::Files::Remote, branch(), Role::Viewer);
    const Server &windows =
        add(QStringLiteral("wds1.school.example"), ServerRegistry::Files::Remote, wds(), Role::Admin);
    m_registry.feed(windows.id)->setKind(KindText::word(ServerKind::Wds));
    const ServerId lost(QStringLiteral("lost"));
    m_registry.add(lost, QStringLiteral("annex.school.example"), ServerRegistry::Files::Remote)
        .setState(ConnectionState::Lost, Error{ErrorCode::ConnectionLost, {}});
    const ServerId refused(QStringLiteral("refused"));
    m_registry.add(refused, QStringLiteral("old.school.example"), ServerRegistry::Files::Remote)
        .setState(ConnectionState::Refused, Error{ErrorCode::FingerprintMismatch, {}});
}

Showcase::Server &Showcase::add(const QString &name, ServerRegistry::Files files, const Inventory &inventory,
                                Role role)
{
    m_servers.push_back(std::make_unique<Server>());
    Server &server = *m_servers.back();
    server.id = ServerId(name);
    server.fake.setState(inventory);
    // It came late, and lost a little on the way.
    BlockMap blocks{inventory.contents.isEmpty() ? 0 : inventory.contents.first().size / 1'385,
                    QList<quint8>(qsizetype(BlockMap::Parts), 0)};
    for (qsizetype part = 0; part < blocks.missing.size(); ++part)
        blocks.missing[part] = part < 9 || part > 50 ? 100 : part % 13 == 7 ? 3 : 0;
    server.fake.setBlocks(blocks);
    ServerFeed &feed = m_registry.add(server.id, name, files);
    InProcessChannel::Pair pair = InProcessChannel::pair();
    ServerEndpoint::Services services;
    services.server = &server.fake;
    services.info = inventory.server;
    const Identity person{QStringLiteral("anna"), role, {}, {}, {}};
    server.endpoint = std::make_unique<ServerEndpoint>(
        std::move(pair.answering), services, ServerEndpoint::admitAs(person), ServerEndpoint::Limits::none());
    server.connection =
        std::make_unique<ServerConnection>(std::move(pair.asking), ServerConnection::Options());
    feed.attach(server.connection.get());
    return server;
}

bool Showcase::isReady() const
{
    return std::ranges::all_of(m_servers, [this](const auto &server) {
        return m_model.status(server->id).state == ConnectionState::Ready;
    });
}

QModelIndex Showcase::row(const QString &name)
{
    const auto &rows = *m_window->view().model();
    const QModelIndexList found =
        rows.match(rows.index(0, 0), Qt::DisplayRole, name, 1, Qt::MatchExactly | Qt::MatchRecursive);
    return found.value(0);
}

} // namespace castdeck
