// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/dialogs/prompter.h"

#include <QWizardPage>
#include <memory>

namespace castdeck
{

namespace Ui
{
class SummaryPage;
}

/// Last page of PublishWizard: what will be done, and what becomes of those who are connected to the one that
/// is replaced.
class SummaryPage : public QWizardPage
{
    Q_OBJECT
public:
    explicit SummaryPage(const PublishQuestion &question, QWidget *parent = nullptr);
    ~SummaryPage() override;

    void show(const NamespaceInfo &what);
    bool terminates() const;
    QString reason() const;

private:
    QString endingText() const;

    PublishQuestion m_question;
    std::unique_ptr<Ui::SummaryPage> m_ui;
};

} // namespace castdeck
