// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policies.h"
#include "core/requests.h"

#include <QCoreApplication>

namespace castdeck
{

/// Policies, and what became of a commit, in words.
class PolicyText
{
    Q_DECLARE_TR_FUNCTIONS(castdeck::PolicyText)
public:
    /// Each property with its value as a person reads it.
    static QStringList lines(const Policy &policy);
    /// The lines of @p theirs that say something else than @p mine.
    static QStringList differences(const Policy &mine, const Policy &theirs);
    /// What holds already and what waits for a restart, and how many that would cut.
    static QString outcome(const QString &title, const PolicyReport &report);

private:
    static QString properties(const QStringList &names);
    static QString addresses(const AddressPolicy &policy);
    static QStringList linesOf(const ServicePolicy &policy);
    static QStringList linesOf(const MulticastSessionPolicy &policy);
    static QStringList linesOf(const DiagnosticsPolicy &policy);
};

} // namespace castdeck
