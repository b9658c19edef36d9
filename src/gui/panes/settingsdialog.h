// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/panes/preferences.h"

#include <QDialog>
#include <memory>

namespace castdeck
{

namespace Ui
{
class SettingsDialog;
}

/// What a person may choose about the console.
class SettingsDialog : public QDialog
{
    Q_OBJECT
public:
    struct Column {
        QString title;
        bool isShown = true;
    };
    /// @p columns: those that can be hidden. @p interfaces: that the own server could send on.
    SettingsDialog(const Preferences &now, const QList<Column> &columns, const QStringList &interfaces,
                   QWidget *parent);
    ~SettingsDialog() override;

    Preferences preferences() const;
    /// In the order they were given in.
    QList<bool> shownColumns() const;

Q_SIGNALS:
    void policiesWanted();

private:
    std::unique_ptr<Ui::SettingsDialog> m_ui;
};

} // namespace castdeck
