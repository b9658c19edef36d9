// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QWidget;

namespace castdeck
{

/// Makes a window higher when what it shows needs more than it has: a text of several lines tells its height
/// only for a width, and for that nobody asks when it appears or changes. Belongs to the window.
class GrowToFit : public QObject
{
    Q_OBJECT
public:
    explicit GrowToFit(QWidget *window);

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void grow();

    QWidget *m_window;
};

} // namespace castdeck
