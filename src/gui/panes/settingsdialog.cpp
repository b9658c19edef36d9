// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/panes/settingsdialog.h"

#include "ui_settingsdialog.h"

#include <QPushButton>

namespace castdeck
{

SettingsDialog::SettingsDialog(const Preferences &now, const QList<Column> &columns,
                               const QStringList &interfaces, QWidget *parent)
    : QDialog(parent), m_ui(std::make_unique<Ui::SettingsDialog>())
{
    m_ui->setupUi(this);
    setAttribute(Qt::WA_DeleteOnClose);
    m_ui->tabs->setAccessibleName(windowTitle());
    m_ui->language->addItem(tr("As the system"), QString());
    // Each in its own words, for whoever does not understand the others.
    m_ui->language->addItem(QStringLiteral("English"), QStringLiteral("en"));
    m_ui->language->addItem(QStringLiteral("Deutsch"), QStringLiteral("de"));
    m_ui->language->setCurrentIndex(std::max(0, m_ui->language->findData(now.language)));
    (now.usesKeychain ? m_ui->keychain : m_ui->tokenFiles)->setChecked(true);
    m_ui->ended->setChecked(now.told.ended);
    m_ui->failed->setChecked(now.told.failed);
    m_ui->missed->setChecked(now.told.missed);
    m_ui->trouble->setChecked(now.told.trouble);
    for (const Column &column : columns) {
        auto *const item = new QListWidgetItem(column.title, m_ui->columns);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(column.isShown ? Qt::Checked : Qt::Unchecked);
    }
    m_ui->interfaceName->addItems(interfaces);
    m_ui->interfaceName->setCurrentText(now.interfaceName);
    m_ui->interfaceName->lineEdit()->setPlaceholderText(tr("The first that can multicast"));
    m_ui->stateFolder->setMode(QFileDialog::Directory);
    m_ui->stateFolder->setPath(now.stateFolder);
    m_ui->stateFolder->line()->setPlaceholderText(tr("The usual folder"));
    m_ui->stateFolder->line()->setAccessibleName(m_ui->stateFolder->accessibleName());
    connect(m_ui->buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_ui->buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_ui->policies, &QPushButton::clicked, this, &SettingsDialog::policiesWanted);
    m_ui->buttons->button(QDialogButtonBox::Ok)->setText(tr("&OK"));
    m_ui->buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    m_ui->tabs->setCurrentIndex(0);
    m_ui->language->setFocus();
}

SettingsDialog::~SettingsDialog() = default;

Preferences SettingsDialog::preferences() const
{
    Preferences chosen;
    chosen.language = m_ui->language->currentData().toString();
    chosen.usesKeychain = m_ui->keychain->isChecked();
    chosen.interfaceName = m_ui->interfaceName->currentText().trimmed();
    chosen.stateFolder = m_ui->stateFolder->path();
    chosen.told = {m_ui->ended->isChecked(), m_ui->failed->isChecked(), m_ui->missed->isChecked(),
                   m_ui->trouble->isChecked()};
    return chosen;
}

QList<bool> SettingsDialog::shownColumns() const
{
    QList<bool> shown;
    for (int row = 0; row < m_ui->columns->count(); ++row)
        shown << (m_ui->columns->item(row)->checkState() == Qt::Checked);
    return shown;
}

} // namespace castdeck
