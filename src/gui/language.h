// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QCoreApplication;
class QLocale;

namespace castdeck
{

/// Makes the application speak the locale's language, Qt's own words included; English if there is no better.
/// Call once, before the first window; the translators belong to @p app.
void installLanguage(QCoreApplication &app, const QLocale &locale);

} // namespace castdeck
