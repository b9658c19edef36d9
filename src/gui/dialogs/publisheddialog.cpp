// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/publisheddialog.h"

#include "gui/parts/growtofit.h"
#include "ui_publisheddialog.h"

namespace castdeck
{

PublishedDialog::PublishedDialog(const QString &done, QWidget *parent)
    : QDialog(parent), m_ui(std::make_unique<Ui::PublishedDialog>())
{
    m_ui->setupUi(this);
    setWindowTitle(done.isEmpty() ? tr("How Machines Ask") : tr("Published"));
    m_ui->done->setText(done);
    m_ui->done->setVisible(!done.isEmpty());
    m_ui->card->layout()->setContentsMargins({});
    resize(600, 460);
    new GrowToFit(this);
}

PublishedDialog::~PublishedDialog() = default;

HowToAskCard &PublishedDialog::card() const
{
    return *m_ui->card;
}

} // namespace castdeck
