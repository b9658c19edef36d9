// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/parts/eventlog.h"

#include <QTreeView>

namespace castdeck
{

/// Shows the log, and keeps to its end unless a person has scrolled away from it.
class EventPane : public QTreeView
{
    Q_OBJECT
public:
    explicit EventPane(QWidget *parent = nullptr);

    void setLog(EventLog *log);
};

} // namespace castdeck
