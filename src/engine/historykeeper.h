// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/believedtime.h"
#include "engine/historystore.h"

#include <QTimer>
#include <chrono>
#include <deque>
#include <functional>
#include <variant>

namespace castdeck
{

/// An engine's history: writes what is over, forgets what is too old, answers who asks. What cannot be
/// written stops nothing: it waits in memory until it can, the newest PendingMax of it. Too old is what ended
/// before the BelievedTime less the retention, so that a clock has to be wrong for a day before anything is
/// lost by it. Lives in the engine thread.
class HistoryKeeper : public AuditLog
{
public:
    static constexpr std::chrono::days Kept{90};
    static constexpr size_t PendingMax = 500;
    static constexpr std::chrono::hours Settling{24};

    /// @p inventory: what there is now; outlives it.
    explicit HistoryKeeper(const Inventory &inventory);
    ~HistoryKeeper() override;

    /// Without one, the history ends with the program.
    void setStore(std::unique_ptr<HistoryStore> store);
    /// The same for one that may not be had yet, on a full disk for instance: then its error, and it is tried
    /// again whenever something is to be written or read.
    using Opener = std::function<Result<std::unique_ptr<HistoryStore>>()>;
    Result<void> setOpener(const Opener &opener);
    /// How long records are kept; 0: for ever.
    void setRetention(std::chrono::days retention);

    void append(const EndedSession &session);
    void append(const AuditRecord &record) override;
    QString nameOf(const InventoryId &id) const override { return m_inventory.nameOf(id); }

    Result<SessionHistory> sessions(const HistoryFilter &filter);
    Result<AuditHistory> audit(const HistoryFilter &filter);

private:
    using Pending = std::variant<EndedSession, AuditRecord>;
    Result<HistoryStore *> store();
    void prune();
    void write(Pending record);
    void flush();

    const Inventory &m_inventory;
    Opener m_opener = [] { return HistoryStore::open(HistoryStore::inMemory()); };
    std::unique_ptr<HistoryStore> m_store;
    std::chrono::days m_retention = Kept;
    BelievedTime m_time{Settling};
    std::deque<Pending> m_pending; ///< in their order
    size_t m_lost = 0;             ///< found no room among them
    QTimer m_pruning;
    QTimer m_retry;
};

} // namespace castdeck
