// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QProcessEnvironment>
#include <QTemporaryDir>

namespace castdeck::test
{

/// What the fake WDS server holds (tests/wds/fake/scenario.h), as a file that both it and the test write.
class Scenario
{
public:
    /// One namespace with one content in one session of three clients.
    Scenario();

    QJsonObject data;
    /// Lets the server hold `data` from now on.
    void write() const;
    /// What the server has made of it.
    void read();

    /// Of a list of `data`: the row with that id.
    QJsonObject row(const QString &list, int id) const;
    void setRow(const QString &list, const QJsonObject &row);
    void removeRow(const QString &list, int id);
    void addClients(int first, int count, int session);
    void refuse(const QString &method, quint32 code);

    /// The calls since the last time.
    QStringList journal();
    /// For the process that has the server in it.
    void addTo(QProcessEnvironment &environment) const;

private:
    QTemporaryDir m_folder;
    qint64 m_read = 0;
};

/// An object of one member, for short.
QJsonObject object(const char *key, const QJsonValue &value);

} // namespace castdeck::test
