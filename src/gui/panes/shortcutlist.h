// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <memory>

namespace castdeck
{

namespace Ui
{
class ShortcutList;
}

/// Every key and what it does, to look through.
class ShortcutList : public QDialog
{
    Q_OBJECT
public:
    struct Line {
        QString keys;
        QString name;
        QString where;
    };
    ShortcutList(const QList<Line> &lines, QWidget *parent);
    ~ShortcutList() override;

private:
    void filter(const QString &text);

    std::unique_ptr<Ui::ShortcutList> m_ui;
};

} // namespace castdeck
