// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/rows/attentionchips.h"

#include "gui/paint/readablecolor.h"
#include "gui/parts/named.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>

namespace castdeck
{

AttentionChips::AttentionChips(QWidget *parent) : QWidget(parent)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    for (const char *value : {"failed", "lost", "stalled"}) {
        auto *button = named(value, new QToolButton(this));
        button->setCheckable(true);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        button->hide();
        layout->addWidget(button);
        m_chips.append({QLatin1String(value), button});
        connect(button, &QToolButton::clicked, this, [this] { Q_EMIT chosen(pressed()); });
        connect(button, &QToolButton::toggled, this,
                [button](bool isPressed) { explain(*button, isPressed); });
        explain(*button, false);
    }
    color();
}

void AttentionChips::explain(QToolButton &button, bool isPressed)
{
    button.setToolTip(isPressed ? tr("Show all again") : tr("Show only these"));
}

void AttentionChips::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::ApplicationPaletteChange)
        color();
    QWidget::changeEvent(event);
}

void AttentionChips::color()
{
    const QPalette colors = QApplication::palette(this);
    for (const Chip &chip : std::as_const(m_chips)) {
        const bool isAlert = chip.value == QLatin1String("failed");
        const QColor wanted = isAlert ? readable::alert(colors) : readable::warning(colors);
        QPalette own = colors;
        for (const auto role : {QPalette::ButtonText, QPalette::WindowText})
            own.setColor(
                role, readable::on({colors.color(QPalette::Window), colors.color(QPalette::Button)}, wanted));
        chip.button->setPalette(own);
    }
}

void AttentionChips::show(const Counts &counts)
{
    const QList<int> numbers{counts.failed, counts.lost, counts.stalled};
    const QStringList texts{tr("%n failed", nullptr, counts.failed), tr("%n lost", nullptr, counts.lost),
                            tr("%n stalled", nullptr, counts.stalled)};
    for (qsizetype i = 0; i < m_chips.size(); ++i) {
        QToolButton *button = m_chips.at(i).button;
        button->setText(texts.at(i));
        button->setAccessibleName(tr("%1, show only these").arg(texts.at(i)));
        // One that is pressed stays, so that it can be released.
        button->setVisible(numbers.at(i) > 0 || button->isChecked());
    }
}

void AttentionChips::setPressed(const QStringList &values)
{
    for (const Chip &chip : std::as_const(m_chips))
        chip.button->setChecked(values.contains(chip.value, Qt::CaseInsensitive));
}

QStringList AttentionChips::pressed() const
{
    QStringList values;
    for (const Chip &chip : m_chips) {
        if (chip.button->isChecked())
            values << chip.value;
    }
    return values;
}

} // namespace castdeck
