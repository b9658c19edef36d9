// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QCoreApplication;
class QLocale;
class QString;

namespace castdeck
{

/// Makes the application speak the locale's language, Qt's own words included; English if there is no better.
/// Call once, before the first window; the translators belong to @p app.
void installLanguage(QCoreApplication &app, const QLocale &locale);
/// The same with the folder that Qt's own words are in.
void installLanguage(QCoreApplication &app, const QLocale &locale, const QString &wordsOfQt);

} // namespace castdeck
