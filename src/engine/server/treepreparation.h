// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inventory.h"
#include "engine/content/contentproviders.h"
#include "engine/content/treecache.h"

#include <QSet>

namespace castdeck
{

/// Has the hash trees of what is published made ahead, one content of a namespace after the other, so that
/// whoever asks first finds them. What is made when it is asked for is left alone, and so is what another
/// machine holds: its disk may stop answering. Lives in the engine thread.
class TreePreparation : public QObject
{
    Q_OBJECT
public:
    /// Both outlive it.
    TreePreparation(const ContentProviders &providers, TreeCache &trees, QObject *parent)
        : QObject(parent), m_providers(providers), m_trees(trees)
    {
    }

    /// Of the inventory; what it is told of namespaces makes it begin and end.
    void notice(const Change &change);

private:
    struct Round {
        NamespaceInfo owner;
        QList<OfferedContent> contents;
        qsizetype next = 0;
    };
    void begin(const NamespaceInfo &owner);
    void goOn(const std::shared_ptr<Round> &round);

    const ContentProviders &m_providers;
    TreeCache &m_trees;
    QSet<NamespaceId> m_begun; ///< that are published still
};

} // namespace castdeck
