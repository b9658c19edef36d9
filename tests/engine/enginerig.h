// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/server/transportengine.h"
#include "support/patience.h"

#include <QTemporaryDir>

namespace castdeck
{

/// An engine on the loopback with a published folder, whose events are applied to an inventory as they come.
class EngineRig : public QObject
{
    Q_OBJECT
public:
    static EngineSettings quickSettings();
    explicit EngineRig(const EngineSettings &settings = quickSettings());

    TransportEngine &engine() { return *m_engine; }
    void destroyEngine() { m_engine.reset(); }
    /// With a store there, and a history that ends with the engine.
    Result<void> restore(const QString &store) { return wait(m_engine->restore({store, {}})); }
    QString folder() const { return m_folder.path(); }
    void write(const QString &name, qint64 size) const;

    NamespaceInfo namespaceInfo(const QString &name) const;
    /// Publishes the folder; the id is invalid if that failed.
    NamespaceId publish(const QString &name = QStringLiteral("images"));
    InitiationAsk ask(const QString &content = QStringLiteral("a.img"),
                      const QString &namespaceName = QStringLiteral("images")) const;
    DisconnectOrder order(DisconnectType type = DisconnectType::Abort) const;

    /// What the events so far add up to.
    const Inventory &seen() const { return m_seen; }
    bool eventsAreConsecutive() const { return m_consecutive; }
    /// Whether the engine's own inventory is the sum of its events, which are consecutive.
    bool isConsistent();
    QList<Notice> notices(Notice::Kind kind) const;

    /// The value of a future, with events going on until it is finished.
    template <class T>
    static Result<T> wait(const QFuture<Result<T>> &future)
    {
        if (!QTest::qWaitFor([&] { return future.isFinished(); }, Patience))
            return failure(ErrorCode::TimedOut, QStringLiteral("the future never finished"));
        return future.result();
    }

private:
    QTemporaryDir m_folder;
    std::unique_ptr<TransportEngine> m_engine;
    Inventory m_seen;
    QList<Notice> m_notices;
    bool m_consecutive = true;
};

} // namespace castdeck
