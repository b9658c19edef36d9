// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/content/folderprovider.h"

#include "engine/content/openbeneath.h"

#include <QFile>
#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <functional>
#include <unistd.h>

namespace castdeck
{

namespace
{

/// A folder held open.
class Folder
{
public:
    explicit Folder(const QString &path)
        : m_descriptor(::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC))
        , m_error(m_descriptor < 0 ? errno : 0)
    {
    }
    Folder(const Folder &) = delete;
    Folder &operator=(const Folder &) = delete;
    ~Folder()
    {
        if (m_descriptor >= 0)
            close(m_descriptor);
    }

    int descriptor() const { return m_descriptor; }
    int error() const { return m_error; }

private:
    int m_descriptor;
    int m_error;
};

bool isContentName(const QString &name)
{
    const auto parts = QStringView(name).split(u'/');
    return name.isValidUtf16() && !name.contains(QChar::Null) &&
           std::ranges::none_of(parts, [](QStringView part) {
               return part.isEmpty() || part == QLatin1String(".") || part == QLatin1String("..");
           });
}

/// With letters beyond ASCII, but none beyond that.
bool isLatin1(const QString &name)
{
    return name.toLatin1() != name.toUtf8() &&
           std::ranges::all_of(name, [](QChar c) { return c.unicode() <= 0xFF; });
}

/// The files in and below a folder, also those that links lead to, until @p take has had enough. (The
/// iterator of Qt 6.8 ends at the first name that is no UTF-8.)
void eachFile(const QString &path, const std::function<bool(const std::filesystem::directory_entry &)> &take)
{
    using namespace std::filesystem;
    std::error_code error;
    recursive_directory_iterator at(QFile::encodeName(path).toStdString(),
                                    directory_options::skip_permission_denied, error);
    for (; !error && at != recursive_directory_iterator(); at.increment(error)) {
        std::error_code gone;
        if (at->is_regular_file(gone) && !take(*at))
            return;
    }
}

Result<void> lookInto(const QString &path)
{
    const Folder folder(path);
    if (folder.error() != 0)
        return tl::unexpected(systemError(folder.error(), path, ErrorCode::FileFailure));
    bool hasFile = false;
    eachFile(path, [&hasFile](const auto &) {
        hasFile = true;
        return false;
    });
    return hasFile ? Result<void>() : failure(ErrorCode::FolderEmpty, path);
}

/// Only what open() would find: no link that leads elsewhere, and no name that nobody can type.
Result<Offering> listIn(const QString &path)
{
    const Folder folder(path);
    if (folder.error() != 0)
        return tl::unexpected(systemError(folder.error(), path, ErrorCode::FileFailure));
    const std::filesystem::path top(QFile::encodeName(path).toStdString());
    Offering offering;
    qsizetype text = 0;
    eachFile(path, [&](const std::filesystem::directory_entry &file) {
        std::error_code gone;
        const QString name = QString::fromStdString(file.path().lexically_relative(top).native());
        const bool leadsAway = file.is_symlink(gone) && !openBeneath(folder.descriptor(), name.toUtf8());
        const auto size = file.file_size(gone);
        if (gone || leadsAway || !isContentName(name) || name.contains(QChar::ReplacementCharacter))
            return true;
        text += name.size();
        offering.more = offering.contents.size() == Offering::MaxContents || text > Offering::MaxText;
        if (!offering.more)
            offering.contents.append({name, size});
        return !offering.more;
    });
    std::ranges::sort(offering.contents, {}, &OfferedContent::name);
    return offering;
}

Result<ContentSource> openIn(const QString &path, const QString &content)
{
    const Folder folder(path);
    if (folder.error() != 0)
        return tl::unexpected(systemError(folder.error(), path, ErrorCode::FileFailure));
    auto file = openBeneath(folder.descriptor(), content.toUtf8());
    // An old name in the bytes of an old system is written by a person as any other.
    if (!file && file.error().code == ErrorCode::FileNotFound && isLatin1(content))
        file = openBeneath(folder.descriptor(), content.toLatin1());
    if (file)
        return ContentSource::fromDescriptor(*file, content);
    const ErrorCode code = file.error().code;
    const bool isNone = code == ErrorCode::FileNotFound || code == ErrorCode::WrongFileKind;
    return failure(isNone ? ErrorCode::ContentNotFound : code, file.error().detail);
}

} // namespace

Result<void> FolderProvider::check(const QString &configuration) const
{
    if (!configuration.isEmpty() && !configuration.startsWith(u'/'))
        return failure(ErrorCode::InvalidNamespaceData,
                       configuration % QStringLiteral(": not an absolute path"));
    return calls().ask<void>(configuration, {}, [configuration] { return lookInto(configuration); });
}

void FolderProvider::list(const QString &configuration,
                          const std::function<void(const Result<Offering> &)> &done) const
{
    calls().ask<Offering>(
        configuration, [configuration] { return listIn(configuration); }, done);
}

Result<ContentSource> FolderProvider::open(const QString &configuration, const QString &content)
{
    if (!isContentName(content))
        return failure(ErrorCode::ContentNotFound, content % QStringLiteral(": not a name below the folder"));
    return calls()
        .ask<ContentSource>(configuration, content,
                            [configuration, content] { return openIn(configuration, content); })
        .and_then(onceSettled);
}

} // namespace castdeck
