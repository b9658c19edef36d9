// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/text/report.h"

#include <QAction>
#include <QPointer>
#include <QTreeView>

namespace castdeck
{

/// Copy and Select All for the views of the window: by keys for the one that has the focus, from menus for
/// the one that had it last. The selections of the others look as if they were asleep.
class PaneActions : public QObject
{
    Q_OBJECT
public:
    explicit PaneActions(QObject *parent);

    /// @p view has its model. The first one is the current one.
    void add(QTreeView &view);
    QTreeView *current() const { return m_current; }

    QAction *copy() const { return m_copy; }
    QAction *selectAll() const { return m_selectAll; }

Q_SIGNALS:
    void reported(const castdeck::Report &report);
    void currentChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void update();
    void makeCurrent(QTreeView *view);
    static void color(QTreeView &view, bool isCurrent);
    void copySelection();

    QPointer<QTreeView> m_current;
    QAction *m_copy;
    QAction *m_selectAll;
};

} // namespace castdeck
