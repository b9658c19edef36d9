// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/confirmdialog.h"

#include "ui_confirmdialog.h"

#include <QPushButton>
#include <QStyle>
#include <algorithm>

namespace castdeck
{

ConfirmDialog::ConfirmDialog(const Confirmation &question, QWidget *parent)
    : QDialog(parent), m_ui(std::make_unique<Ui::ConfirmDialog>())
{
    m_ui->setupUi(this);
    setWindowTitle(question.title);
    const int size = style()->pixelMetric(QStyle::PM_MessageBoxIconSize, nullptr, this);
    m_ui->icon->setPixmap(style()->standardIcon(QStyle::SP_MessageBoxWarning, nullptr, this).pixmap(size));
    m_ui->question->setText(question.question);
    listNames(question.names);
    m_ui->consequence->setText(question.consequence);
    m_ui->drain->setVisible(question.offersDrain);
    m_ui->cut->setVisible(question.offersDrain);
    m_ui->reasonLabel->setVisible(question.takesReason);
    m_ui->reason->setVisible(question.takesReason);
    if (!question.noReason.isEmpty()) {
        m_ui->reason->setEnabled(false);
        m_ui->reason->setPlaceholderText(question.noReason);
        m_ui->reason->setToolTip(question.noReason);
    }
    if (!question.noDrain.isEmpty()) {
        m_ui->drain->setEnabled(false);
        m_ui->drain->setToolTip(question.noDrain);
        m_ui->cut->setChecked(true);
    }
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
    constexpr int usualWidth = 480;
    resize(usualWidth, layout()->totalHeightForWidth(usualWidth));
}

ConfirmDialog::~ConfirmDialog() = default;

void ConfirmDialog::listNames(const QStringList &names)
{
    constexpr int mostLines = 10;
    QListWidget *const list = m_ui->names;
    list->addItems(names);
    const int height = std::max(list->sizeHintForRow(0), fontMetrics().height());
    for (int row = 0; row < list->count(); ++row) {
        // As wide as the list is: what is longer is cut in the middle, and whole in the tip.
        list->item(row)->setSizeHint({0, height});
        list->item(row)->setToolTip(QStringLiteral("<p>%1</p>").arg(names.at(row).toHtmlEscaped()));
    }
    list->setFixedHeight(std::clamp(list->count(), 1, mostLines) * height + 2 * list->frameWidth());
}

Ending ConfirmDialog::ending() const
{
    return {m_ui->cut->isChecked(), reason()};
}

QString ConfirmDialog::reason() const
{
    return m_ui->reason->text().trimmed();
}

} // namespace castdeck
