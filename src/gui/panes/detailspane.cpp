// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/panes/detailspane.h"

#include "gui/panes/elidedlabel.h"
#include "gui/panes/factlist.h"
#include "gui/parts/blockstrip.h"
#include "gui/parts/named.h"
#include "gui/parts/ratechart.h"
#include "models/format.h"

#include <QBoxLayout>
#include <QProgressBar>
#include <QScrollArea>

namespace castdeck
{

DetailsPane::DetailsPane(QWidget *parent)
    : QWidget(parent)
    , m_title(named("detailsTitle", new ElidedLabel(this)))
    , m_progress(named("detailsProgress", new QProgressBar(this)))
    , m_blocks(named("blocks", new BlockStrip(this)))
    , m_chart(named("rate", new RateChart(this)))
    , m_facts(named("facts", new FactList(this)))
    , m_cards(named("cards", new QScrollArea(this)))
{
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_title->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->setMaximumHeight(fontMetrics().height() + 4);
    m_body = new QBoxLayout(QBoxLayout::LeftToRight);
    m_body->setSpacing(4);
    m_body->addWidget(m_chart, 2);
    m_body->addWidget(m_facts, 3);
    // However high a card is, the dock is as high as a person wants it.
    m_body->insertWidget(0, m_cards, 3);
    m_cards->setWidgetResizable(true);
    m_cards->setFrameShape(QFrame::NoFrame);
    m_cards->setFocusPolicy(Qt::NoFocus);
    m_cards->hide();
    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 2, 4, 4);
    layout->setSpacing(3);
    layout->addWidget(m_title);
    layout->addWidget(m_progress);
    layout->addWidget(m_blocks);
    layout->addLayout(m_body, 1);
    clear({});
}

void DetailsPane::show(const Subject &subject)
{
    m_title->setWhole(subject.title);
    m_title->show();
    m_progress->setVisible(subject.progress.has_value());
    m_progress->setValue(subject.progress.value_or(0));
    m_progress->setFormat(format::percent(subject.progress.value_or(0)));
    m_facts->show();
    m_facts->setFacts(subject.facts);
    m_chart->setVisible(subject.history.has_value());
    if (subject.history)
        m_chart->show(subject.historyTitle, *subject.history);
}

void DetailsPane::clear(const QString &hint)
{
    for (QWidget *widget : QList<QWidget *>{m_title, m_progress, m_facts})
        widget->hide();
    setBlocks({});
    m_facts->setFacts({});
    m_chart->setVisible(true);
    m_chart->clear(hint);
    setCard(nullptr);
}

void DetailsPane::setBlocks(const std::optional<BlockMap> &map)
{
    const bool isKnown = map && !map->missing.isEmpty();
    if (isKnown)
        m_blocks->show(*map);
    m_blocks->setVisible(isKnown);
}

void DetailsPane::setCard(QWidget *card)
{
    if (card == m_cards->widget())
        return;
    delete m_cards->takeWidget();
    if (card)
        m_cards->setWidget(card);
    m_cards->setVisible(card != nullptr);
}

void DetailsPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // Side by side in a low dock, one below the other in a narrow one.
    m_body->setDirection(width() > height() * 5 / 4 ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

} // namespace castdeck
