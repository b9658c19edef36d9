// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/dialogs/prompter.h"

#include <QWizardPage>

class QCheckBox;
class QRadioButton;
class QSpinBox;

namespace castdeck
{

class ProblemLabel;
class StartTimeField;

/// Second page of PublishWizard: when the transmission begins.
class StartPage : public QWizardPage
{
    Q_OBJECT
public:
    explicit StartPage(const PublishQuestion &question, QWidget *parent = nullptr);

    /// Writes what was chosen here over it.
    void fill(NamespaceInfo &what) const;
    bool isComplete() const override;
    static bool isAbout(ErrorCode code);

private:
    void begin(const NamespaceInfo &what);
    void layOut();
    void validate();
    QString problem() const;

    QRadioButton *m_autoCast;
    QRadioButton *m_byHand;
    QRadioButton *m_byItself;
    QCheckBox *m_byClients;
    QSpinBox *m_clients;
    QCheckBox *m_byTime;
    StartTimeField *m_time;
    ProblemLabel *m_problem;
};

} // namespace castdeck
