// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filesystemcalls.h"
#include "gui/dialogs/prompter.h"

#include <QWizardPage>
#include <memory>

namespace castdeck
{

namespace Ui
{
class ContentPage;
}

/// First page of PublishWizard: what is published, and under which name.
class ContentPage : public QWizardPage
{
    Q_OBJECT
public:
    explicit ContentPage(const PublishQuestion &question, QWidget *parent = nullptr);
    ~ContentPage() override;

    /// Writes what was typed here over it.
    void fill(NamespaceInfo &what) const;
    bool isComplete() const override;
    static bool isAbout(ErrorCode code);

private:
    void begin();
    void showProvider();
    void suggestName();
    void lookAtSource();
    void showSource(const QString &problem);
    void validate();
    bool isFolder() const;
    QString unseenSourceProblem(const QString &path) const;
    QString seenSourceProblem(ErrorCode code) const;
    QString nameProblem() const;
    QString fallbackProblem() const;
    ContentProviderInfo provider() const;

    PublishQuestion m_question;
    FileSystemCalls m_files;
    int m_looks = 0;         ///< number of the look whose answer is wanted
    QString m_sourceIsWrong; ///< empty: it can be published
    std::unique_ptr<Ui::ContentPage> m_ui;
    bool m_nameIsTyped;
};

} // namespace castdeck
