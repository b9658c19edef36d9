// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QTreeView>

namespace castdeck
{

/// The tree. A right-click selects the row under the cursor first, unless it is one of the selected; the menu
/// key asks for the current row. A hint lies over the rows when there is little to see.
class InventoryView : public QTreeView
{
    Q_OBJECT
public:
    explicit InventoryView(QWidget *parent = nullptr);

    /// What to do next; empty: nothing is shown. Rich text; the link asks for hintActivated().
    void setHint(const QString &html);
    QString hint() const;

Q_SIGNALS:
    void menuRequested(const QPoint &globalPosition);
    void hintActivated();

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void placeHint();

    QLabel *m_hint;
};

} // namespace castdeck
