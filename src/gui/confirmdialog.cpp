// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/confirmdialog.h"

#include "ui_confirmdialog.h"

#include <QLayout>
#include <QPushButton>
#include <QStyle>

namespace castdeck
{

namespace
{

/// Longer reasons are cut by the receivers' screens anyway.
constexpr int longestReason = 200;

} // namespace

ConfirmDialog::ConfirmDialog(const Confirmation &question, QWidget *parent)
    : QDialog(parent), m_ui(std::make_unique<Ui::ConfirmDialog>())
{
    m_ui->setupUi(this);
    setWindowTitle(question.title);
    const int size = style()->pixelMetric(QStyle::PM_MessageBoxIconSize, nullptr, this);
    m_ui->icon->setPixmap(style()->standardIcon(QStyle::SP_MessageBoxWarning, nullptr, this).pixmap(size));
    m_ui->question->setText(question.question);
    m_ui->consequence->setText(question.consequence);
    m_ui->names->addItems(question.names);
    const int lines = std::clamp(static_cast<int>(question.names.size()), 1, 8);
    const int frame = 2 * m_ui->names->frameWidth();
    m_ui->names->setFixedHeight(lines * std::max(m_ui->names->sizeHintForRow(0), fontMetrics().height()) +
                                frame);
    m_ui->drain->setVisible(question.offersDrain);
    m_ui->cut->setVisible(question.offersDrain);
    m_ui->drain->setChecked(true);
    m_ui->reason->setMaxLength(longestReason);
    m_ui->reason->setVisible(question.takesReason);
    m_ui->reasonLabel->setVisible(question.takesReason);

    QPushButton *accept = m_ui->buttons->addButton(question.acceptText, QDialogButtonBox::AcceptRole);
    accept->setObjectName(QStringLiteral("accept"));
    accept->setAutoDefault(false);
    QPushButton *decline = m_ui->buttons->button(QDialogButtonBox::Cancel);
    decline->setText(tr("Cancel"));
    decline->setDefault(true);
    // Enter alone declines; whoever has typed a reason means it.
    connect(m_ui->reason, &QLineEdit::textChanged, this, [=](const QString &text) {
        QPushButton *const taken = text.trimmed().isEmpty() ? decline : accept;
        taken->setDefault(true);
    });
    m_ui->reason->setFocus();
    resize(width(), layout()->totalHeightForWidth(width()));
}

ConfirmDialog::~ConfirmDialog() = default;

Ending ConfirmDialog::ending() const
{
    return {m_ui->cut->isChecked(), reason()};
}

QString ConfirmDialog::reason() const
{
    return m_ui->reason->text().trimmed();
}

} // namespace castdeck
