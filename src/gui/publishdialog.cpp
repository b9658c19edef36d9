// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/publishdialog.h"

#include "gui/rowdelegate.h"
#include "ui_publishdialog.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QPushButton>

namespace castdeck
{

namespace
{

bool holdsSomething(const QString &folder)
{
    return !QDir(folder).isEmpty(QDir::AllEntries | QDir::NoDotAndDotDot);
}

/// The message takes its line only when there is one, but a typed field is never told that it is empty.
void say(QLabel *label, const QString &problem, const QString &typed)
{
    label->setText(typed.isEmpty() ? QString() : problem);
    label->setVisible(!label->text().isEmpty());
}

} // namespace

PublishDialog::PublishDialog(const PublishQuestion &question, QWidget *parent)
    : QDialog(parent), m_ui(std::make_unique<Ui::PublishDialog>()), m_question(question)
{
    m_ui->setupUi(this);
    m_ui->intro->setText(
        question.filesAreShared
            ? tr("Clients can ask %1 for every file in this folder.").arg(question.serverName)
            : tr("Clients can ask %1 for every file in this folder of that server.")
                  .arg(question.serverName));
    m_ui->browse->setVisible(question.filesAreShared);
    m_ui->buttons->button(QDialogButtonBox::Ok)->setText(tr("Publish"));
    m_ui->buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    QPalette red = palette();
    red.setColor(QPalette::WindowText, RowDelegate::alertColor(red));
    m_ui->folderProblem->setPalette(red);
    m_ui->nameProblem->setPalette(red);
    connect(m_ui->browse, &QPushButton::clicked, this, &PublishDialog::browse);
    connect(m_ui->folder, &QLineEdit::textChanged, this, &PublishDialog::suggestName);
    connect(m_ui->name, &QLineEdit::textEdited, this,
            [this](const QString &text) { m_nameIsTyped = !text.isEmpty(); });
    connect(m_ui->name, &QLineEdit::textChanged, this, &PublishDialog::validate);
    validate();
}

PublishDialog::~PublishDialog() = default;

NamespaceInfo PublishDialog::what() const
{
    NamespaceInfo info;
    info.type = NamespaceType::AutoCast;
    info.name = m_ui->name->text().trimmed();
    info.configuration = m_ui->folder->text();
    info.allowUnauthenticated = m_ui->unauthenticated->isChecked();
    return info;
}

void PublishDialog::browse()
{
    auto *dialog = new QFileDialog(this, tr("Choose a Folder"), m_ui->folder->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, m_ui->folder, &QLineEdit::setText);
    dialog->open();
}

void PublishDialog::suggestName()
{
    if (!m_nameIsTyped)
        m_ui->name->setText(QDir(m_ui->folder->text()).dirName());
    validate();
}

void PublishDialog::validate()
{
    const QString folder = folderProblem();
    const QString name = nameProblem();
    say(m_ui->folderProblem, folder, m_ui->folder->text());
    say(m_ui->nameProblem, name, m_ui->name->text());
    QPushButton *publish = m_ui->buttons->button(QDialogButtonBox::Ok);
    publish->setEnabled(folder.isEmpty() && name.isEmpty());
    publish->setToolTip(folder.isEmpty() ? name : folder);
}

QString PublishDialog::folderProblem() const
{
    const QString folder = m_ui->folder->text();
    if (folder.isEmpty())
        return tr("Choose a folder.");
    if (!m_question.filesAreShared)
        return {};
    const QFileInfo info(folder);
    if (!info.isAbsolute())
        return tr("Give the whole path, from the root.");
    if (!info.exists())
        return tr("This folder does not exist.");
    if (!info.isDir())
        return tr("This is a file, not a folder.");
    if (!info.isReadable() || !info.isExecutable())
        return tr("You are not allowed to read this folder.");
    return holdsSomething(folder) ? QString() : tr("This folder is empty.");
}

QString PublishDialog::nameProblem() const
{
    const QString name = m_ui->name->text().trimmed();
    if (name.isEmpty())
        return tr("Give it a name.");
    const auto isControl = [](QChar c) { return c.category() == QChar::Other_Control; };
    if (std::any_of(name.cbegin(), name.cend(), isControl))
        return tr("A name has no line breaks or tabs.");
    if (m_question.takenNames.contains(name, Qt::CaseInsensitive))
        return tr("Something is published under this name already.");
    return {};
}

} // namespace castdeck
