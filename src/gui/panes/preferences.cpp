// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/panes/preferences.h"

namespace castdeck
{

namespace
{

const QString languageKey = QStringLiteral("settings/language");
const QString keychainKey = QStringLiteral("settings/keychain");
const QString interfaceKey = QStringLiteral("settings/interface");
const QString stateFolderKey = QStringLiteral("settings/stateFolder");
const QString endedKey = QStringLiteral("settings/tellEnded");
const QString failedKey = QStringLiteral("settings/tellFailed");
const QString missedKey = QStringLiteral("settings/tellMissed");
const QString troubleKey = QStringLiteral("settings/tellTrouble");

} // namespace

Preferences Preferences::read(const Value &value)
{
    Preferences read;
    read.language = value(languageKey, {}).toString();
    read.usesKeychain = value(keychainKey, read.usesKeychain).toBool();
    read.interfaceName = value(interfaceKey, {}).toString();
    read.stateFolder = value(stateFolderKey, {}).toString();
    read.told.ended = value(endedKey, read.told.ended).toBool();
    read.told.failed = value(failedKey, read.told.failed).toBool();
    read.told.missed = value(missedKey, read.told.missed).toBool();
    read.told.trouble = value(troubleKey, read.told.trouble).toBool();
    return read;
}

QVariantMap Preferences::values() const
{
    return {{languageKey, language},       {keychainKey, usesKeychain}, {interfaceKey, interfaceName},
            {stateFolderKey, stateFolder}, {endedKey, told.ended},      {failedKey, told.failed},
            {missedKey, told.missed},      {troubleKey, told.trouble}};
}

QLocale Preferences::locale() const
{
    return language.isEmpty() ? QLocale() : QLocale(language);
}

} // namespace castdeck
