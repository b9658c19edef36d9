// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/panes/askinghint.h"

#include "gui/parts/howtoaskcard.h"
#include "gui/parts/inventoryview.h"
#include "gui/parts/named.h"
#include "models/inventorymodel.h"

#include <QEvent>
#include <QFrame>
#include <QVBoxLayout>
#include <algorithm>

namespace castdeck
{

AskingHint::AskingHint(const InventoryModel &model, ServerRegistry &servers, const RemoteServers &remote,
                       InventoryView &view)
    : QObject(&view)
    , m_model(model)
    , m_view(view)
    , m_lookup(model, servers, remote)
    , m_frame(named("askingHint", new QFrame(view.viewport())))
    , m_card(new HowToAskCard(m_frame))
{
    m_frame->setFrameShape(QFrame::StyledPanel);
    m_frame->setAutoFillBackground(true);
    m_frame->hide();
    m_card->setCompact();
    auto *layout = new QVBoxLayout(m_frame);
    layout->addWidget(m_card);
    connect(&m_lookup, &AskingLookup::changed, m_card, &HowToAskCard::tell);
    m_later.setSingleShot(true);
    m_later.setInterval(0);
    connect(&m_later, &QTimer::timeout, this, &AskingHint::update);
    const auto start = qOverload<>(&QTimer::start);
    connect(&model, &InventoryModel::catalogueChanged, &m_later, start);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(view.model(), signal, &m_later, start);
    connect(&view, &QTreeView::expanded, &m_later, start);
    connect(&view, &QTreeView::collapsed, &m_later, start);
    view.viewport()->installEventFilter(this);
    m_frame->installEventFilter(this);
    m_later.start();
}

bool AskingHint::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_frame && event->type() == QEvent::Resize)
        place();
    // It says something else now, and needs another height for that.
    if (watched == m_frame && event->type() == QEvent::LayoutRequest)
        m_later.start();
    return QObject::eventFilter(watched, event);
}

std::optional<std::pair<ServerId, NamespaceId>> AskingHint::subject() const
{
    std::optional<std::pair<ServerId, NamespaceId>> first;
    for (const RowFacts &server : m_model.servers()) {
        for (const CatalogueEntry &entry : m_model.catalogue(server.key.server).namespaces) {
            if (std::ranges::any_of(entry.contents, &CarriedContent::sessions))
                return {};
            if (!first && server.reachable && !entry.info.tombstoned)
                first = {server.key.server, entry.info.id};
        }
    }
    return first;
}

void AskingHint::update()
{
    const auto about = subject();
    m_isWanted = about.has_value();
    if (about)
        m_lookup.look(about->first, about->second);
    place();
}

void AskingHint::place()
{
    const QRect area = m_view.viewport()->rect();
    QModelIndex last = m_view.model()->index(m_view.model()->rowCount() - 1, 0);
    while (m_view.isExpanded(last) && m_view.model()->rowCount(last) > 0)
        last = m_view.model()->index(m_view.model()->rowCount(last) - 1, 0, last);
    constexpr int margin = 16;
    const int top = (last.isValid() ? m_view.visualRect(last).bottom() : 0) + margin;
    const int width = std::min(area.width() - 2 * margin, 640);
    // What it says can be cut nowhere: there is room for all of it, or it waits.
    const int needed = m_frame->layout()->totalMinimumHeightForWidth(width);
    const int room = area.height() - top - margin;
    m_frame->setGeometry(area.center().x() - width / 2, top, width,
                         std::min(room, std::max(needed, m_frame->layout()->totalHeightForWidth(width))));
    m_frame->setVisible(m_isWanted && last.isValid() && room >= needed);
}

} // namespace castdeck
