// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>

namespace castdeck
{

/// Leaves of a log the lines that hold some words in any column, or of these what somebody should look at.
/// What is above or below such a line stays with it.
class EventFilter : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    /// @p alertRole: bool.
    explicit EventFilter(int alertRole, QObject *parent = nullptr);

    void setTroubleOnly(bool only);
    void setWords(const QString &text);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    int m_alertRole;
    bool m_troubleOnly = false;
    QStringList m_words;
};

} // namespace castdeck
