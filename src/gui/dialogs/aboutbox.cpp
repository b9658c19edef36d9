// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/aboutbox.h"

namespace castdeck
{

AboutBox::AboutBox(QWidget *parent)
    : QMessageBox(NoIcon, tr("About Castdeck"),
                  tr("<h3>Castdeck %1</h3><p>Deploys images to many machines at once by multicast, and "
                     "lets you see and stop what is going on.</p><p>GPL-3.0-or-later</p>")
                      .arg(QStringLiteral(CASTDECK_VERSION)),
                  Close, parent)
{
    setIconPixmap(QIcon(QStringLiteral(":/icons/castdeck.svg")).pixmap(64));
}

} // namespace castdeck
