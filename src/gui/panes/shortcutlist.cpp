// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/panes/shortcutlist.h"

#include "ui_shortcutlist.h"

#include <QPushButton>

namespace castdeck
{

ShortcutList::ShortcutList(const QList<Line> &lines, QWidget *parent)
    : QDialog(parent), m_ui(std::make_unique<Ui::ShortcutList>())
{
    m_ui->setupUi(this);
    setAttribute(Qt::WA_DeleteOnClose);
    for (const Line &line : lines) {
        auto *const item = new QTreeWidgetItem(m_ui->list, {line.keys, line.name, line.where});
        item->setData(0, Qt::AccessibleTextRole,
                      tr("%1: %2, %3", "keys: verb, menu").arg(line.keys, line.name, line.where));
    }
    for (int column = 0; column < 2; ++column)
        m_ui->list->resizeColumnToContents(column);
    connect(m_ui->words, &QLineEdit::textChanged, this, &ShortcutList::filter);
    connect(m_ui->buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_ui->buttons->button(QDialogButtonBox::Close)->setText(tr("Close"));
    resize(fontMetrics().averageCharWidth() * 80, fontMetrics().height() * 28);
    m_ui->words->setFocus();
}

ShortcutList::~ShortcutList() = default;

void ShortcutList::filter(const QString &text)
{
    for (int row = 0; row < m_ui->list->topLevelItemCount(); ++row) {
        QTreeWidgetItem *const item = m_ui->list->topLevelItem(row);
        bool isMeant = false;
        for (int column = 0; column < item->columnCount(); ++column)
            isMeant |= item->text(column).contains(text.trimmed(), Qt::CaseInsensitive);
        item->setHidden(!isMeant);
    }
}

} // namespace castdeck
