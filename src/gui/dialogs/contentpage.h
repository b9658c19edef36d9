// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filesystemcalls.h"
#include "gui/dialogs/prompter.h"

#include <QWizardPage>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;

namespace castdeck
{

class FileField;
class ProblemLabel;

/// First page of PublishWizard: what is published, and under which name.
class ContentPage : public QWizardPage
{
    Q_OBJECT
public:
    explicit ContentPage(const PublishQuestion &question, QWidget *parent = nullptr);

    /// Writes what was typed here over it.
    void fill(NamespaceInfo &what) const;
    bool isComplete() const override;
    static bool isAbout(ErrorCode code);

private:
    void layOut();
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
    QComboBox *m_provider;
    QLabel *m_providerLabel;
    QLabel *m_meaning;
    QLabel *m_sourceLabel;
    FileField *m_source;
    ProblemLabel *m_sourceProblem;
    QLineEdit *m_name;
    ProblemLabel *m_nameProblem;
    QLineEdit *m_friendlyName;
    QLineEdit *m_description;
    QLineEdit *m_fallback;
    ProblemLabel *m_fallbackProblem;
    QCheckBox *m_unauthenticated;
    bool m_nameIsTyped;
};

} // namespace castdeck
