// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/server/serversettings.h"

#include "apps/server/protocolsettings.h"
#include "core/fallbackurl.h"
#include "core/hostport.h"
#include "transport/net/socketaddress.h"

#include <QFileInfo>
#include <QHash>
#include <algorithm>
#include <vector>

namespace castdeck
{

namespace
{

template <class T>
bool takeNumber(T &target, const QString &text, quint64 least, quint64 most)
{
    bool ok = false;
    const quint64 value = text.toULongLong(&ok);
    if (ok && value >= least && value <= most)
        target = static_cast<T>(value);
    return ok && value >= least && value <= most;
}

QString takePath(QString &target, const QString &text)
{
    if (text.isEmpty())
        return QStringLiteral("a path");
    target = QFileInfo(text).absoluteFilePath();
    return {};
}

bool takeEndpoint(QHostAddress &address, quint16 &port, const QString &text)
{
    const auto parsed = HostPort::parse(text, 0);
    if (!parsed)
        return false;
    port = parsed->port;
    if (parsed->host != QLatin1String("*"))
        return address.setAddress(parsed->host);
    address = QHostAddress::Any;
    return true;
}

QString listen(ServerSettings &settings, const QString &text)
{
    return takeEndpoint(settings.listenAddress, settings.listenPort, text) ? QString()
                                                                           : QStringLiteral("ADDRESS:PORT");
}

QString fallbackListen(ServerSettings &settings, const QString &text)
{
    settings.fallback.enabled = text != QLatin1String("off");
    settings.fallback.explicitly = settings.fallback.enabled;
    const bool usable =
        !settings.fallback.enabled || takeEndpoint(settings.fallback.address, settings.fallback.port, text);
    return usable ? QString() : QStringLiteral("ADDRESS:PORT, or \"off\"");
}

QString localSocket(ServerSettings &settings, const QString &text)
{
    settings.local.enabled = text != QLatin1String("off");
    const QString expected = takePath(settings.local.path, settings.local.enabled ? text : QString());
    return settings.local.enabled ? expected : QString();
}

QString localGroup(ServerSettings &settings, const QString &text)
{
    settings.local.group = text;
    return text.isEmpty() ? QStringLiteral("the name of a group") : QString();
}

QString fallbackUrl(ServerSettings &settings, const QString &text)
{
    settings.fallback.urlTemplate = text;
    return isFallbackUrl(text) ? QString() : QStringLiteral("http(s)://HOST/… with {content} in it");
}

QString initiationPort(ServerSettings &settings, const QString &text)
{
    quint16 port = 0;
    if (text == QLatin1String("any"))
        settings.engine.initiationPort = quint16(0);
    else if (!takeNumber(port, text, 0, 65535))
        return QStringLiteral("a port, 0 for none, or \"any\"");
    else if (port == 0)
        settings.engine.initiationPort.reset();
    else
        settings.engine.initiationPort = port;
    return {};
}

QString portRange(ServerSettings &settings, const QString &text)
{
    PortRange &ports = settings.engine.ports;
    const QStringList ends = text.split(QLatin1Char('-'));
    const bool usable = ends.size() == 2 && takeNumber(ports.first, ends[0].trimmed(), 1, 65535) &&
                        takeNumber(ports.last, ends[1].trimmed(), ports.first, 65535);
    return usable ? QString() : QStringLiteral("FIRST-LAST, ports");
}

QString groupRange(ServerSettings &settings, const QString &text)
{
    const QStringList ends = text.split(QLatin1Char('-'));
    const auto first = addressFromText(ends.first().trimmed());
    const auto last = addressFromText(ends.last().trimmed());
    if (ends.size() != 2 || !first || !last)
        return QStringLiteral("FIRST-LAST, multicast addresses");
    EngineSettings probe;
    probe.groups = GroupRange{*first, *last};
    if (!probe.check())
        return QStringLiteral("FIRST-LAST, multicast addresses that differ in their last four bytes");
    settings.engine.groups = probe.groups;
    return {};
}

QString security(ServerSettings &settings, const QString &text)
{
    static const QHash<QString, wire::SecurityMode> modes{
        {QStringLiteral("encrypted"), wire::SecurityMode::Encrypted},
        {QStringLiteral("hash"), wire::SecurityMode::Hash},
        {QStringLiteral("checksum"), wire::SecurityMode::Checksum},
        {QStringLiteral("none"), wire::SecurityMode::None},
    };
    settings.engine.authenticatedMode = modes.value(text, wire::SecurityMode::Encrypted);
    return modes.contains(text) ? QString() : QStringLiteral("encrypted, hash, checksum or none");
}

QString logLevel(ServerSettings &settings, const QString &text)
{
    static const QHash<QString, QtMsgType> levels{
        {QStringLiteral("debug"), QtDebugMsg},
        {QStringLiteral("info"), QtInfoMsg},
        {QStringLiteral("warning"), QtWarningMsg},
        {QStringLiteral("critical"), QtCriticalMsg},
    };
    settings.logLevel = levels.value(text, QtInfoMsg);
    return levels.contains(text) ? QString() : QStringLiteral("debug, info, warning or critical");
}

QString clientRole(ServerSettings &settings, const QString &text)
{
    settings.clientCertificateRole = fromText<Role>(text);
    return settings.clientCertificateRole ? QString() : QStringLiteral("viewer, operator, admin or receiver");
}

QString interfaceName(ServerSettings &settings, const QString &text)
{
    settings.engine.interfaceName = text;
    return text.isEmpty() ? QStringLiteral("the name or address of an interface") : QString();
}

QString serverName(ServerSettings &settings, const QString &text)
{
    settings.engine.serverName = text;
    return text.isEmpty() ? QStringLiteral("a name") : QString();
}

QString rateLimit(ServerSettings &settings, const QString &text)
{
    const bool usable = takeNumber(settings.engine.rateLimit, text, 0, std::numeric_limits<qint64>::max());
    return usable ? QString() : QStringLiteral("bytes per second, 0 for no limit");
}

QString hopLimit(ServerSettings &settings, const QString &text)
{
    return takeNumber(settings.engine.hopLimit, text, 1, 255) ? QString() : QStringLiteral("1 to 255");
}

QString packetMtu(ServerSettings &settings, const QString &text)
{
    return takeNumber(settings.engine.packetMtu, text, 576, 9000) ? QString() : QStringLiteral("576 to 9000");
}

QString historyDays(ServerSettings &settings, const QString &text)
{
    int days = 0;
    if (!takeNumber(days, text, 0, 36'500))
        return QStringLiteral("days, 0 for ever");
    settings.historyKept = std::chrono::days(days);
    return {};
}

QString cacheSize(ServerSettings &settings, const QString &text)
{
    const bool usable = takeNumber(settings.engine.cacheMax, text, 1, std::numeric_limits<qint64>::max());
    return usable ? QString() : QStringLiteral("bytes");
}

constexpr SettingKey keys[] = {
    {"state-dir", [](ServerSettings &s, const QString &t) { return takePath(s.stateDirectory, t); }, false},
    {"listen", listen, false},
    {"fallback-listen", fallbackListen, false},
    {"fallback-url", fallbackUrl, false},
    {"local-socket", localSocket, false},
    {"local-group", localGroup, false},
    {"initiation-port", initiationPort, false},
    {"interface", interfaceName, false},
    {"server-name", serverName, false},
    {"group-range", groupRange, false},
    {"port-range", portRange, false},
    {"rate-limit", rateLimit, true},
    {"hop-limit", hopLimit, false},
    {"packet-mtu", packetMtu, false},
    {"security", security, false},
    {"image-cache-size", cacheSize, false},
    {"history-days", historyDays, true},
    {"log-level", logLevel, true},
    {"certificate", [](ServerSettings &s, const QString &t) { return takePath(s.certificatePath, t); }, true},
    {"key", [](ServerSettings &s, const QString &t) { return takePath(s.keyPath, t); }, true},
    {"client-ca", [](ServerSettings &s, const QString &t) { return takePath(s.clientAuthoritiesPath, t); },
     true},
    {"client-certificate-role", clientRole, true},
};

/// One key that is worth nothing without another.
Result<void> needs(const SettingValues &values, const QString &key, const QString &other)
{
    if (values.contains(key) && !values.contains(other))
        return failure(ErrorCode::InvalidParameter,
                       QStringLiteral("%1: \"%2\" needs \"%3\" as well").arg(values[key].origin, key, other));
    return {};
}

} // namespace

std::span<const SettingKey> settingKeys()
{
    static const std::vector<SettingKey> all = [] {
        std::vector<SettingKey> together(std::begin(keys), std::end(keys));
        together.insert(together.end(), protocolKeys().begin(), protocolKeys().end());
        return together;
    }();
    return all;
}

const SettingKey *findSettingKey(const QString &name)
{
    const auto all = settingKeys();
    const auto found =
        std::ranges::find_if(all, [&](const SettingKey &key) { return name == QLatin1String(key.name); });
    return found == all.end() ? nullptr : &*found;
}

Result<ServerSettings> settingsFrom(const SettingValues &values)
{
    ServerSettings settings;
    for (auto it = values.begin(); it != values.end(); ++it) {
        const SettingKey *const key = findSettingKey(it.key());
        if (!key)
            return failure(ErrorCode::InvalidParameter,
                           QStringLiteral("%1: unknown key \"%2\"").arg(it->origin, it.key()));
        const QString expected = key->apply(settings, it->text);
        if (!expected.isEmpty())
            return failure(ErrorCode::InvalidParameter, QStringLiteral("%1: \"%2\" is \"%3\", expected %4")
                                                            .arg(it->origin, it.key(), it->text, expected));
    }
    const QString certificate = QStringLiteral("certificate");
    const QString key = QStringLiteral("key");
    return needs(values, certificate, key)
        .and_then([&] { return needs(values, key, certificate); })
        .and_then([&] {
            return needs(values, QStringLiteral("client-certificate-role"), QStringLiteral("client-ca"));
        })
        .map([&] { return settings; });
}

} // namespace castdeck
