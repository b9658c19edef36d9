// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/enginerig.h"
#include "support/agedfile.h"

#include <QFile>

namespace castdeck
{

EngineSettings EngineRig::quickSettings()
{
    EngineSettings settings;
    settings.serverName = QStringLiteral("rig");
    settings.interfaceName = QStringLiteral("127.0.0.1");
    // Ports that no other test of this machine uses at the same time.
    settings.ports = {47100, 47199};
    settings.rateLimit = 200'000;
    settings.parameters.linger = std::chrono::milliseconds(300);
    settings.parameters.terminationGrace = std::chrono::milliseconds(1'000);
    return settings;
}

EngineRig::EngineRig(const EngineSettings &settings) : m_engine(std::make_unique<TransportEngine>(settings))
{
    write(QStringLiteral("a.img"), 400'000);
    write(QStringLiteral("b.img"), 400'000);
    write(QStringLiteral("empty.img"), 0);
    connect(m_engine.get(), &TransportEngine::eventRaised, this, [this](const InventoryEvent &event) {
        m_consecutive = m_consecutive && event.revision == m_seen.revision + 1;
        m_seen.apply(event);
        if (const auto *notice = std::get_if<Notice>(&event.change))
            m_notices.append(*notice);
    });
    // The server's own row was there before the listener.
    const auto start = wait(m_engine->ask(RetrieveInventory{}));
    if (start)
        m_seen = *start;
}

void EngineRig::write(const QString &name, qint64 size) const
{
    QFile file(m_folder.filePath(name));
    // As if it had been there for long: what is being written is waited for.
    if (!file.open(QIODevice::WriteOnly) || !file.resize(size) || !makeOld(file))
        qFatal("cannot write the test's own file");
}

NamespaceInfo EngineRig::namespaceInfo(const QString &name) const
{
    NamespaceInfo info;
    info.name = name;
    info.configuration = m_folder.path();
    info.allowUnauthenticated = true;
    return info;
}

NamespaceId EngineRig::publish(const QString &name)
{
    const auto report = wait(m_engine->ask(RegisterNamespace{namespaceInfo(name)}));
    return report ? report->id : NamespaceId();
}

InitiationAsk EngineRig::ask(const QString &content, const QString &namespaceName) const
{
    InitiationAsk ask;
    ask.namespaceName = namespaceName;
    ask.content = content;
    ask.address = QStringLiteral("127.0.0.1");
    return ask;
}

DisconnectOrder EngineRig::order(DisconnectType type) const
{
    return {type, QStringLiteral("wrong image"), QStringLiteral("alice")};
}

bool EngineRig::isConsistent()
{
    // Compared while the future finishes: a moment later the next event may be here.
    bool same = false;
    const auto compared =
        m_engine->ask(RetrieveInventory{}).then(this, [this, &same](const Result<Inventory> &now) {
            same = now && *now == m_seen;
            return now;
        });
    return wait(compared) && m_consecutive && same;
}

QList<Notice> EngineRig::notices(Notice::Kind kind) const
{
    QList<Notice> found;
    for (const Notice &notice : m_notices) {
        if (notice.kind == kind)
            found.append(notice);
    }
    return found;
}

} // namespace castdeck
