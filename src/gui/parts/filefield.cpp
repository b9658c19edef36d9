// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/parts/filefield.h"

#include <QHBoxLayout>

namespace castdeck
{

FileField::FileField(QWidget *parent)
    : QWidget(parent), m_line(new QLineEdit(this)), m_browse(new QToolButton(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_line);
    layout->addWidget(m_browse);
    m_browse->setText(QStringLiteral("…"));
    m_browse->setToolTip(tr("Browse"));
    m_browse->setAccessibleName(tr("Browse"));
    setFocusProxy(m_line);
    setFocusPolicy(Qt::StrongFocus); // for the shortcut of a label
    connect(m_line, &QLineEdit::textChanged, this, &FileField::changed);
    connect(m_browse, &QToolButton::clicked, this, &FileField::browse);
}

void FileField::browse()
{
    auto *dialog = new QFileDialog(this, tr("Choose"), path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(m_mode);
    if (!m_nameFilters.isEmpty())
        dialog->setNameFilters(m_nameFilters);
    dialog->setOption(QFileDialog::ShowDirsOnly, m_mode == QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, &FileField::setPath);
    dialog->open();
}

} // namespace castdeck
