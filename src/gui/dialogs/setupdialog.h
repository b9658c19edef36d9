// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transportserver.h"

#include <QDialog>
#include <functional>

class QFormLayout;
class QLabel;

namespace castdeck
{

/// What a server is: its version, features, protocols, and where its contents can come from.
class SetupDialog : public QDialog
{
    Q_OBJECT
public:
    /// @p server is asked once; it may be null.
    SetupDialog(const QString &serverName, const std::function<TransportServer *()> &server,
                QWidget *parent = nullptr);

private:
    void take(const Result<SetupInfo> &setup);
    void add(const QString &label, const QString &value, const char *name);

    QFormLayout *m_rows;
    QLabel *m_message;
};

} // namespace castdeck
