// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace castdeck
{

void installLanguage(QCoreApplication &app, const QLocale &locale)
{
    const QString separator = QStringLiteral("_");
    auto *own = new QTranslator(&app);
    if (own->load(locale, QStringLiteral("castdeck"), separator, QStringLiteral(":/i18n")) ||
        own->load(QStringLiteral(":/i18n/castdeck_en.qm")))
        QCoreApplication::installTranslator(own);
    auto *qt = new QTranslator(&app);
    if (qt->load(locale, QStringLiteral("qtbase"), separator,
                 QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(qt);
}

} // namespace castdeck
