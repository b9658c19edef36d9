// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/dialogprompter.h"

#include "gui/dialogs/confirmdialog.h"
#include "gui/dialogs/publishwizard.h"
#include "gui/dialogs/startdialog.h"
#include "gui/serverdialogs/manageserversdialog.h"
#include "gui/serverdialogs/serverdialog.h"
#include "gui/serverdialogs/tokensdialog.h"

#include <QApplication>
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

QWidget *DialogPrompter::above() const
{
    QWidget *active = QApplication::activeWindow();
    for (QWidget *widget = active; widget; widget = widget->parentWidget()) {
        if (widget == m_window)
            return active;
    }
    return m_window;
}

void DialogPrompter::confirm(const Confirmation &question, QObject *context,
                             std::function<void(const QString &reason)> accepted)
{
    open(new ConfirmDialog(question, above()), context, &ConfirmDialog::reason, std::move(accepted));
}

void DialogPrompter::askHowToEnd(const Confirmation &question, QObject *context,
                                 std::function<void(const Ending &ending)> accepted)
{
    open(new ConfirmDialog(question, above()), context, &ConfirmDialog::ending, std::move(accepted));
}

void DialogPrompter::askWhatToPublish(const PublishQuestion &question, QObject *context,
                                      std::function<void(const PublishAnswer &answer)> accepted)
{
    open(new PublishWizard(question, above()), context, &PublishWizard::answer, std::move(accepted));
}

void DialogPrompter::askForStart(const StartQuestion &question, QObject *context,
                                 std::function<void(const StartAnswer &answer)> accepted)
{
    open(new StartDialog(question, above()), context, &StartDialog::answer, std::move(accepted));
}

void DialogPrompter::askForServer(const ServerQuestion &question, QObject *context,
                                  std::function<void(const ServerAnswer &answer)> accepted)
{
    open(new ServerDialog(question, above()), context, &ServerDialog::answer, std::move(accepted));
}

void DialogPrompter::askForTokens(const TokenQuestion &question, QObject *context,
                                  std::function<void(const TokenAnswer &answer)> accepted)
{
    open(new TokensDialog(question, above()), context, &TokensDialog::answer, std::move(accepted));
}

void DialogPrompter::askForServerList(const ServerListQuestion &question, QObject *context,
                                      std::function<void(const ServerListAnswer &answer)> accepted)
{
    open(new ManageServersDialog(question, above()), context, &ManageServersDialog::answer,
         std::move(accepted));
}

void DialogPrompter::askWhereToExport(QObject *context, std::function<void(const QString &path)> accepted)
{
    auto *dialog = new QFileDialog(above(), QApplication::translate("castdeck::DialogPrompter", "Export"));
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
