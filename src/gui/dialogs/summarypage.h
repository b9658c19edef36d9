// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/dialogs/prompter.h"

#include <QWizardPage>

class QLabel;
class QLineEdit;
class QRadioButton;

namespace castdeck
{

/// Last page of PublishWizard: what will be done, and what becomes of those who are connected to the one that
/// is replaced.
class SummaryPage : public QWizardPage
{
    Q_OBJECT
public:
    explicit SummaryPage(const PublishQuestion &question, QWidget *parent = nullptr);

    void show(const NamespaceInfo &what);
    bool terminates() const;
    QString reason() const;

private:
    void addEnding(const PublishQuestion &question);

    PublishQuestion m_question;
    QLabel *m_summary;
    QRadioButton *m_drain = nullptr;
    QRadioButton *m_cut = nullptr;
    QLineEdit *m_reason = nullptr;
};

} // namespace castdeck
