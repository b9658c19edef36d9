// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/servers/askinglookup.h"

#include <QTimer>

class QFrame;

namespace castdeck
{

class HowToAskCard;
class InventoryView;

/// Says in the tree how machines ask, as long as something is published and nobody has asked yet: below the
/// rows, where there is room for it.
class AskingHint : public QObject
{
    Q_OBJECT
public:
    /// Everything given outlives it; @p view shows @p model, through whatever filter.
    AskingHint(const InventoryModel &model, ServerRegistry &servers, const RemoteServers &remote,
               InventoryView &view);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    /// What it is about: the first that is published, if no session runs.
    std::optional<std::pair<ServerId, NamespaceId>> subject() const;
    void update();
    void place();

    const InventoryModel &m_model;
    InventoryView &m_view;
    AskingLookup m_lookup;
    QFrame *m_frame;
    HowToAskCard *m_card;
    QTimer m_later;
    bool m_isWanted = false;
};

} // namespace castdeck
