// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/rows/filterfield.h"

#include "gui/paint/readablecolor.h"
#include "gui/parts/named.h"
#include "models/rowquery.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QApplication>
#include <QCompleter>
#include <QKeyEvent>
#include <QStringListModel>

namespace castdeck
{

FilterField::FilterField(QWidget *parent)
    : QLineEdit(parent), m_completer(new QCompleter(this)), m_offered(new QStringListModel(this))
{
    setPlaceholderText(
        tr("Filter: words, state:  server:  ns:  is:stalled  loss>1  rate<2M  done<50  -without"));
    setAccessibleName(tr("Filter"));
    setToolTip(tr(
        "Words must all be found, in the row or above it; “two words” stand in quotation marks, and "
        "a minus leaves out. Keys: state: server: site: ns: name: address: is: loss> rate< done< clients>"));
    setClearButtonEnabled(true);
    m_completer->setModel(m_offered);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setWidget(this);
    m_completer->popup()->setObjectName(QStringLiteral("filterOffers"));
    connect(this, &QLineEdit::textChanged, this, &FilterField::check);
    connect(this, &QLineEdit::textEdited, this, &FilterField::offer);
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this, &FilterField::take);
}

QString FilterField::problem() const
{
    return m_problem && m_problem->isVisible() ? m_problem->text() : QString();
}

void FilterField::ask(const QString &key, const QStringList &values)
{
    QString text = RowQuery::without(this->text(), key);
    if (!values.isEmpty())
        text += (text.isEmpty() ? QString() : QStringLiteral(" ")) + RowQuery::term(key, values);
    setText(text);
}

void FilterField::check()
{
    const QString problem = RowQuery::parse(text()).problem();
    if (problem.isEmpty()) {
        if (m_problem)
            m_problem->hide();
        return;
    }
    if (!m_problem) {
        // It lies over the rows: what is said moves nothing.
        m_problem = named("filterProblem", new QLabel(window()));
        m_problem->setTextFormat(Qt::PlainText);
        m_problem->setWordWrap(true);
        m_problem->setMargin(4);
        m_problem->setFrameShape(QFrame::StyledPanel);
        m_problem->setAutoFillBackground(true);
        m_problem->setBackgroundRole(QPalette::Base);
        m_problem->setAttribute(Qt::WA_TransparentForMouseEvents);
        paintProblem();
    }
    m_problem->setText(problem);
    m_problem->setFixedWidth(std::min(width(), 640));
    m_problem->adjustSize();
    const QRect below(mapTo(window(), rect().bottomLeft()), QSize(width(), m_problem->height()));
    m_problem->move(
        QStyle::alignedRect(layoutDirection(), Qt::AlignLeading | Qt::AlignTop, m_problem->size(), below)
            .topLeft());
    m_problem->show();
    m_problem->raise();
    QAccessibleEvent alert(m_problem, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void FilterField::offer()
{
    const RowQuery::Completion completion =
        RowQuery::complete(text(), cursorPosition(),
                           [this](const QString &key) { return m_values ? m_values(key) : QStringList(); });
    m_offered->setStringList(completion.texts);
    if (completion.texts.isEmpty()) {
        m_completer->popup()->hide();
        return;
    }
    QRect below = rect();
    below.setWidth(std::min(width(), 320));
    if (layoutDirection() == Qt::RightToLeft)
        below.moveRight(rect().right());
    m_completer->complete(below);
    // Enter is for what was typed until somebody goes down into the list.
    m_completer->popup()->setCurrentIndex({});
}

void FilterField::take(const QString &completion)
{
    const RowQuery::Completion place =
        RowQuery::complete(text(), cursorPosition(), [](const QString &) { return QStringList(); });
    const qsizetype start = place.start;
    const QString rest = text().mid(cursorPosition());
    setText(text().left(start) + completion + rest);
    setCursorPosition(static_cast<int>(start + completion.size()));
    offer(); // after a key, its values
}

void FilterField::keyPressEvent(QKeyEvent *event)
{
    const bool isOffering = m_completer->popup()->isVisible();
    const int key = event->key();
    if (isOffering && (key == Qt::Key_Escape || key == Qt::Key_Return || key == Qt::Key_Enter)) {
        event->ignore(); // it is for what is offered
        return;
    }
    switch (key) {
    case Qt::Key_Escape:
        clear();
        Q_EMIT leftByEscape();
        return;
    case Qt::Key_Down:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        Q_EMIT leftForRows();
        return;
    default:
        QLineEdit::keyPressEvent(event);
    }
}

void FilterField::focusInEvent(QFocusEvent *event)
{
    QLineEdit::focusInEvent(event);
    check();
}

void FilterField::focusOutEvent(QFocusEvent *event)
{
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason &&
        m_problem)
        m_problem->hide();
    QLineEdit::focusOutEvent(event);
}

void FilterField::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::ApplicationPaletteChange && m_problem)
        paintProblem();
    QLineEdit::changeEvent(event);
}

void FilterField::paintProblem()
{
    QPalette red = QApplication::palette(this);
    red.setColor(QPalette::WindowText, readable::alert(red));
    red.setColor(QPalette::Text, readable::alert(red));
    m_problem->setPalette(red);
}

} // namespace castdeck
