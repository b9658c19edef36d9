// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/panes/paletteentry.h"

#include <QDialog>
#include <vector>

class QLineEdit;
class QListView;

namespace castdeck
{

class PaletteModel;

/// Anything by some letters of its name: type, Enter. Esc closes it; the arrows choose while the letters are
/// typed.
class CommandPalette : public QDialog
{
    Q_OBJECT
public:
    explicit CommandPalette(std::vector<PaletteEntry> entries, QWidget *parent);

Q_SIGNALS:
    /// It is closed by then.
    void rowChosen(const castdeck::RowKey &row);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void find(const QString &text);
    void run();

    PaletteModel *m_model;
    QLineEdit *m_typed;
    QListView *m_list;
};

} // namespace castdeck
