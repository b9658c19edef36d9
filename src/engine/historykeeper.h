// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/historystore.h"

#include <QTimer>
#include <chrono>

namespace castdeck
{

/// An engine's history: writes what is over, forgets what is too old, answers who asks. What cannot be
/// written is a line in the log; it stops nothing. Lives in the engine thread.
class HistoryKeeper : public AuditLog
{
public:
    static constexpr std::chrono::days Kept{90};

    /// @p inventory: what there is now; outlives it.
    explicit HistoryKeeper(const Inventory &inventory);
    ~HistoryKeeper() override;

    /// Without one, the history ends with the program.
    void setStore(std::unique_ptr<HistoryStore> store);
    /// How long records are kept; 0: for ever.
    void setRetention(std::chrono::days retention);

    void append(const EndedSession &session);
    void append(const AuditRecord &record) override;
    QString nameOf(const InventoryId &id) const override { return m_inventory.nameOf(id); }

    Result<SessionHistory> sessions(const HistoryFilter &filter);
    Result<AuditHistory> audit(const HistoryFilter &filter);

private:
    Result<HistoryStore *> store();
    void prune();
    template <class Record>
    void write(const Record &record, const QString &what);

    const Inventory &m_inventory;
    std::unique_ptr<HistoryStore> m_store;
    std::chrono::days m_retention = Kept;
    QTimer m_pruning;
};

} // namespace castdeck
