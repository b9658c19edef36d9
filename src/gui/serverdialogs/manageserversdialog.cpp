// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/serverdialogs/manageserversdialog.h"

#include "core/replacefile.h"
#include "core/untrusted.h"
#include "gui/parts/rowdelegate.h"
#include "gui/serverdialogs/serverdialog.h"
#include "gui/text/errortext.h"
#include "ui_manageserversdialog.h"

#include <QFileDialog>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <algorithm>

namespace castdeck
{

namespace
{

constexpr int NewServer = -1;

} // namespace

ManageServersDialog::ManageServersDialog(const ServerListQuestion &question, QWidget *parent)
    : QDialog(parent), m_ui(std::make_unique<Ui::ManageServersDialog>()), m_tokenIsKept(question.tokenIsKept)
{
    m_ui->setupUi(this);
    m_ui->buttons->button(QDialogButtonBox::Ok)->setText(tr("&Save"));
    m_ui->buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    m_ui->message->hide();
    for (const ServerListQuestion::Row &row : question.rows)
        m_ui->list->add(row);
    for (int column = 0; column < m_ui->list->columnCount(); ++column)
        m_ui->list->resizeColumnToContents(column);
    for (int column = 0; column < m_ui->list->columnCount(); ++column)
        m_ui->list->setColumnWidth(column,
                                   m_ui->list->columnWidth(column) + fontMetrics().averageCharWidth() * 3);
    if (!question.rows.isEmpty())
        m_ui->list->select(0);
    showGroups();
    connectButtons();
    connectFields();
    resize(800, 520);
    showSelection();
    m_ui->list->setFocus();
}

ManageServersDialog::~ManageServersDialog() = default;

ServerListAnswer ManageServersDialog::answer() const
{
    return m_ui->list->servers();
}

void ManageServersDialog::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (!isEnter || qobject_cast<QPushButton *>(focusWidget()))
        QDialog::keyPressEvent(event);
}

void ManageServersDialog::connectButtons()
{
    ServerTree *const list = m_ui->list;
    connect(m_ui->addServer, &QPushButton::clicked, this, [this] { ask(NewServer); });
    connect(m_ui->edit, &QPushButton::clicked, this,
            [this, list] { ask(list->selected().value(0, NewServer)); });
    connect(list, &ServerTree::opened, this, &ManageServersDialog::ask);
    connect(m_ui->removeServer, &QPushButton::clicked, list, &ServerTree::removeSelected);
    connect(m_ui->up, &QPushButton::clicked, list, [list] { list->moveBy(-1); });
    connect(m_ui->down, &QPushButton::clicked, list, [list] { list->moveBy(1); });
    const auto onKey = [list](const QString &key, QPushButton *button) {
        auto *shortcut = new QShortcut(QKeySequence(key), list);
        shortcut->setContext(Qt::WidgetShortcut);
        connect(shortcut, &QShortcut::activated, button, &QPushButton::click);
    };
    onKey(QStringLiteral("Alt+Up"), m_ui->up);
    onKey(QStringLiteral("Alt+Down"), m_ui->down);
    onKey(QStringLiteral("Del"), m_ui->removeServer);
    using Then = void (ManageServersDialog::*)(const QString &);
    const auto choose = [this](QFileDialog::AcceptMode mode, Then then) {
        auto *dialog = new QFileDialog(this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(mode);
        dialog->setMimeTypeFilters({QStringLiteral("application/json")});
        dialog->setDefaultSuffix(QStringLiteral("json"));
        connect(dialog, &QFileDialog::fileSelected, this, then);
        dialog->open();
    };
    connect(m_ui->importList, &QPushButton::clicked, this,
            [choose] { choose(QFileDialog::AcceptOpen, &ManageServersDialog::importFrom); });
    connect(m_ui->exportList, &QPushButton::clicked, this,
            [choose] { choose(QFileDialog::AcceptSave, &ManageServersDialog::exportTo); });
}

void ManageServersDialog::connectFields()
{
    const auto moveToGroup = [this] {
        m_ui->list->moveToGroup(m_ui->group->currentText().trimmed());
        showGroups();
        showSelection();
    };
    connect(m_ui->list, &QTreeWidget::itemSelectionChanged, this, &ManageServersDialog::showSelection);
    connect(m_ui->group, &QComboBox::textActivated, this, moveToGroup);
    connect(m_ui->group->lineEdit(), &QLineEdit::editingFinished, this, [this, moveToGroup] {
        if (m_ui->group->lineEdit()->isModified())
            moveToGroup();
    });
    connect(m_ui->connectsAtStart, &QCheckBox::clicked, this, [this](bool isChecked) {
        m_ui->list->change([isChecked](ServerProfile &profile) { profile.connectsAtStart = isChecked; });
    });
    connect(m_ui->lookOnly, &QCheckBox::clicked, this, [this](bool isChecked) {
        m_ui->list->change([isChecked](ServerProfile &profile) { profile.lookOnly = isChecked; });
    });
}

void ManageServersDialog::ask(int number)
{
    ServerQuestion question;
    question.isNew = number == NewServer;
    if (!question.isNew) {
        question.profile = m_ui->list->row(number).server.profile;
        question.profile.group = m_ui->list->groupOf(number);
        question.token = m_ui->list->row(number).server.token;
    }
    question.tokenIsKept = m_tokenIsKept;
    question.others = m_ui->list->profilesBut(number);
    auto *dialog = new ServerDialog(question, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, number] {
        if (number == NewServer)
            m_ui->list->select(m_ui->list->add({dialog->answer(), tr("new")}));
        else
            m_ui->list->replace(number, dialog->answer());
        showGroups();
        showSelection();
    });
    dialog->open();
}

