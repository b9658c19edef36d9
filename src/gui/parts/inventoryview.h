// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QLabel>
#include <QTreeView>

namespace castdeck
{

/// A tree of rows. A right-click selects the row under the cursor first, unless it is one of the selected;
/// the menu key and Shift+F10 ask for the current row. A hint lies over the rows when there is little to see.
/// Without focus its selection looks inactive.
class InventoryView : public QTreeView
{
    Q_OBJECT
public:
    explicit InventoryView(QWidget *parent = nullptr);

    /// What to do next; empty: nothing is shown. Rich text; its links ask for hintActivated().
    void setHint(const QString &html);
    QString hint() const;

    /// Somebody is about to point at a row, or to act on one: the pointer is over it, a key was pressed a
    /// moment ago, or a menu or dialog is open. Then rows should stay where they are.
    bool isBusy() const;
    /// Makes every column wide enough for its title beside the arrow that says how it is sorted.
    void fitTitles();

Q_SIGNALS:
    void menuRequested(const QPoint &globalPosition);
    /// @p link: what the hint's link refers to.
    void hintActivated(const QString &link);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option,
                 const QModelIndex &index) const override;
    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                     const QList<int> &roles) override;

private:
    void askForMenu();
    void placeHint();
    void wearSelection();

    QLabel *m_hint;
    QElapsedTimer m_sinceKey;
};

} // namespace castdeck
