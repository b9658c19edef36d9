// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/replyparts.h"

#include "core/bounds.h"
#include "management/jsonnames.h"

namespace castdeck
{

namespace
{

/// Puts the rows of @p first before those of @p last.
template <class Row>
void join(QList<Row> &first, QList<Row> &last)
{
    first += std::as_const(last);
    last = std::move(first);
}

void join(Inventory &first, Inventory &last)
{
    join(first.namespaces, last.namespaces);
    join(first.contents, last.contents);
    join(first.sessions, last.sessions);
    join(first.clients, last.clients);
}

/// False if they are of different kinds, or of one that has no rows.
bool join(ReplyBody first, ReplyBody &last)
{
    return std::visit(
        [&]<class T>(T &rows) {
            if constexpr (std::is_same_v<T, Inventory> || json::isList<T>) {
                if (T *const before = std::get_if<T>(&first)) {
                    join(*before, rows);
                    return true;
                }
            }
            return false;
        },
        last);
}

Result<void> joined(ReplyBody first, ReplyBody &last)
{
    return join(std::move(first), last)
               ? Result<void>()
               : failure(ErrorCode::ProtocolViolation, QStringLiteral("parts that do not belong together"));
}

} // namespace

Result<void> ReplyParts::take(quint64 id, ReplyBody part, qsizetype size)
{
    const bool isFirst = id != m_of;
    m_size = isFirst ? size : m_size + size;
    if (m_size > bounds::Answer)
        return failure(ErrorCode::ProtocolViolation,
                       QStringLiteral("an answer of more than %1 bytes").arg(bounds::Answer));
    if (auto fits = isFirst ? Result<void>() : joined(std::exchange(m_parts, {}), part); !fits)
        return fits;
    m_of = id;
    m_parts = std::move(part);
    return {};
}

Result<void> ReplyParts::complete(quint64 id, ReplyBody &last)
{
    if (id != m_of)
        return {};
    m_of = 0;
    m_size = 0;
    // The rows are in the order of their ids, so those of the parts come first.
    return joined(std::exchange(m_parts, {}), last);
}

} // namespace castdeck
