// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/orderactions.h"

#include "gui/dialogs/prompter.h"
#include "gui/text/outcometext.h"

namespace castdeck
{

namespace
{

constexpr int longestOrderLog = 500;

} // namespace

OrderActions::OrderActions(Prompter &prompter, QObject *parent)
    : QObject(parent), m_prompter(prompter), m_log(longestOrderLog)
{
}

void OrderActions::askAgain(const QModelIndex &index)
{
    Confirmation question;
    question.names = m_log.namesAgain(index);
    if (question.names.isEmpty())
        return;
    const QString title = m_log.title(index);
    question.title = tr("Again");
    question.question =
        tr("Give the order “%1” again for %n target(s)?", nullptr, static_cast<int>(question.names.size()))
            .arg(title);
    question.consequence = tr("It is given as it was, with the same reason. A machine that is cut off while "
                              "its disk is half written may not start any more.");
    question.acceptText = tr("&Again");
    question.takesReason = false;
    m_prompter.confirm(question, this, [this, title, line = QPersistentModelIndex(index)](const QString &) {
        if (m_log.namesAgain(line).isEmpty())
            return; // so old by now that it is forgotten
        auto *const order = new Order(title, this);
        connect(order, &Order::finished, this, [this, title](const OrderOutcome &outcome) {
            Q_EMIT reported(OutcomeText::again(title, outcome));
        });
        m_log.follow(*order);
        m_log.giveAgain(line, *order);
    });
}

} // namespace castdeck
