// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/contentpage.h"

#include "core/fallbackurl.h"
#include "core/namespacename.h"
#include "gui/text/errortext.h"
#include "gui/text/obstacletext.h"
#include "models/namespacetext.h"
#include "ui_contentpage.h"

#include <QDir>
#include <QFileInfo>

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
    , m_ui(std::make_unique<Ui::ContentPage>())
    , m_nameIsTyped(!question.proposal.name.isEmpty())
{
    m_ui->setupUi(this);
    setSubTitle(tr("Clients can ask %1 for it by this name.").arg(question.serverName));
    setFocusProxy(m_ui->source);
    m_ui->source->setCanBrowse(question.filesAreShared);
    if (m_question.providers.isEmpty())
        m_question.providers.append({folderProvider, {}, true});
    begin();
    showProvider();

    connect(m_ui->provider, &QComboBox::currentIndexChanged, this, &ContentPage::showProvider);
    connect(m_ui->source, &FileField::changed, this, &ContentPage::suggestName);
    connect(m_ui->name, &QLineEdit::textEdited, this,
            [this](const QString &text) { m_nameIsTyped = !text.isEmpty(); });
    connect(m_ui->name, &QLineEdit::textChanged, this, &ContentPage::validate);
    connect(m_ui->fallback, &QLineEdit::textChanged, this, &ContentPage::validate);
    validate();
    if (question.error && isAboutTheName(question.error->code))
        m_ui->nameProblem->say(ErrorText::sentence(*question.error));
    if (question.error && isAboutTheSource(question.error->code))
        m_ui->sourceProblem->say(ErrorText::sentence(*question.error));
}

ContentPage::~ContentPage() = default;

void ContentPage::begin()
{
    for (const ContentProviderInfo &one : std::as_const(m_question.providers))
        m_ui->provider->addItem(NamespaceText::providerName(one.name), one.name);
    const NamespaceInfo &first = m_question.proposal;
    m_ui->provider->setCurrentIndex(std::max(0, m_ui->provider->findData(first.contentProvider)));
    m_ui->source->setPath(first.configuration);
    m_ui->name->setText(first.name);
    m_ui->friendlyName->setText(first.friendlyName);
    m_ui->description->setText(first.description);
    m_ui->fallback->setText(first.fallbackUrl);
    // The console's own server, which sees the same files, has no tokens to ask for.
    const bool isNew = m_question.purpose == PublishQuestion::Purpose::Publish && !m_question.error;
    m_ui->unauthenticated->setChecked((isNew && m_question.filesAreShared) || first.allowUnauthenticated);
    m_ui->form->setRowVisible(m_ui->provider, m_question.providers.size() > 1);
}

bool ContentPage::isAbout(ErrorCode code)
{
    return isAboutTheName(code) || isAboutTheSource(code);
}

ContentProviderInfo ContentPage::provider() const
{
    return m_question.providers.value(m_ui->provider->currentIndex());
}

void ContentPage::showProvider()
{
    const ContentProviderInfo chosen = provider();
    const bool isWim = chosen.name == wimProvider;
    m_ui->meaning->setText(
        isWim ? tr("Clients ask for an image by its number: 1, 2 … Each gets it as a WIM file "
                   "of its own.")
              : chosen.description);
    m_ui->meaning->setVisible(!isFolder() && chosen.name != fileProvider && !m_ui->meaning->text().isEmpty());
    m_ui->source->setNameFilters(isWim ? QStringList{tr("WIM files (*.wim *.esd)"), tr("All files (*)")}
                                       : QStringList());
    m_ui->sourceLabel->setText(isFolder() ? tr("F&older:") : tr("F&ile:"));
    m_ui->source->setMode(isFolder() ? QFileDialog::Directory : QFileDialog::ExistingFile);
    const auto lacks = [this](const char *part) { return m_question.lacks.contains(QLatin1String(part)); };
    if (lacks("namespace.fallbackUrl")) {
        m_ui->fallback->setEnabled(false);
        m_ui->fallback->setToolTip(ObstacleText::sentence(Obstacle::Lacking));
    }
    const bool isPerProvider = lacks("namespace.allowUnauthenticated");
    m_ui->unauthenticated->setEnabled(chosen.allowUnauthenticated && !isPerProvider);
    m_ui->unauthenticated->setToolTip(
        isPerProvider
            ? tr("A WDS server has this for each of its content providers, not for one that is published")
        : chosen.allowUnauthenticated ? tr("Any machine on the network can then read what is published here")
                                      : tr("This provider serves only receivers that show a token."));
    lookAtSource();
}

void ContentPage::suggestName()
{
    if (!m_nameIsTyped) {
        const QFileInfo info(QDir::cleanPath(m_ui->source->path()));
        m_ui->name->setText(isFolder() ? info.fileName() : info.completeBaseName());
    }
    lookAtSource();
}

/// In another thread, since the file system may not answer.
void ContentPage::lookAtSource()
{
    const QString path = m_ui->source->path();
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
    m_ui->sourceProblem->say(m_ui->source->path().isEmpty() ? QString() : m_sourceIsWrong);
    m_ui->nameProblem->say(m_ui->name->text().isEmpty() ? QString() : nameProblem());
    m_ui->fallbackProblem->say(fallbackProblem());
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
    const QString name = m_ui->name->text().trimmed();
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
    const QString url = m_ui->fallback->text().trimmed();
    return url.isEmpty() || isFallbackUrl(url)
               ? QString()
               : tr("Give a URL with {content} in it, or nothing.", "{content} stays as it is");
}

void ContentPage::fill(NamespaceInfo &what) const
{
    what.contentProvider = provider().name;
    what.configuration = m_ui->source->path();
    what.name = m_ui->name->text().trimmed();
    what.friendlyName = m_ui->friendlyName->text().trimmed();
    what.description = m_ui->description->text().trimmed();
    what.fallbackUrl = m_ui->fallback->isEnabled() ? m_ui->fallback->text().trimmed() : QString();
    what.allowUnauthenticated = m_ui->unauthenticated->isEnabled() && m_ui->unauthenticated->isChecked();
}

} // namespace castdeck
