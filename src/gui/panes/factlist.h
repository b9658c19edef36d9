// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/panes/fact.h"

#include <QTreeWidget>

namespace castdeck
{

/// What is known of one row, a line each, to read and to copy. Lines are changed in place, so that whoever
/// has selected one keeps it.
class FactList : public QTreeWidget
{
    Q_OBJECT
public:
    explicit FactList(QWidget *parent = nullptr);

    void setFacts(const Facts &facts);
    const Facts &facts() const { return m_facts; }

Q_SIGNALS:
    void linkActivated(const castdeck::RowKey &row);

private:
    void follow(const QModelIndex &line);
    void write(QTreeWidgetItem &line, const Fact &fact) const;

    Facts m_facts;
};

} // namespace castdeck
