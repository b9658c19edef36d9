// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policies.h"

namespace castdeck
{

/// WdsTransportCacheable for one policy: what the server holds and what an administrator has written over it.
/// A plain value; whoever holds it does the asking.
template <class P>
class PolicyDraft
{
public:
    explicit PolicyDraft(P stored = {}) : m_stored(std::move(stored)), m_written(m_stored) {}

    const P &value() const { return m_written; }
    /// Dirty from now on, even if nothing differs. The version stays that of what was read.
    void write(P value)
    {
        m_written = std::move(value);
        m_written.version = m_stored.version;
        m_dirty = true;
    }
    bool isDirty() const { return m_dirty; }
    void discard()
    {
        m_written = m_stored;
        m_dirty = false;
    }
    /// Takes over what was read anew. CannotRefreshDirtyObject while there are uncommitted changes.
    Result<void> refresh(P fresh)
    {
        if (m_dirty)
            return failure(ErrorCode::CannotRefreshDirtyObject);
        *this = PolicyDraft(std::move(fresh));
        return {};
    }
    /// The server has taken value() as its version @p version.
    void committed(quint64 version)
    {
        m_written.version = version;
        *this = PolicyDraft(m_written);
    }

private:
    P m_stored;
    P m_written;
    bool m_dirty = false;
};

} // namespace castdeck
