// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/text/report.h"

#include <QFrame>

namespace castdeck
{

/// All that is known of a notice, to read, to select and to copy. Goes when anything else is clicked.
class NoticeDetails : public QFrame
{
    Q_OBJECT
public:
    NoticeDetails(const Report &report, QWidget *parent);

    void popUpOver(const QWidget &strip);
};

} // namespace castdeck
