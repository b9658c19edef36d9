// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/dialogs/prompter.h"
#include "models/connectionstatus.h"

#include <QCoreApplication>
#include <algorithm>

namespace castdeck
{

/// What a question does not offer because no server that it is about has it.
class Lacking
{
    Q_DECLARE_TR_FUNCTIONS(castdeck::Lacking)
public:
    /// @p rows: what is ended, of RowFacts or NamespaceFacts.
    template <class Rows>
    static void limitReason(Confirmation &question, const Rows &rows)
    {
        if (!rows.isEmpty() && std::all_of(rows.cbegin(), rows.cend(), [](const auto &row) {
                return row.powers.lacks.contains(QLatin1String("reason"));
            }))
            question.noReason = tr("Clients of a WDS server are not told a reason");
    }
    static void limitDrain(Confirmation &question, const Powers &powers)
    {
        if (powers.lacks.contains(QLatin1String("service.drain")))
            question.noDrain = tr("A WDS server cannot let those who are connected finish");
    }
};

} // namespace castdeck
