// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QProcess>
#include <QTemporaryDir>
#include <memory>
#include <vector>

namespace castdeck
{

/// Real receivers on the loopback, each a castjoin of its own, writing into a folder that goes with the
/// object.
class DemoReceivers : public QObject
{
    Q_OBJECT
public:
    /// Where they ask, and for what.
    struct Target {
        quint16 initiationPort = 0;
        quint16 fallbackPort = 0;
        QString namespaceName;
        QString content;
    };
    explicit DemoReceivers(QObject *parent = nullptr);
    ~DemoReceivers() override;

    /// @p limit in bytes per second, 0: none.
    void start(const Target &target, int count, qint64 limit);

    int count() const { return static_cast<int>(m_receivers.size()); }
    int running() const;
    /// Of those that have ended; −1 for one that crashed.
    QList<int> exitCodes() const;
    /// What receiver @p i printed.
    QString output(int i) const;
    /// The file that receiver @p i was to write.
    QString file(int i) const;

Q_SIGNALS:
    void changed();

private:
    QTemporaryDir m_folder;
    std::vector<std::unique_ptr<QProcess>> m_receivers;
};

} // namespace castdeck
