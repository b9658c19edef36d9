// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <chrono>
#include <functional>
#include <vector>

namespace castdeck
{

/// Goes through steps one by one: does something, then waits until a condition is true, within a time limit.
/// Prints each step with what it found.
class Tour : public QObject
{
    Q_OBJECT
public:
    struct Step {
        QString title;
        std::function<void()> act; ///< may be empty
        /// Empty while it is not true yet; else what was checked, for the person who reads along.
        std::function<QString()> check;
        std::chrono::seconds limit{30};
    };

    explicit Tour(QObject *parent = nullptr);
    void add(Step step) { m_steps.push_back(std::move(step)); }
    void start();
    /// Ends the tour at once: a check has found something wrong.
    void fail(const QString &what);

Q_SIGNALS:
    void finished(bool passed);

private:
    void next();
    void look();
    void end(bool passed);

    std::vector<Step> m_steps;
    size_t m_current = 0;
    QElapsedTimer m_since;
    QTimer m_look;
    bool m_over = false;
};

} // namespace castdeck
