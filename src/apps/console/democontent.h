// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTemporaryDir>
#include <atomic>
#include <memory>
#include <thread>

namespace castdeck
{

/// A folder with one file of random bytes, made in a thread of its own and removed with the object.
class DemoContent : public QObject
{
    Q_OBJECT
public:
    /// @p size in bytes.
    DemoContent(QString name, qint64 size, QObject *parent = nullptr);
    ~DemoContent() override;

    void make();
    QString folder() const { return m_folder.path(); }
    const QString &name() const { return m_name; }
    QString path() const { return m_folder.filePath(m_name); }
    qint64 size() const { return m_size; }

Q_SIGNALS:
    /// @p problem is empty when it is there.
    void made(const QString &problem);

private:
    QString write() const;

    QTemporaryDir m_folder;
    QString m_name;
    qint64 m_size;
    std::atomic<bool> m_stop = false;
    std::thread m_thread;
};

} // namespace castdeck
