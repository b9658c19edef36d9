// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/servers/serverfeed.h"

#include <memory>
#include <vector>

namespace castdeck
{

/// The servers of this console, in the order they were added: a row in the model and a feed for each.
class ServerRegistry : public QObject
{
    Q_OBJECT
public:
    explicit ServerRegistry(InventoryModel &model, QObject *parent = nullptr);

    /// Whether the server sees the same files as the person at the screen, so that a folder can be looked up.
    enum class Files { Shared, Remote };
    /// Adds the row; attach a connection to the feed next. An id that is there already: its feed.
    ServerFeed &add(const ServerId &id, const QString &displayName, Files files);
    void rename(const ServerId &id, const QString &displayName);
    /// Where a person sorts it; may be empty.
    void setGroup(const ServerId &id, const QString &group);
    /// These come in this order, after all others.
    void arrange(const QList<ServerId> &order);
    /// Where it is and how it is recognised, in words for the screen; nothing of one in this program.
    struct Whereabouts {
        QString address;
        QString fingerprint;
    };
    void setWhereabouts(const ServerId &id, const Whereabouts &whereabouts);
    Whereabouts whereabouts(const ServerId &id) const;
    /// Takes the rows away. Calls that are not answered yet still end, without a row to show it.
    void remove(const ServerId &id);

    /// Null if there is none.
    ServerFeed *feed(const ServerId &id) const;
    TransportServer *server(const ServerId &id) const;
    Files files(const ServerId &id) const;
    void refreshAll();

Q_SIGNALS:
    void noticed(const castdeck::ServerId &id, const castdeck::Notice &notice);

private:
    struct Entry {
        std::unique_ptr<ServerFeed> feed;
        Files files;
        Whereabouts whereabouts{};
    };
    const Entry *entry(const ServerId &id) const;

    InventoryModel &m_model;
    std::vector<Entry> m_entries;
};

} // namespace castdeck
