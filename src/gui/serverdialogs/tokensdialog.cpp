// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/serverdialogs/tokensdialog.h"

#include "core/untrusted.h"
#include "gui/parts/named.h"
#include "ui_tokensdialog.h"

#include <QCheckBox>
#include <QPushButton>

namespace castdeck
{

namespace
{

constexpr int RowsInSight = 8;

} // namespace

TokensDialog::TokensDialog(const TokenQuestion &question, QWidget *parent)
    : QDialog(parent), m_ui(std::make_unique<Ui::TokensDialog>())
{
    m_ui->setupUi(this);
    m_ui->buttons->button(QDialogButtonBox::Ok)->setText(tr("C&onnect"));
    m_ui->buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    m_ui->hint->setText(tr("The tokens of %n server(s) are not known here. One that you leave out stays "
                           "unconnected.",
                           nullptr, static_cast<int>(question.servers.size())));
    m_ui->keychain->setText(
        question.tokenIsKept ? tr("They are kept in the desktop's keychain.")
                             : tr("No keychain answers here: they are known until the console is closed, and "
                                  "asked for again then. A token file (Edit Server) is not asked for."));
    for (const ServerProfile &server : question.servers)
        add(server);
    const bool areSeveral = m_rows.size() > 1;
    m_ui->sameForm->setRowVisible(m_ui->same, areSeveral);
    for (const Row &row : m_rows)
        row.mark->setVisible(areSeveral);
    connect(m_ui->same, &QLineEdit::textEdited, this, &TokensDialog::fillMarked);
    const int rowHeight =
        m_rows.empty() ? 0 : m_rows.front().token->sizeHint().height() + m_ui->rows->verticalSpacing();
    const int rows = std::min(static_cast<int>(m_rows.size()), RowsInSight);
    m_ui->scroll->setMinimumHeight(rows * rowHeight + 2 * fontMetrics().height());
    resize(620, sizeHint().height());
    if (!m_rows.empty())
        (areSeveral ? m_ui->same : m_rows.front().token)->setFocus();
    validate();
}

TokensDialog::~TokensDialog() = default;

void TokensDialog::add(const ServerProfile &server)
{
    const int row = static_cast<int>(m_rows.size());
    auto *mark = named("mark", new QCheckBox(m_ui->list));
    mark->setChecked(true);
    mark->setAccessibleName(tr("Mark %1").arg(printable(server.name)));
    auto *token = named("token", new QLineEdit(m_ui->list));
    token->setEchoMode(QLineEdit::Password);
    token->setAccessibleName(tr("Token of %1").arg(printable(server.name)));
    token->setMinimumWidth(fontMetrics().averageCharWidth() * 30);
    const QString group = printable(server.group);
    auto *name = plainLabel("name", m_ui->list, printable(server.name));
    auto *where = plainLabel("where", m_ui->list,
                             group.isEmpty() ? server.address()
                                             : tr("%1, %2", "address, group").arg(server.address(), group));
    // One line each, so that they stand below each other.
    for (QLabel *label : {name, where})
        label->setWordWrap(false);
    int column = 0;
    for (QWidget *widget : QList<QWidget *>{mark, name, where, token})
        m_ui->rows->addWidget(widget, row, column++);
    m_ui->rows->setColumnStretch(3, 1);
    m_rows.push_back({server.id, mark, token});
    connect(token, &QLineEdit::textChanged, this, &TokensDialog::validate);
    connect(mark, &QCheckBox::toggled, token, [this, token](bool isMarked) {
        if (isMarked && !m_same.isEmpty())
            token->setText(m_same);
        else if (!isMarked && token->text() == m_same)
            token->clear();
    });
}

void TokensDialog::fillMarked(const QString &text)
{
    m_same = text;
    for (const Row &row : m_rows) {
        if (row.mark->isChecked())
            row.token->setText(text);
    }
}

void TokensDialog::validate()
{
    m_ui->buttons->button(QDialogButtonBox::Ok)->setEnabled(!answer().isEmpty());
}

TokenAnswer TokensDialog::answer() const
{
    TokenAnswer answer;
    for (const Row &row : m_rows) {
        if (const QString token = row.token->text().trimmed(); !token.isEmpty())
            answer.insert(row.id, token);
    }
    return answer;
}

} // namespace castdeck
