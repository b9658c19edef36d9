// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/contentpage.h"

#include "core/fallbackurl.h"
#include "core/namespacename.h"
#include "gui/parts/filefield.h"
#include "gui/parts/named.h"
#include "gui/parts/problemlabel.h"
#include "gui/text/errortext.h"
#include "models/namespacetext.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFileInfo>
#include <QFormLayout>

namespace castdeck
{

namespace
{

/// The provider that every server has: its configuration is a folder.
const QString folderProvider = QStringLiteral("WDS");
const QString fileProvider = QStringLiteral("File");
const QString wimProvider = QStringLiteral("WIM");

bool isAboutTheName(ErrorCode code)
{
    return code == ErrorCode::InvalidNamespaceName || code == ErrorCode::NamespaceAlreadyExists;
}

bool isAboutTheSource(ErrorCode code)
{
    return code == ErrorCode::FileNotFound || code == ErrorCode::FileAccessDenied ||
           code == ErrorCode::WrongFileKind || code == ErrorCode::FolderEmpty ||
           code == ErrorCode::FolderNotAnswering || code == ErrorCode::ContentProviderNotFound ||
           code == ErrorCode::FileFailure;
}

enum class Wanted { Folder, File };

/// Whether the person at the screen could publish it.
Result<void> lookAt(const QString &path, Wanted wanted)
{
    const QFileInfo info(path);
    const bool isFolder = wanted == Wanted::Folder;
    if (!info.exists())
        return failure(ErrorCode::FileNotFound, path);
    if (info.isDir() != isFolder)
        return failure(ErrorCode::WrongFileKind, path);
    if (!info.isReadable() || (isFolder && !info.isExecutable()))
        return failure(ErrorCode::FileAccessDenied, path);
    if (isFolder && QDir(path).isEmpty(QDir::AllEntries | QDir::NoDotAndDotDot))
        return failure(ErrorCode::FolderEmpty, path);
    return {};
}

} // namespace

ContentPage::ContentPage(const PublishQuestion &question, QWidget *parent)
    : QWizardPage(parent)
    , m_question(question)
    , m_provider(named("provider", new QComboBox(this)))
    , m_providerLabel(new QLabel(tr("&From:"), this))
    , m_meaning(new QLabel(this))
    , m_sourceLabel(new QLabel(this))
    , m_source(named("source", new FileField(this)))
    , m_sourceProblem(named("sourceProblem", new ProblemLabel(this)))
    , m_name(named("name", new QLineEdit(this)))
    , m_nameProblem(named("nameProblem", new ProblemLabel(this)))
    , m_friendlyName(named("friendlyName", new QLineEdit(this)))
    , m_description(named("description", new QLineEdit(this)))
    , m_fallback(named("fallback", new QLineEdit(this)))
    , m_fallbackProblem(named("fallbackProblem", new ProblemLabel(this)))
    , m_unauthenticated(
          named("unauthenticated", new QCheckBox(tr("&Let clients ask without authentication"), this)))
    , m_nameIsTyped(!question.proposal.name.isEmpty())
{
    setTitle(tr("What is published"));
    setSubTitle(tr("Clients can ask %1 for it by this name.").arg(question.serverName));
    layOut();
    if (m_question.providers.isEmpty())
        m_question.providers.append({folderProvider, {}, true});
    for (const ContentProviderInfo &one : std::as_const(m_question.providers))
        m_provider->addItem(NamespaceText::providerName(one.name), one.name);
    const NamespaceInfo &begin = question.proposal;
    m_provider->setCurrentIndex(std::max(0, m_provider->findData(begin.contentProvider)));
    m_source->setPath(begin.configuration);
    m_name->setText(begin.name);
    m_friendlyName->setText(begin.friendlyName);
    m_description->setText(begin.description);
    m_fallback->setText(begin.fallbackUrl);
    // The console's own server, which sees the same files, has no tokens to ask for.
    const bool isNew = question.purpose == PublishQuestion::Purpose::Publish && !question.error;
    m_unauthenticated->setChecked((isNew && question.filesAreShared) || begin.allowUnauthenticated);
    const bool hasChoice = m_question.providers.size() > 1;
    m_provider->setVisible(hasChoice);
    m_providerLabel->setVisible(hasChoice);
    showProvider();

    connect(m_provider, &QComboBox::currentIndexChanged, this, &ContentPage::showProvider);
    connect(m_source, &FileField::changed, this, &ContentPage::suggestName);
    connect(m_name, &QLineEdit::textEdited, this,
            [this](const QString &text) { m_nameIsTyped = !text.isEmpty(); });
    connect(m_name, &QLineEdit::textChanged, this, &ContentPage::validate);
    connect(m_fallback, &QLineEdit::textChanged, this, &ContentPage::validate);
    validate();
    if (question.error && isAboutTheName(question.error->code))
        m_nameProblem->say(ErrorText::sentence(*question.error));
    if (question.error && isAboutTheSource(question.error->code))
        m_sourceProblem->say(ErrorText::sentence(*question.error));
}

bool ContentPage::isAbout(ErrorCode code)
{
    return isAboutTheName(code) || isAboutTheSource(code);
}

void ContentPage::layOut()
{
    m_meaning->setTextFormat(Qt::PlainText);
    m_meaning->setWordWrap(true);
    m_providerLabel->setBuddy(m_provider);
    m_sourceLabel->setBuddy(m_source->line());
    m_source->setCanBrowse(m_question.filesAreShared);
    m_name->setToolTip(tr("What clients ask for"));
    m_friendlyName->setToolTip(tr("For people; may be empty"));
    m_fallback->setPlaceholderText(QStringLiteral("https://mirror.example/{namespace}/{content}"));
    m_fallback->setToolTip(
        tr("Where receivers get by unicast what multicast does not bring them; empty: from "
           "the server itself, if it offers that"));

    auto *form = new QFormLayout(this);
    form->addRow(m_providerLabel, m_provider);
    form->addRow(m_meaning);
    form->addRow(m_sourceLabel, m_source);
    form->addRow(QString(), m_sourceProblem);
    form->addRow(tr("&Name:"), m_name);
    form->addRow(QString(), m_nameProblem);
    form->addRow(tr("&Title:"), m_friendlyName);
    form->addRow(tr("&Description:"), m_description);
    form->addRow(tr("&Unicast from:"), m_fallback);
    form->addRow(QString(), m_fallbackProblem);
    form->addRow(QString(), m_unauthenticated);
}

ContentProviderInfo ContentPage::provider() const
{
    return m_question.providers.value(m_provider->currentIndex());
}

void ContentPage::showProvider()
{
    const ContentProviderInfo chosen = provider();
    const bool isWim = chosen.name == wimProvider;
    m_meaning->setText(isWim ? tr("Clients ask for an image by its number: 1, 2 … Each gets it as a WIM file "
                                  "of its own.")
                             : chosen.description);
    m_meaning->setVisible(!isFolder() && chosen.name != fileProvider && !m_meaning->text().isEmpty());
    m_source->setNameFilters(isWim ? QStringList{tr("WIM files (*.wim *.esd)"), tr("All files (*)")}
                                   : QStringList());
    m_sourceLabel->setText(isFolder() ? tr("F&older:") : tr("F&ile:"));
    m_source->setMode(isFolder() ? QFileDialog::Directory : QFileDialog::ExistingFile);
    m_unauthenticated->setEnabled(chosen.allowUnauthenticated);
    m_unauthenticated->setToolTip(chosen.allowUnauthenticated
                                      ? tr("Any machine on the network can then read what is published here")
                                      : tr("This provider serves only receivers that show a token."));
    lookAtSource();
}

void ContentPage::suggestName()
{
    if (!m_nameIsTyped) {
        const QFileInfo info(QDir::cleanPath(m_source->path()));
        m_name->setText(isFolder() ? info.fileName() : info.completeBaseName());
    }
    lookAtSource();
}

/// In another thread, since the file system may not answer.
void ContentPage::lookAtSource()
{
    const QString path = m_source->path();
    const QString problem = unseenSourceProblem(path);
    const int look = ++m_looks;
    if (!problem.isEmpty() || !m_question.filesAreShared) {
        showSource(problem);
        return;
    }
    showSource(tr("Looking whether it is there…")); // not seen where the answer comes at once
    m_files.ask<void>(
        path, [path, folder = isFolder()] { return lookAt(path, folder ? Wanted::Folder : Wanted::File); },
        [this, look](const Result<void> &seen) {
            if (look == m_looks)
                showSource(seen ? QString() : seenSourceProblem(seen.error().code));
        });
}

void ContentPage::showSource(const QString &problem)
{
    m_sourceIsWrong = problem;
    validate();
}

void ContentPage::validate()
{
    // An empty field is not told so before anything was typed into it.
    m_sourceProblem->say(m_source->path().isEmpty() ? QString() : m_sourceIsWrong);
    m_nameProblem->say(m_name->text().isEmpty() ? QString() : nameProblem());
    m_fallbackProblem->say(fallbackProblem());
    Q_EMIT completeChanged();
}

bool ContentPage::isComplete() const
{
    return m_sourceIsWrong.isEmpty() && nameProblem().isEmpty() && fallbackProblem().isEmpty();
}

bool ContentPage::isFolder() const
{
    return provider().name == folderProvider;
}

QString ContentPage::unseenSourceProblem(const QString &path) const
{
    if (path.isEmpty())
        return isFolder() ? tr("Choose a folder.") : tr("Choose a file.");
    return QDir::isAbsolutePath(path) ? QString() : tr("Give the whole path, from the root.");
}

QString ContentPage::seenSourceProblem(ErrorCode code) const
{
    switch (code) {
    case ErrorCode::FileNotFound:
        return isFolder() ? tr("This folder does not exist.") : tr("This file does not exist.");
    case ErrorCode::WrongFileKind:
        return isFolder() ? tr("This is a file, not a folder.") : tr("This is a folder, not a file.");
    case ErrorCode::FileAccessDenied:
        return isFolder() ? tr("You are not allowed to read this folder.")
                          : tr("You are not allowed to read this file.");
    case ErrorCode::FolderEmpty:
        return tr("This folder is empty.");
    default:
        return isFolder() ? tr("This folder does not answer.") : tr("This file does not answer.");
    }
}

QString ContentPage::nameProblem() const
{
    const QString name = m_name->text().trimmed();
    if (name.isEmpty())
        return tr("Give it a name.");
    if (!isNamespaceName(name))
        return tr("A name has at most 511 characters and no line breaks or tabs.");
    if (m_question.takenNames.contains(name))
        return tr("Something is published under this name already.");
    return {};
}

QString ContentPage::fallbackProblem() const
{
    const QString url = m_fallback->text().trimmed();
    return url.isEmpty() || isFallbackUrl(url)
               ? QString()
               : tr("Give a URL with {content} in it, or nothing.", "{content} stays as it is");
}

void ContentPage::fill(NamespaceInfo &what) const
{
    what.contentProvider = provider().name;
    what.configuration = m_source->path();
    what.name = m_name->text().trimmed();
    what.friendlyName = m_friendlyName->text().trimmed();
    what.description = m_description->text().trimmed();
    what.fallbackUrl = m_fallback->text().trimmed();
    what.allowUnauthenticated = m_unauthenticated->isEnabled() && m_unauthenticated->isChecked();
}

} // namespace castdeck
