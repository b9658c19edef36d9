// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace castdeck
{

/// Gives a child the name that it is found by.
template <class T>
T *named(const char *name, T *child)
{
    child->setObjectName(QLatin1String(name));
    return child;
}

/// For words that are nobody's markup, on as many lines as they need.
inline QLabel *plainLabel(const char *name, QWidget *parent, const QString &text = {})
{
    auto *label = named(name, new QLabel(text, parent));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace castdeck
