// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/server/treepreparation.h"

#include <QPointer>

namespace castdeck
{

void TreePreparation::notice(const Change &change)
{
    if (const auto *const gone = std::get_if<NamespaceId>(&change)) {
        m_begun.remove(*gone);
    } else if (const auto *const row = std::get_if<NamespaceInfo>(&change)) {
        if (row->tombstoned)
            m_begun.remove(row->id);
        else if (!row->error && !m_begun.contains(row->id))
            begin(*row);
    }
}

void TreePreparation::begin(const NamespaceInfo &owner)
{
    const ContentProvider *const provider = m_providers.find(owner.contentProvider);
    if (!provider || provider->makesContents())
        return;
    m_begun.insert(owner.id);
    // Not within the change that is being told of.
    QMetaObject::invokeMethod(
        this,
        [this, owner, provider] {
            provider->list(owner.configuration,
                           [self = QPointer(this), owner](const Result<Offering> &found) {
                               if (self && found)
                                   self->goOn(std::make_shared<Round>(Round{owner, found->contents}));
                               else if (self)
                                   self->m_begun.remove(owner.id); // its row says when it can be looked into
                           });
        },
        Qt::QueuedConnection);
}

void TreePreparation::goOn(const std::shared_ptr<Round> &round)
{
    ContentProvider *const provider = m_providers.find(round->owner.contentProvider);
    while (m_begun.contains(round->owner.id) && round->next < round->contents.size()) {
        const QString &name = round->contents[round->next].name;
        const auto opened = provider->open(round->owner.configuration, name);
        if (!opened && opened.error().code == ErrorCode::Busy) {
            provider->whenReady(round->owner.configuration, name, [self = QPointer(this), round] {
                if (self)
                    self->goOn(round);
            });
            return;
        }
        ++round->next;
        if (!opened || opened->mayHang() || opened->size() == 0 || opened->size() > HashTree::ContentMost)
            continue;
        m_trees.request(*opened, TreeCache::Urgency::Ahead,
                        [self = QPointer(this), round](const Result<PieceHashes::Hash> &) {
                            if (self)
                                self->goOn(round);
                        });
        return;
    }
}

} // namespace castdeck
