// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace castdeck
{

void installLanguage(QCoreApplication &app, const QLocale &locale)
{
    installLanguage(app, locale, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
}

void installLanguage(QCoreApplication &app, const QLocale &locale, const QString &wordsOfQt)
{
    const QString separator = QStringLiteral("_");
    auto *own = new QTranslator(&app);
    if (own->load(locale, QStringLiteral("castdeck"), separator, QStringLiteral(":/i18n")) ||
        own->load(QStringLiteral(":/i18n/castdeck_en.qm")))
        QCoreApplication::installTranslator(own);
    // Not the person's language where it is not ours: its buttons, and its direction, would be on English
    // texts.
    auto *qt = new QTranslator(&app);
    if (qt->load(QLocale(own->language()), QStringLiteral("qtbase"), separator, wordsOfQt))
        QCoreApplication::installTranslator(qt);
}

} // namespace castdeck
