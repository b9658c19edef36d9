// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/text/report.h"

#include <QFrame>

class QLabel;
class QToolButton;

namespace castdeck
{

/// One line over the tree that says how the last order ended. Stays until it is closed or the next one comes;
/// never takes the focus.
class NoticeLine : public QFrame
{
    Q_OBJECT
public:
    explicit NoticeLine(QWidget *parent = nullptr);

    void show(const Report &report);
    QString text() const;

private:
    QLabel *m_icon;
    QLabel *m_text;
    QLabel *m_details;
    QToolButton *m_more;
};

} // namespace castdeck
