// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "wds/scenario.h"

#include <QFile>
#include <QJsonDocument>
#include <QSaveFile>
#include <QStringList>

namespace castdeck::test
{

namespace
{

QJsonObject parsed(const char *text)
{
    return QJsonDocument::fromJson(text).object();
}

} // namespace

Scenario::Scenario()
    : data(parsed(R"({
        "name": "WDS1", "version": "10.0.17763.1", "features": 7, "running": true,
        "contentProviders": [{"id": 1, "name": "WDS", "description": "files of a folder"}],
        "namespaces": [{"id": 3, "type": "autocast", "name": "WDS:Group/install.wim/1", "friendlyName": "Lab",
                        "description": "for the lab", "contentProvider": "WDS", "configuration": "D:\\images",
                        "tombstoned": false}],
        "contents": [{"id": 5, "namespaceId": 3, "name": "install.wim"}],
        "sessions": [{"id": 7, "contentId": 5, "networkInterfaceName": "Ethernet",
                      "networkInterfaceAddress": "02-00-5E-10-20-30", "transferRate": 110000000,
                      "masterClientId": 17}],
        "clients": [],
        "tftpClients": [{"id": 1, "fileName": "boot\\x64\\wdsnbp.com", "ipAddress": "192.0.2.40", "timeout": 3,
                         "currentFileOffset": 4294967296, "fileSize": 8589934592, "blockSize": 1456,
                         "windowSize": 8}],
        "service": {"source4": 2, "start4": "239.0.0.1", "end4": "239.0.0.254", "source6": 2, "start6": "ff15::1",
                    "end6": "ff15::ff", "startPort": 64001, "endPort": 65000, "udpPortPolicy": 1},
        "multicastSession": {"handling": 1, "threshold": 256, "streams": 3, "fallback": 1},
        "diagnostics": {"enabled": 0, "components": 15}})"))
{
    addClients(17, 3, 7);
}

void Scenario::write() const
{
    QSaveFile file(m_folder.filePath(QStringLiteral("scenario.json")));
    const bool opened = file.open(QIODevice::WriteOnly);
    Q_ASSERT(opened);
    file.write(QJsonDocument(data).toJson(QJsonDocument::Compact));
    file.commit();
}

void Scenario::read()
{
    QFile file(m_folder.filePath(QStringLiteral("scenario.json")));
    if (file.open(QIODevice::ReadOnly))
        data = QJsonDocument::fromJson(file.readAll()).object();
}

QJsonObject Scenario::row(const QString &list, int id) const
{
    for (const QJsonValue each : data[list].toArray()) {
        if (each[u"id"].toInt() == id)
            return each.toObject();
    }
    return {};
}

void Scenario::setRow(const QString &list, const QJsonObject &row)
{
    removeRow(list, row[u"id"].toInt());
    QJsonArray rows = data[list].toArray();
    rows.append(row);
    data[list] = rows;
}

void Scenario::removeRow(const QString &list, int id)
{
    QJsonArray kept;
    for (const QJsonValue each : data[list].toArray()) {
        if (each[u"id"].toInt() != id)
            kept.append(each);
    }
    data[list] = kept;
}

void Scenario::addClients(int first, int count, int session)
{
    QJsonArray rows = data[u"clients"].toArray();
    for (int id = first; id < first + count; ++id) {
        rows.append(QJsonObject{
            {QStringLiteral("id"), id},
            {QStringLiteral("sessionId"), session},
            {QStringLiteral("name"), QStringLiteral("PC-%1").arg(id)},
            {QStringLiteral("macAddress"), QStringLiteral("02-00-5E-00-%1-%2")
                                               .arg(id / 256, 2, 16, QLatin1Char('0'))
                                               .arg(id % 256, 2, 16, QLatin1Char('0'))},
            {QStringLiteral("ipAddress"), QStringLiteral("192.0.2.%1").arg(id % 250)},
            {QStringLiteral("percentCompletion"), id % 101},
            {QStringLiteral("joinDuration"), 60},
            {QStringLiteral("cpuUtilization"), 12},
            {QStringLiteral("memoryUtilization"), 40},
            {QStringLiteral("userIdentity"), QStringLiteral("LAB\\install")},
        });
    }
    data[QStringLiteral("clients")] = rows;
}

void Scenario::refuse(const QString &method, quint32 code)
{
    QJsonObject refusals = data[u"refuse"].toObject();
    refusals[method] = QStringLiteral("0x%1").arg(code, 8, 16, QLatin1Char('0'));
    data[QStringLiteral("refuse")] = refusals;
}

QStringList Scenario::journal()
{
    QFile file(m_folder.filePath(QStringLiteral("journal")));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    file.seek(m_read);
    const QString text = QString::fromUtf8(file.readAll());
    m_read = file.pos();
    return text.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

void Scenario::addTo(QProcessEnvironment &environment) const
{
    const auto path = [this](const char *name) -> QString {
        return QStringLiteral("Z:") + m_folder.filePath(QString::fromLatin1(name));
    };
    environment.insert(QStringLiteral("CASTDECK_FAKE_WDS"), path("scenario.json"));
    environment.insert(QStringLiteral("CASTDECK_FAKE_WDS_JOURNAL"), path("journal"));
}

QJsonObject object(const char *key, const QJsonValue &value)
{
    return {{QString::fromLatin1(key), value}};
}

} // namespace castdeck::test
