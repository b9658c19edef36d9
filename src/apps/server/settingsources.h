// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/server/serversettings.h"

#include <QProcessEnvironment>

namespace castdeck
{

inline constexpr char DefaultConfigurationFile[] = "/etc/castdeck/castdeckd.conf";

/// "key = value", one a line; blank lines and those that begin with # are comments; spaces around key and
/// value do not count. InvalidParameter, naming file, line and key, for what is no such line, an unknown key
/// and one that is there twice. @p path is for origins and errors.
Result<SettingValues> parseConfiguration(const QByteArray &content, const QString &path);
/// Reads a file of at most 1 MiB. FileNotFound, FileFailure and their kin name it.
Result<SettingValues> readConfiguration(const QString &path);

/// The CASTDECK_ variables that are keys; STATE_DIRECTORY of systemd under the name of its key.
SettingValues environmentDefaults(const QProcessEnvironment &environment);
SettingValues environmentValues(const QProcessEnvironment &environment);

/// What was said on the command line, which holds for every later reading as well.
struct CommandLine {
    QString configurationFile; ///< empty: none was named
    SettingValues options;
};

/// Everything that is said anywhere, each overruling the one before: defaults of the environment, file,
/// environment, options. The default file need not exist, one that is named must.
Result<SettingValues> gatherSettings(const CommandLine &commandLine, const QProcessEnvironment &environment);

/// The keys whose values differ.
QStringList changedKeys(const SettingValues &before, const SettingValues &after);

} // namespace castdeck
