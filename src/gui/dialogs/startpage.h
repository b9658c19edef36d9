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
class StartPage;
}

/// Second page of PublishWizard: when the transmission begins.
class StartPage : public QWizardPage
{
    Q_OBJECT
public:
    explicit StartPage(const PublishQuestion &question, QWidget *parent = nullptr);
    ~StartPage() override;

    /// Writes what was chosen here over it.
    void fill(NamespaceInfo &what) const;
    bool isComplete() const override;
    static bool isAbout(ErrorCode code);

private:
    void begin(const NamespaceInfo &what);
    void validate();
    QString problem() const;

    std::unique_ptr<Ui::StartPage> m_ui;
};

} // namespace castdeck
