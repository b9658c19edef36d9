// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policies.h"

#include <QWidget>

namespace castdeck
{

/// The fields of one policy. What is wrong is said beside the field; a widget, not a draft: what the server
/// holds is for the dialog to know.
class PolicyPage : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;

    /// Shows the policy of this page's kind among them; no edited() follows.
    virtual void show(const Policies &policies) = 0;
    /// Leaves out what a server of these FeatureFlags does not do; what it holds of that stays as it is.
    virtual void limitTo(quint32 /*features*/) {}
    /// What is typed now; the version is of no meaning.
    virtual Policy typed() const = 0;
    /// Whether it could be committed.
    bool isValid() const { return check(typed(), m_madcap).has_value(); }
    /// Whether the server has addresses from a MADCAP server.
    virtual void setMadcap(Madcap madcap) { m_madcap = madcap; }

Q_SIGNALS:
    /// A person changed something.
    void edited();

private:
    Madcap m_madcap = Madcap::Unknown;
};

} // namespace castdeck
