// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/panes/factlist.h"

#include <QHeaderView>

namespace castdeck
{

FactList::FactList(QWidget *parent) : QTreeWidget(parent)
{
    setColumnCount(2);
    setHeaderLabels({tr("What"), tr("Value")});
    setHeaderHidden(true);
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setSelectionMode(ExtendedSelection);
    setTextElideMode(Qt::ElideMiddle);
    setAccessibleName(tr("Details of the selected row"));
    header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    connect(this, &QTreeView::activated, this, &FactList::follow);
    connect(this, &QTreeView::clicked, this, &FactList::follow);
}

void FactList::setFacts(const Facts &facts)
{
    if (facts == m_facts)
        return;
    m_facts = facts;
    while (topLevelItemCount() > facts.size())
        delete takeTopLevelItem(topLevelItemCount() - 1);
    while (topLevelItemCount() < facts.size())
        new QTreeWidgetItem(this);
    for (int i = 0; i < facts.size(); ++i)
        write(*topLevelItem(i), facts.at(i));
}

void FactList::write(QTreeWidgetItem &line, const Fact &fact) const
{
    const bool isLink = fact.link.server.isValid();
    line.setText(0, fact.label);
    line.setText(1, fact.value);
    line.setToolTip(1, fact.value);
    line.setData(0, Qt::AccessibleTextRole, tr("%1: %2", "label: value").arg(fact.label, fact.value));
    QFont font;
    font.setUnderline(isLink);
    line.setFont(1, font);
    line.setData(1, Qt::ForegroundRole, isLink ? QVariant(palette().color(QPalette::Link)) : QVariant());
}

void FactList::follow(const QModelIndex &line)
{
    // A click on the label selects the line, to copy it.
    if (line.row() >= m_facts.size() || (line.column() == 0 && currentIndex() != line))
        return;
    if (const RowKey link = m_facts.at(line.row()).link; line.column() == 1 && link.server.isValid())
        Q_EMIT linkActivated(link);
}

} // namespace castdeck
