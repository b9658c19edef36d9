// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/parts/blockstrip.h"

#include "gui/paint/readablecolor.h"
#include "models/format.h"

#include <QPainter>
#include <QStyle>
#include <algorithm>

namespace castdeck
{

BlockStrip::BlockStrip(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Blocks it still misses"));
}

QSize BlockStrip::sizeHint() const
{
    return {120, fontMetrics().height() / 2 + 4};
}

void BlockStrip::show(const BlockMap &map)
{
    if (map == m_map)
        return;
    m_map = map;
    setAccessibleDescription(sentence());
    setToolTip(sentence());
    update();
}

QString BlockStrip::sentence() const
{
    if (m_map.missing.isEmpty())
        return {};
    qint64 sum = 0;
    for (const quint8 missing : m_map.missing)
        sum += std::min<int>(missing, 100);
    if (sum == 0)
        return tr("It misses nothing any more.");
    const auto share = static_cast<int>(std::max<qint64>(sum / m_map.missing.size(), 1));
    return tr("From the first block to the last: what is pale is missing, %1 in all.")
        .arg(format::percent(share));
}

void BlockStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QColor text = palette().color(QPalette::Active, QPalette::Text);
    const QColor base = palette().color(QPalette::Active, QPalette::Base);
    const QColor there = palette().color(QPalette::Active, QPalette::Highlight);
    const QColor hole = readable::mix(text, base, 0.12);
    const QRect area = rect().adjusted(0, 1, 0, -1);
    painter.fillRect(area, hole);
    const qsizetype parts = m_map.missing.size();
    for (qsizetype part = 0; part < parts; ++part) {
        const int from = static_cast<int>(part * area.width() / parts);
        const int to = static_cast<int>((part + 1) * area.width() / parts);
        const double missing = std::min<int>(m_map.missing.at(part), 100) / 100.0;
        // Little is not nothing: a hole of one block is seen.
        const double shown = missing > 0 ? 0.35 + 0.65 * missing : 0;
        const QRect cell(area.left() + from, area.top(), to - from, area.height());
        painter.fillRect(QStyle::visualRect(layoutDirection(), area, cell),
                         readable::mix(hole, there, shown));
    }
}

} // namespace castdeck
