// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/replylines.h"

#include "core/bounds.h"
#include "core/textwalker.h"
#include "management/jsonnames.h"

#include <QJsonDocument>
#include <map>

namespace castdeck
{

namespace
{

constexpr qsizetype partSize = bounds::Line / 2;
/// Of a row and of a text that stands in one; a line holds many such rows.
constexpr qsizetype rowSize = bounds::Line / 8;
constexpr qsizetype rowTextSize = 4'096;

QByteArray compact(const QJsonValue &object)
{
    return QJsonDocument(object.toObject()).toJson(QJsonDocument::Compact);
}

template <class Row>
QByteArray rowText(const Row &row)
{
    QByteArray text = compact(json::Writer::json(row));
    if (text.size() <= rowSize)
        return text;
    Row cut = row;
    json::shorten(cut, rowTextSize);
    return compact(json::Writer::json(cut));
}

/// Rows under the names of their lists, as many objects as it takes for each to fit a line.
class RowParts
{
public:
    /// @p head: members that every object has, each with a comma behind it.
    RowParts(QByteArray head, const QByteArrayList &lists) : m_head(std::move(head))
    {
        for (const QByteArray &list : lists)
            m_lists.emplace(list, QByteArray());
    }

    template <class Row>
    void add(const QByteArray &list, const QList<Row> &rows)
    {
        for (const Row &row : rows) {
            const QByteArray text = rowText(row);
            if (m_size > 0 && m_size + text.size() > partSize)
                close();
            QByteArray &all = m_lists[list];
            all += (all.isEmpty() ? "" : ",") + text;
            m_size += text.size() + 1;
        }
    }

    QByteArrayList finish()
    {
        close();
        return m_parts;
    }

private:
    void close()
    {
        QByteArrayList members;
        for (auto &[list, rows] : m_lists)
            members.append('"' + list + "\":[" + std::exchange(rows, {}) + ']');
        m_parts.append('{' + m_head + members.join(',') + '}');
        m_size = 0;
    }

    QByteArray m_head;
    std::map<QByteArray, QByteArray> m_lists;
    QByteArrayList m_parts;
    qsizetype m_size = 0;
};

QByteArrayList partsOf(const Inventory &whole)
{
    RowParts parts("\"revision\":" + QByteArray::number(std::min(whole.revision, json::MaxInteger)) +
                       ",\"server\":" + compact(json::Writer::json(whole.server)) + ',',
                   {"namespaces", "contents", "sessions", "clients"});
    parts.add("namespaces", whole.namespaces);
    parts.add("contents", whole.contents);
    parts.add("sessions", whole.sessions);
    parts.add("clients", whole.clients);
    return parts.finish();
}

template <class Row>
QByteArrayList partsOf(const QList<Row> &rows)
{
    const QByteArray list = json::nameOf<QList<Row>>;
    RowParts parts({}, {list});
    parts.add(list, rows);
    return parts.finish();
}

/// @p parts as the lines of a reply; @p inside is the member of the result that they are, if they are not the
/// result itself.
QByteArray linesOf(quint64 id, const QByteArrayList &parts, const QByteArray &method,
                   const QByteArray &member, const QByteArray &inside)
{
    const QByteArray number = QByteArray::number(id);
    const QByteArray open = inside.isEmpty() ? QByteArray() : "{\"" + inside + "\":";
    const QByteArray end = inside.isEmpty() ? "" : "}";
    QByteArray lines;
    for (qsizetype i = 0; i + 1 < parts.size(); ++i)
        lines += "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":{\"id\":" + number + ",\"" +
                 member + "\":" + parts[i] + "}}\n";
    return lines + "{\"id\":" + number + ",\"jsonrpc\":\"2.0\",\"result\":" + open + parts.last() + end +
           "}\n";
}

} // namespace

const QByteArrayList &SnapshotCache::partsOf(const Inventory &whole)
{
    const auto isSame = [&](const auto &list) {
        return (m_whole.*list).constData() == (whole.*list).constData() &&
               (m_whole.*list).size() == (whole.*list).size();
    };
    const bool isKnown = !m_parts.isEmpty() && m_whole.revision == whole.revision &&
                         m_whole.server == whole.server && isSame(&Inventory::namespaces) &&
                         isSame(&Inventory::contents) && isSame(&Inventory::sessions) &&
                         isSame(&Inventory::clients);
    if (!isKnown) {
        m_whole = whole;
        m_parts = castdeck::partsOf(whole);
    }
    return m_parts;
}

std::optional<QByteArray> linesOf(const Reply &reply, SnapshotCache *cache)
{
    if (!reply.body)
        return std::nullopt;
    return std::visit(
        [&]<class T>(const T &body) -> std::optional<QByteArray> {
            if constexpr (std::is_same_v<T, Inventory>)
                return linesOf(reply.id, cache ? cache->partsOf(body) : partsOf(body), "inventory.part",
                               "inventory", "inventory");
            else if constexpr (json::isList<T>)
                return linesOf(reply.id, partsOf(body), "reply.part", "result", {});
            else
                return std::nullopt;
        },
        *reply.body);
}

} // namespace castdeck
