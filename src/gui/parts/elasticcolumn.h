// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

class QHeaderView;
class QTreeView;

namespace castdeck
{

/// Gives one column of a view the room that the others leave free, and takes it back when it is wanted, as
/// far as the width that the column has first. As soon as a person makes it wide or narrow, it stays so.
class ElasticColumn : public QObject
{
    Q_OBJECT
public:
    /// Belongs to the view, whose header has its columns.
    ElasticColumn(QTreeView &view, int column);

    /// The header's state to be saved: without what was given, so that a width that comes back is known for
    /// one that a person chose.
    static QByteArray stateOf(QHeaderView &header);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fit();

    QTreeView &m_view;
    int m_column;
    int m_least; ///< pixels
    bool m_isFitting = false;
    bool m_isFixed = false;
    bool m_isFirst = true;
    QTimer m_later;
};

} // namespace castdeck
