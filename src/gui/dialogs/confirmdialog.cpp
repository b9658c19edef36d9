// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/confirmdialog.h"

#include "gui/parts/named.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QRadioButton>
#include <QStyle>
#include <algorithm>

namespace castdeck
{

namespace
{

/// Longer reasons are cut by the receivers' screens anyway.
constexpr int longestReason = 200;

} // namespace

ConfirmDialog::ConfirmDialog(const Confirmation &question, QWidget *parent) : QDialog(parent)
{
    setObjectName(QStringLiteral("ConfirmDialog"));
    setWindowTitle(question.title);
    auto *icon = named("icon", new QLabel(this));
    const int size = style()->pixelMetric(QStyle::PM_MessageBoxIconSize, nullptr, this);
    icon->setPixmap(style()->standardIcon(QStyle::SP_MessageBoxWarning, nullptr, this).pixmap(size));
    auto *asked = plainLabel("question", this, question.question);
    QFont bold = asked->font();
    bold.setBold(true);
    asked->setFont(bold);
    auto *names = named("names", new QListWidget(this));
    names->setFocusPolicy(Qt::ClickFocus);
    names->setSelectionMode(QAbstractItemView::NoSelection);
    names->setAccessibleName(tr("What it is about"));
    names->addItems(question.names);
    const int lines = std::clamp(static_cast<int>(question.names.size()), 1, 8);
    names->setFixedHeight(lines * std::max(names->sizeHintForRow(0), fontMetrics().height()) +
                          2 * names->frameWidth());
    auto *consequence = plainLabel("consequence", this, question.consequence);
    auto *drain =
        named("drain", new QRadioButton(tr("Those who are connected &finish; nobody new joins"), this));
    drain->setVisible(question.offersDrain);
    drain->setChecked(true);
    m_cut = named("cut", new QRadioButton(tr("C&ut off those who are connected, now"), this));
    m_cut->setVisible(question.offersDrain);
    auto *reasonLabel = new QLabel(tr("&Reason, shown on the machines and kept in the log:"), this);
    reasonLabel->setWordWrap(true);
    reasonLabel->setVisible(question.takesReason);
    m_reason = named("reason", new QLineEdit(this));
    m_reason->setPlaceholderText(tr("optional, such as “wrong image”"));
    m_reason->setMaxLength(longestReason);
    m_reason->setVisible(question.takesReason);
    reasonLabel->setBuddy(m_reason);
    auto *buttons = named("buttons", new QDialogButtonBox(QDialogButtonBox::Cancel, this));
    QPushButton *accept = buttons->addButton(question.acceptText, QDialogButtonBox::AcceptRole);
    accept->setObjectName(QStringLiteral("accept"));
    accept->setAutoDefault(false);
    QPushButton *decline = buttons->button(QDialogButtonBox::Cancel);
    decline->setText(tr("Cancel"));
    decline->setDefault(true);

    auto *layout = new QGridLayout(this);
    layout->setHorizontalSpacing(12);
    layout->setColumnStretch(1, 1);
    layout->addWidget(icon, 0, 0, 2, 1, Qt::AlignTop);
    int row = 0;
    for (QWidget *widget : QList<QWidget *>{asked, names, consequence, drain, m_cut, reasonLabel, m_reason})
        layout->addWidget(widget, row++, 1);
    layout->addItem(new QSpacerItem(0, 6, QSizePolicy::Minimum, QSizePolicy::Expanding), row++, 0, 1, 2);
    layout->addWidget(buttons, row, 0, 1, 2);

    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    // Enter alone declines; whoever has typed a reason means it.
    connect(m_reason, &QLineEdit::textChanged, this, [=](const QString &text) {
        QPushButton *const taken = text.trimmed().isEmpty() ? decline : accept;
        taken->setDefault(true);
    });
    m_reason->setFocus();
    constexpr int usualWidth = 480;
    resize(usualWidth, layout->totalHeightForWidth(usualWidth));
}

Ending ConfirmDialog::ending() const
{
    return {m_cut->isChecked(), reason()};
}

QString ConfirmDialog::reason() const
{
    return m_reason->text().trimmed();
}

} // namespace castdeck
