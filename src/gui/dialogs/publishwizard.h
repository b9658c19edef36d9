// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/dialogs/prompter.h"

#include <QWizard>

namespace castdeck
{

class ContentPage;
class StartPage;
class SummaryPage;

/// Takes what is published, when it starts, and, when one namespace takes the place of another, what becomes
/// of those who are connected to it. What is wrong is said where it is typed, and Next waits until nothing
/// is.
class PublishWizard : public QWizard
{
    Q_OBJECT
public:
    explicit PublishWizard(const PublishQuestion &question, QWidget *parent = nullptr);

    PublishAnswer answer() const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    /// The window keeps its size from page to page.
    void makePagesAlike();
    /// A page may need more lines than at first: a problem is shown, a text is broken.
    void growToFit();

    PublishQuestion m_question;
    ContentPage *m_content;
    StartPage *m_start;
    SummaryPage *m_summary;
};

} // namespace castdeck
