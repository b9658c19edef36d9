// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/panes/elidedlabel.h"

#include <QTimer>

namespace castdeck
{

/// Says in the status bar what has been done, for six seconds.
class PassingWords : public ElidedLabel
{
    Q_OBJECT
public:
    explicit PassingWords(QWidget *parent = nullptr);

    void say(const QString &text);

private:
    QTimer m_end;
};

} // namespace castdeck
