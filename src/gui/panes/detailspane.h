// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/blockmap.h"
#include "gui/panes/fact.h"
#include "gui/parts/ratehistory.h"

#include <QWidget>
#include <optional>

class QBoxLayout;
class QProgressBar;
class QScrollArea;

namespace castdeck
{

class BlockStrip;
class ElidedLabel;
class FactList;
class RateChart;

/// What is known of the one row that is selected: how far it is, its rate over time, and facts to copy.
class DetailsPane : public QWidget
{
    Q_OBJECT
public:
    struct Subject {
        QString title;
        Facts facts;
        std::optional<int> progress;        ///< percent
        std::optional<RateHistory> history; ///< of a session
        QString historyTitle;
    };

    explicit DetailsPane(QWidget *parent = nullptr);

    void show(const Subject &subject);
    /// What a machine still misses, under its progress; nothing, or it has not said: there is no strip.
    void setBlocks(const std::optional<BlockMap> &map);
    /// Says what to do instead.
    void clear(const QString &hint);
    /// Stands where the chart of others does; null: nothing does. Taken over.
    void setCard(QWidget *card);

    FactList &facts() const { return *m_facts; }
    RateChart &chart() const { return *m_chart; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    ElidedLabel *m_title;
    QProgressBar *m_progress;
    BlockStrip *m_blocks;
    RateChart *m_chart;
    FactList *m_facts;
    QScrollArea *m_cards;
    QBoxLayout *m_body;
};

} // namespace castdeck
