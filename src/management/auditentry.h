// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sourcequota.h"
#include "management/request.h"

namespace castdeck
{

/// One administrative request on its way to the audit: who asked for what, until it is known how it ended.
class AuditEntry
{
public:
    /// Nothing for what is no administrative verb, and without a @p log, which outlives the entry. @p
    /// failures, if there is one, bounds what is written of what was refused or failed, and outlives it too.
    static std::optional<AuditEntry> of(const RequestBody &request, const Identity &who, AuditLog *log,
                                        SourceQuota *failures = nullptr);

    /// Writes it down. Once.
    template <class T>
    void close(const Result<T> &result) const
    {
        write(result ? std::nullopt : std::optional(result.error()));
    }

private:
    AuditEntry(AuditRecord record, AuditLog *log, SourceQuota *failures)
        : m_record(std::move(record)), m_log(log), m_failures(failures)
    {
    }
    void write(const std::optional<Error> &error) const;

    AuditRecord m_record;
    AuditLog *m_log;
    SourceQuota *m_failures;
};

} // namespace castdeck
