// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogprompter.h"

#include "gui/confirmdialog.h"
#include "gui/publishwizard.h"
#include "gui/serverdialog.h"
#include "gui/startdialog.h"

#include <QCoreApplication>
#include <QFileDialog>

namespace castdeck
{

template <class Dialog, class Answer, class Accepted>
void DialogPrompter::open(Dialog *dialog, QObject *context, Answer answer, Accepted accepted)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QDialog::accepted, context,
                     [dialog, answer, accepted = std::move(accepted)] { accepted((dialog->*answer)()); });
    dialog->open();
}

void DialogPrompter::confirm(const Confirmation &question, QObject *context,
                             std::function<void(const QString &reason)> accepted)
{
    open(new ConfirmDialog(question, m_window), context, &ConfirmDialog::reason, std::move(accepted));
}

void DialogPrompter::askHowToEnd(const Confirmation &question, QObject *context,
                                 std::function<void(const Ending &ending)> accepted)
{
    open(new ConfirmDialog(question, m_window), context, &ConfirmDialog::ending, std::move(accepted));
}

void DialogPrompter::askWhatToPublish(const PublishQuestion &question, QObject *context,
                                      std::function<void(const PublishAnswer &answer)> accepted)
{
    open(new PublishWizard(question, m_window), context, &PublishWizard::answer, std::move(accepted));
}

void DialogPrompter::askForStart(const StartQuestion &question, QObject *context,
                                 std::function<void(const StartAnswer &answer)> accepted)
{
    open(new StartDialog(question, m_window), context, &StartDialog::answer, std::move(accepted));
}

void DialogPrompter::askForServer(const ServerQuestion &question, QObject *context,
                                  std::function<void(const ServerAnswer &answer)> accepted)
{
    open(new ServerDialog(question, m_window), context, &ServerDialog::answer, std::move(accepted));
}

void DialogPrompter::askWhereToExport(QObject *context, std::function<void(const QString &path)> accepted)
{
    auto *dialog =
        new QFileDialog(m_window, QCoreApplication::translate("castdeck::DialogPrompter", "Export"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setMimeTypeFilters({QStringLiteral("text/csv"), QStringLiteral("application/json")});
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    QObject::connect(dialog, &QFileDialog::filterSelected, dialog, [dialog] {
        const bool json = dialog->selectedMimeTypeFilter() == QStringLiteral("application/json");
        dialog->setDefaultSuffix(json ? QStringLiteral("json") : QStringLiteral("csv"));
    });
    QObject::connect(dialog, &QFileDialog::fileSelected, context, std::move(accepted));
    dialog->open();
}

} // namespace castdeck
