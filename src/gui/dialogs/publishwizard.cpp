// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/publishwizard.h"

#include "core/namespacerules.h"
#include "gui/dialogs/contentpage.h"
#include "gui/dialogs/startpage.h"
#include "gui/dialogs/summarypage.h"

#include <QAbstractButton>
#include <QEvent>
#include <QLayout>

namespace castdeck
{

PublishWizard::PublishWizard(const PublishQuestion &question, QWidget *parent)
    : QWizard(parent)
    , m_question(question)
    , m_content(new ContentPage(question, this))
    , m_start(new StartPage(question, this))
    , m_summary(new SummaryPage(question, this))
{
    setObjectName(QStringLiteral("publishWizard"));
    setWizardStyle(QWizard::ClassicStyle);
    setOption(QWizard::NoBackButtonOnStartPage);
    setOption(QWizard::NoCancelButton, false);
    const bool isEdit = question.purpose == PublishQuestion::Purpose::Edit;
    setWindowTitle(isEdit ? tr("Edit Namespace") : tr("Publish"));
    setButtonText(QWizard::BackButton, tr("&Back"));
    setButtonText(QWizard::NextButton, tr("Ne&xt"));
    setButtonText(QWizard::FinishButton, isEdit ? tr("&Replace") : tr("&Publish"));
    setButtonText(QWizard::CancelButton, tr("Cancel"));
    addPage(m_content);
    addPage(m_start);
    const int summary = addPage(m_summary);
    for (QWidget *page : QList<QWidget *>{m_content, m_start, m_summary})
        page->installEventFilter(this);
    makePagesAlike();
    connect(this, &QWizard::currentIdChanged, this, [this, summary](int id) {
        if (id == summary)
            m_summary->show(answer().what);
        // A page that asks nothing leaves it to the button that goes on.
        if (QWizardPage *const page = currentPage())
            page->focusProxy() ? page->setFocus() : button(FinishButton)->setFocus();
    });
    // What the server refused is shown on the page it is about; the pages before it can be gone back to.
    restart();
    if (question.error && !ContentPage::isAbout(question.error->code)) {
        next();
        if (!StartPage::isAbout(question.error->code))
            next();
    }
}

bool PublishWizard::eventFilter(QObject *watched, QEvent *event)
{
    const bool mayBeTooLow = event->type() == QEvent::LayoutRequest || event->type() == QEvent::Show;
    if (mayBeTooLow && watched == currentPage())
        QMetaObject::invokeMethod(this, &PublishWizard::growToFit, Qt::QueuedConnection);
    return QWizard::eventFilter(watched, event);
}

void PublishWizard::makePagesAlike()
{
    const auto all = pageIds();
    QSize needed;
    for (const int id : all)
        needed = needed.expandedTo(page(id)->sizeHint());
    for (const int id : all)
        needed.setHeight(std::max(needed.height(), page(id)->layout()->totalHeightForWidth(needed.width())));
    for (const int id : all)
        page(id)->setMinimumSize(needed);
}

void PublishWizard::growToFit()
{
    const QWidget *page = currentPage();
    if (!page || !isVisible())
        return;
    const int missing = page->layout()->totalHeightForWidth(page->width()) - page->height();
    if (missing > 0)
        resize(width(), height() + missing);
}

PublishAnswer PublishWizard::answer() const
{
    PublishAnswer answer;
    answer.what = unregisteredCopy(m_question.proposal);
    m_content->fill(answer.what);
    m_start->fill(answer.what);
    answer.terminate = m_summary->terminates();
    answer.reason = m_summary->reason();
    return answer;
}

} // namespace castdeck
