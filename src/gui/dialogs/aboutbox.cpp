// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/aboutbox.h"

#include "ui_aboutbox.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QIcon>
#include <QSysInfo>

namespace castdeck
{

AboutBox::AboutBox(QWidget *parent) : QDialog(parent)
{
    Ui::AboutBox form;
    form.setupUi(this);
    constexpr int pictureSize = 64;
    form.picture->setPixmap(QIcon(QStringLiteral(":/icons/castdeck.svg")).pixmap(pictureSize));
    const QString versions = QStringLiteral("Castdeck %1\nQt %2\n%3, %4")
                                 .arg(QStringLiteral(CASTDECK_VERSION), QLatin1String(qVersion()),
                                      QSysInfo::prettyProductName(), QSysInfo::currentCpuArchitecture());
    form.versions->setText(versions);
    connect(form.copy, &QPushButton::clicked, this,
            [versions] { QGuiApplication::clipboard()->setText(versions); });
    form.close->setFocus();
    constexpr int usualWidth = 420;
    resize(usualWidth, layout()->totalHeightForWidth(usualWidth));
}

} // namespace castdeck
