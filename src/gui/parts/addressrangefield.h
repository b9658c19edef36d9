// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policies.h"

#include <QWidget>

class QLineEdit;
class QRadioButton;

namespace castdeck
{

class ProblemLabel;

/// Where the groups of one address family come from: derived by the server, or from a range that is typed.
class AddressRangeField : public QWidget
{
    Q_OBJECT
public:
    explicit AddressRangeField(QWidget *parent = nullptr);

    /// @p length of an address in bytes: 4, as before it is said, or 16. @p example stands in the empty
    /// fields.
    void setFamily(quint8 length, const QString &example);

    /// Offers addresses from a MADCAP server as well.
    void setMadcap(Madcap madcap);

    void show(const AddressPolicy &policy);
    AddressPolicy typed() const;

Q_SIGNALS:
    void edited();

private:
    void validate();

    quint8 m_length = 4;
    Madcap m_madcap = Madcap::Unknown;
    QRadioButton *m_derived;
    QRadioButton *m_dhcp;
    QRadioButton *m_range;
    QLineEdit *m_first;
    QLineEdit *m_last;
    ProblemLabel *m_problem;
};

} // namespace castdeck
