// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/panes/commandpalette.h"

#include "gui/panes/palettedelegate.h"
#include "gui/panes/palettemodel.h"
#include "gui/parts/named.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QVBoxLayout>

namespace castdeck
{

CommandPalette::CommandPalette(std::vector<PaletteEntry> entries, QWidget *parent)
    : QDialog(parent)
    , m_model(new PaletteModel(std::move(entries), this))
    , m_typed(named("typed", new QLineEdit(this)))
    , m_list(named("found", new QListView(this)))
{
    setObjectName(QStringLiteral("palette"));
    setWindowTitle(tr("Go to Anything"));
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    m_typed->setPlaceholderText(tr("A verb, a server, a session, a machine…"));
    m_typed->setAccessibleName(tr("Name of what to do or to show"));
    m_typed->setClearButtonEnabled(true);
    m_list->setAccessibleName(tr("What answers to the name"));
    m_list->setModel(m_model);
    m_list->setUniformItemSizes(true);
    m_list->setItemDelegate(new PaletteDelegate(this));
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    // The field has the focus all the time; the arrows are led here.
    m_list->setFocusPolicy(Qt::NoFocus);
    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(m_typed);
    layout->addWidget(m_list);
    m_typed->installEventFilter(this);
    connect(m_typed, &QLineEdit::textChanged, this, &CommandPalette::find);
    connect(m_list, &QAbstractItemView::clicked, this, &CommandPalette::run);
    find({});
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_typed || event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(watched, event);
    const auto *const key = static_cast<QKeyEvent *>(event);
    switch (key->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        QCoreApplication::sendEvent(m_list, event);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        run();
        return true;
    default:
        return false;
    }
}

void CommandPalette::showEvent(QShowEvent *event)
{
    QDialog::showEvent(event);
    const QWidget *const window = parentWidget();
    const int width = std::min(window->width() - 40, fontMetrics().averageCharWidth() * 90);
    resize(width, std::min(window->height() * 2 / 3, fontMetrics().height() * 24));
    const QRect area(window->mapToGlobal(QPoint(0, 0)), window->size());
    move(area.center().x() - this->width() / 2, area.top() + std::min(60, area.height() / 10));
    m_typed->setFocus();
}

void CommandPalette::find(const QString &text)
{
    m_model->setTyped(text);
    m_list->setCurrentIndex(m_model->index(0));
    m_list->scrollToTop();
}

void CommandPalette::run()
{
    const QModelIndex chosen = m_list->currentIndex();
    // What cannot be done says why, in its line.
    if (!chosen.isValid() || !chosen.data(PaletteModel::CanRole).toBool())
        return;
    const PaletteEntry wanted = m_model->entry(chosen.row());
    // The window has the focus again, where a dialog of the verb looks for it.
    close();
    if (wanted.run)
        wanted.run();
    else
        Q_EMIT rowChosen(wanted.row);
}

} // namespace castdeck
