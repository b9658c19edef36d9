// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/panes/passingwords.h"

#include <QAccessible>

namespace castdeck
{

PassingWords::PassingWords(QWidget *parent) : ElidedLabel(parent)
{
    m_end.setSingleShot(true);
    m_end.setInterval(std::chrono::seconds(6));
    connect(&m_end, &QTimer::timeout, this, [this] { setWhole({}); });
}

void PassingWords::say(const QString &text)
{
    setWhole(text);
    m_end.start();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

} // namespace castdeck
