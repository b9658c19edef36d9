// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/publisheddialog.h"

#include "ui_publisheddialog.h"

#include <QEvent>

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
}

PublishedDialog::~PublishedDialog() = default;

bool PublishedDialog::event(QEvent *event)
{
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Show)
        QMetaObject::invokeMethod(this, &PublishedDialog::growToFit, Qt::QueuedConnection);
    return QDialog::event(event);
}

void PublishedDialog::growToFit()
{
    const int needed = layout()->totalMinimumHeightForWidth(width());
    if (isVisible() && height() < needed)
        resize(width(), needed);
}

HowToAskCard &PublishedDialog::card() const
{
    return *m_ui->card;
}

} // namespace castdeck
