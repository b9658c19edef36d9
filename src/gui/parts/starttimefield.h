// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTimeEdit>
#include <QLabel>

namespace castdeck
{

/// A time to start at: typed in local time, with the UTC it means beside it.
class StartTimeField : public QWidget
{
    Q_OBJECT
public:
    explicit StartTimeField(QWidget *parent = nullptr);

    /// UTC, on a full minute.
    QDateTime time() const;
    /// Not valid: the next full hour.
    void setTime(const QDateTime &utc);
    /// What is wrong with it; empty: nothing.
    QString problem() const;

Q_SIGNALS:
    void changed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showUtc();

    QDateTimeEdit *m_edit;
    QLabel *m_utc;
    std::optional<int> m_typedIn; ///< the section that the last key was a digit for
};

} // namespace castdeck
