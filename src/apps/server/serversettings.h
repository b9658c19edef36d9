// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/hostport.h"
#include "engine/common/enginesettings.h"
#include "management/role.h"

#include <QHostAddress>
#include <QMap>
#include <span>

namespace castdeck
{

/// All that castdeckd is told.
struct ServerSettings {
    QString stateDirectory = QStringLiteral("/var/lib/castdeck");
    QHostAddress listenAddress{QHostAddress::Any};
    quint16 listenPort = ManagementPort; ///< 0: any free one
    /// Where receivers get by unicast what multicast does not bring them.
    struct Fallback {
        bool enabled = true;
        bool explicitly = false; ///< asked for: not being able to listen is an error
        QHostAddress address;    ///< null, as port: unless asked for, where the management listens
        quint16 port = 5043;     ///< 0: any free one
        QString urlTemplate;     ///< of another server; empty: none
    } fallback;
    /// Where those are answered who are on this machine already.
    struct Local {
        bool enabled = true;
        QString path{};  ///< asked for: not being able to listen is an error; empty: the usual place
        QString group{}; ///< whose members are administrators; empty: none
    } local{};
    EngineSettings engine;
    std::chrono::days historyKept{90}; ///< 0: for ever
    QtMsgType logLevel = QtInfoMsg;    ///< the least that is logged
    QString certificatePath;           ///< PEM; empty, as keyPath: the server makes its own
    QString keyPath;
    QString clientAuthoritiesPath; ///< PEM; empty: no mutual TLS
    std::optional<Role> clientCertificateRole;
};

/// A value and where it was written: "FILE:LINE", the name of a variable, or that of an option.
struct SettingValue {
    QString text;
    QString origin;
};
/// By key, as in the configuration file.
using SettingValues = QMap<QString, SettingValue>;

/// One key of the configuration file; its environment variable is CASTDECK_ and the key in capitals, with
/// underscores.
struct SettingKey {
    const char *name;
    /// Takes the value; what was expected instead, if it cannot be used.
    QString (*apply)(ServerSettings &settings, const QString &text);
    bool live; ///< SIGHUP changes it while the server runs
};
std::span<const SettingKey> settingKeys();
const SettingKey *findSettingKey(const QString &name);

/// The defaults changed by the values. InvalidParameter, naming origin and key, for the first that is bad.
Result<ServerSettings> settingsFrom(const SettingValues &values);

} // namespace castdeck
