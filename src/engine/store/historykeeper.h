// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/reply.h"
#include "engine/store/databases.h"

#include <QTimer>
#include <chrono>

namespace castdeck
{

/// An engine's history: has written down what is over, has forgotten what is too old, answers who asks. What
/// cannot be written stops nothing: it waits in memory until it can, as much as WaitingRecords hold. Lives in
/// the engine thread.
class HistoryKeeper : public AuditLog
{
public:
    static constexpr std::chrono::days Kept{90};

    /// @p inventory: what there is now. Both outlive it.
    HistoryKeeper(const Inventory &inventory, Databases &databases);
    ~HistoryKeeper() override;

    /// Without it, the history ends with the program. @p opened is told the error, FolderNotAnswering
    /// included, and it is tried again as HistoryWriter says. @p path is for error texts.
    void open(
        const QString &path, const HistoryWriter::Opener &opener,
        const Databases::Then<void> &opened = [](const Result<void> &) {});
    /// How long records are kept; 0: for ever.
    void setRetention(std::chrono::days retention);

    void append(const EndedSession &session);
    void append(const AuditRecord &record) override;
    /// In the place of what was noted of it before; its end replaces it.
    void note(const EndedSession &soFar) { wait(RunningSession{soFar}); }
    QString nameOf(const InventoryId &id) const override { return m_inventory.nameOf(id); }

    QFuture<Result<SessionHistory>> sessions(const HistoryFilter &filter);
    QFuture<Result<AuditHistory>> audit(const HistoryFilter &filter);

private:
    template <class Page>
    using Question = Result<Page> (HistoryWriter::*)(const HistoryFilter &);
    template <class Page>
    QFuture<Result<Page>> ask(Question<Page> question, const HistoryFilter &filter);
    void wait(WaitingRecords::Record record);
    void write();
    void keepUp();

    const Inventory &m_inventory;
    Databases &m_databases;
    QString m_path = HistoryStore::inMemory();
    std::chrono::days m_retention = Kept;
    std::shared_ptr<WaitingRecords> m_waiting = std::make_shared<WaitingRecords>();
    bool m_isWriting = false;
    QTimer m_upkeep;
    QTimer m_retry; ///< runs while there is something that could not be written
};

} // namespace castdeck
