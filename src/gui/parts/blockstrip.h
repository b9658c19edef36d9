// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/blockmap.h"

#include <QWidget>

namespace castdeck
{

/// What a machine has and still misses of a content, from its first block to its last: a strip in which the
/// holes stand out. From right to left it is mirrored.
class BlockStrip : public QWidget
{
    Q_OBJECT
public:
    explicit BlockStrip(QWidget *parent = nullptr);

    /// A map that no server should send (another number of parts, more than all of one) is shown as far as it
    /// goes.
    void show(const BlockMap &map);
    const BlockMap &map() const { return m_map; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString sentence() const;

    BlockMap m_map;
};

} // namespace castdeck
