// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/server/settingsources.h"

#include <QFile>
#include <cerrno>

namespace castdeck
{

namespace
{

constexpr qint64 fileMax = 1 << 20;

QString variableOf(const SettingKey &key)
{
    return QStringLiteral("CASTDECK_") +
           QString::fromLatin1(key.name).toUpper().replace(QLatin1Char('-'), QLatin1Char('_'));
}

void overrule(SettingValues &values, const SettingValues &by)
{
    for (auto it = by.begin(); it != by.end(); ++it)
        values.insert(it.key(), it.value());
}

} // namespace

Result<SettingValues> parseConfiguration(const QByteArray &content, const QString &path)
{
    SettingValues values;
    int number = 0;
    for (const QByteArray &raw : content.split('\n')) {
        const QString origin = QStringLiteral("%1:%2").arg(path).arg(++number);
        const QString line = QString::fromUtf8(raw).trimmed();
        if (line.isEmpty() || line.startsWith(QLatin1Char('#')))
            continue;
        const qsizetype equals = line.indexOf(QLatin1Char('='));
        const QString key = line.left(equals).trimmed();
        if (equals < 0)
            return failure(ErrorCode::InvalidParameter,
                           QStringLiteral("%1: \"%2\" is not of the form \"key = value\"").arg(origin, line));
        if (!findSettingKey(key))
            return failure(ErrorCode::InvalidParameter,
                           QStringLiteral("%1: unknown key \"%2\"").arg(origin, key));
        if (values.contains(key))
            return failure(
                ErrorCode::InvalidParameter,
                QStringLiteral("%1: \"%2\" is there already, at %3").arg(origin, key, values[key].origin));
        values.insert(key, {line.mid(equals + 1).trimmed(), origin});
    }
    return values;
}

Result<SettingValues> readConfiguration(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return tl::unexpected(systemError(ENOENT, path, ErrorCode::FileFailure));
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::FileFailure, path + QStringLiteral(": ") + file.errorString());
    const QByteArray content = file.read(fileMax + 1);
    if (file.error() != QFileDevice::NoError)
        return failure(ErrorCode::FileFailure, path + QStringLiteral(": ") + file.errorString());
    if (content.size() > fileMax)
        return failure(ErrorCode::FileFailure, path + QStringLiteral(": too large"));
    return parseConfiguration(content, path);
}

SettingValues environmentDefaults(const QProcessEnvironment &environment)
{
    const QString name = QStringLiteral("STATE_DIRECTORY");
    // systemd separates several by colons; the first is ours.
    const QString folder = environment.value(name).section(QLatin1Char(':'), 0, 0);
    SettingValues values;
    if (!folder.isEmpty())
        values.insert(QStringLiteral("state-dir"), {folder, name});
    return values;
}

SettingValues environmentValues(const QProcessEnvironment &environment)
{
    SettingValues values;
    for (const SettingKey &key : settingKeys()) {
        const QString name = variableOf(key);
        if (environment.contains(name))
            values.insert(QString::fromLatin1(key.name), {environment.value(name), name});
    }
    return values;
}

Result<SettingValues> gatherSettings(const CommandLine &commandLine, const QProcessEnvironment &environment)
{
    SettingValues values = environmentDefaults(environment);
    QString path = commandLine.configurationFile;
    if (path.isEmpty())
        path = environment.value(QStringLiteral("CASTDECK_CONFIG"));
    const bool named = !path.isEmpty();
    if (!named)
        path = QString::fromLatin1(DefaultConfigurationFile);
    if (named || QFile::exists(path)) {
        const auto file = readConfiguration(path);
        if (!file)
            return tl::unexpected(file.error());
        overrule(values, *file);
    }
    overrule(values, environmentValues(environment));
    overrule(values, commandLine.options);
    return values;
}

QStringList changedKeys(const SettingValues &before, const SettingValues &after)
{
    QStringList changed;
    for (const SettingKey &key : settingKeys()) {
        const QString name = QString::fromLatin1(key.name);
        if (before.contains(name) != after.contains(name) || before[name].text != after[name].text)
            changed.append(name);
    }
    return changed;
}

} // namespace castdeck