void ManageServersDialog::importFrom(const QString &path)
{
    m_files.ask<ImportedProfiles>(
        path, [path] { return importedProfilesIn(path); },
        [this](const Result<ImportedProfiles> &imported) { take(imported); });
}

void ManageServersDialog::take(const Result<ImportedProfiles> &imported)
{
    if (!imported)
        return say(ErrorText::sentence(imported.error()), true);
    int added = 0;
    for (const ServerProfile &one : imported->profiles) {
        const QList<ServerProfile> there = m_ui->list->profilesBut(NewServer);
        const auto isSame = [&one](const ServerProfile &other) { return other.isAt(one); };
        if (std::any_of(there.begin(), there.end(), isSame))
            continue;
        m_ui->list->add({{one, {}}, tr("new")});
        ++added;
    }
    showGroups();
    showSelection();
    QStringList parts{tr("%n server(s) added.", nullptr, added)};
    if (const int known = static_cast<int>(imported->profiles.size()) - added; known > 0)
        parts << tr("%n server(s) were in the list already.", nullptr, known);
    if (imported->unusable > 0)
        parts << tr("%n entry(s) could not be used.", nullptr, imported->unusable);
    say(parts.join(QLatin1Char(' ')));
}

void ManageServersDialog::exportTo(const QString &path)
{
    QList<ServerProfile> profiles;
    const ServerListAnswer servers = answer();
    for (const ServerAnswer &server : servers)
        profiles << server.profile;
    m_files.ask<QString>(
        path,
        [path, content = exportedProfiles(profiles)] {
            return replaceFile(path, content, FileAccess::Private).map([&path] { return path; });
        },
        [this](const Result<QString> &written) {
            if (written)
                say(tr("Written into %1.").arg(printable(*written)));
            else
                say(ErrorText::sentence(written.error()), true);
        });
}

void ManageServersDialog::showGroups()
{
    const QString text = m_ui->group->currentText();
    m_ui->group->clear();
    m_ui->group->addItems(m_ui->list->groups());
    m_ui->group->setCurrentText(text);
}

void ManageServersDialog::showSelection()
{
    const QList<int> numbers = m_ui->list->selected();
    const bool isAny = !numbers.isEmpty();
    for (QWidget *widget : QList<QWidget *>{m_ui->group, m_ui->connectsAtStart, m_ui->lookOnly, m_ui->up,
                                            m_ui->down, m_ui->removeServer})
        widget->setEnabled(isAny);
    m_ui->edit->setEnabled(numbers.size() == 1);
    const auto showCommon = [&](QCheckBox &box, bool ServerProfile::*flag) {
        const auto set = std::count_if(numbers.begin(), numbers.end(), [&](int number) {
            return m_ui->list->row(number).server.profile.*flag;
        });
        const bool isMixed = set > 0 && set < numbers.size();
        box.setTristate(isMixed);
        box.setCheckState(isMixed ? Qt::PartiallyChecked : set > 0 ? Qt::Checked : Qt::Unchecked);
    };
    showCommon(*m_ui->connectsAtStart, &ServerProfile::connectsAtStart);
    showCommon(*m_ui->lookOnly, &ServerProfile::lookOnly);
    m_ui->group->setCurrentText(isAny ? m_ui->list->groupOf(numbers.first()) : QString());
}

void ManageServersDialog::say(const QString &text, bool isBad)
{
    QPalette colors = palette();
    if (isBad)
        colors.setColor(QPalette::WindowText, RowDelegate::alertColor(colors));
    m_ui->message->setPalette(colors);
    m_ui->message->setText(text);
    m_ui->message->show();
}

} // namespace castdeck
