// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogprompter.h"

#include "gui/confirmdialog.h"
#include "gui/publishdialog.h"
#include "gui/serverdialog.h"

#include <QCoreApplication>
#include <QFileDialog>

namespace castdeck
{

void DialogPrompter::confirm(const Confirmation &question, QObject *context,
                             std::function<void(const QString &reason)> accepted)
{
    auto *dialog = new ConfirmDialog(question, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QDialog::accepted, context,
                     [dialog, accepted = std::move(accepted)] { accepted(dialog->reason()); });
    dialog->open();
}

void DialogPrompter::askWhatToPublish(const PublishQuestion &question, QObject *context,
                                      std::function<void(const NamespaceInfo &what)> accepted)
{
    auto *dialog = new PublishDialog(question, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QDialog::accepted, context,
                     [dialog, accepted = std::move(accepted)] { accepted(dialog->what()); });
    dialog->open();
}

void DialogPrompter::askForServer(const ServerQuestion &question, QObject *context,
                                  std::function<void(const ServerAnswer &answer)> accepted)
{
    auto *dialog = new ServerDialog(question, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QDialog::accepted, context,
                     [dialog, accepted = std::move(accepted)] { accepted(dialog->answer()); });
    dialog->open();
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
