// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/content/wimlibrary.h"

#include <QCryptographicHash>
#include <QFile>
#include <QLibrary>
#include <algorithm>
#include <cerrno>
#include <wimlib.h>

namespace castdeck
{

/// By the header that this is built with; the library's name carries the version of that interface.
struct WimLibrary::Functions {
    decltype(&wimlib_create_new_wim) createNewWim = nullptr;
    decltype(&wimlib_export_image) exportImage = nullptr;
    decltype(&wimlib_free) free = nullptr;
    decltype(&wimlib_get_error_string) errorString = nullptr;
    decltype(&wimlib_get_version) version = nullptr;
    decltype(&wimlib_get_wim_info) wimInfo = nullptr;
    decltype(&wimlib_global_init) globalInit = nullptr;
    decltype(&wimlib_open_wim) openWim = nullptr;
    decltype(&wimlib_register_progress_function) registerProgress = nullptr;
    decltype(&wimlib_set_output_chunk_size) setChunkSize = nullptr;
    decltype(&wimlib_set_wim_info) setWimInfo = nullptr;
    decltype(&wimlib_verify_wim) verifyWim = nullptr;
    decltype(&wimlib_write_to_fd) writeToFd = nullptr;
};

namespace
{

constexpr int interfaceVersion = 15;
/// Older ones lose extended attributes.
constexpr quint32 oldest = 1U << 20U | 13U << 10U;
/// More would take the processors from the sessions; whatever is compressed already is only copied.
constexpr unsigned threads = 1;

template <class Function>
bool resolve(QLibrary &library, Function &function, const char *name)
{
    function = reinterpret_cast<Function>(library.resolve(name));
    return function != nullptr;
}

enum wimlib_progress_status askWhether(enum wimlib_progress_msg, union wimlib_progress_info *, void *context)
{
    const auto &goOn = *static_cast<const WimLibrary::GoOn *>(context);
    return goOn() ? WIMLIB_PROGRESS_STATUS_CONTINUE : WIMLIB_PROGRESS_STATUS_ABORT;
}

/// A WIM's id would be another one each time, and with it the bytes.
void deriveId(wimlib_wim_info &target, const wimlib_wim_info &source, int image)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(QByteArrayView(reinterpret_cast<const char *>(source.guid), WIMLIB_GUID_LEN));
    hash.addData(QByteArray::number(image));
    std::ranges::copy(hash.result().first(WIMLIB_GUID_LEN), target.guid);
}

} // namespace

WimLibrary::WimLibrary(std::unique_ptr<const Functions> functions) : m_functions(std::move(functions)) {}

WimLibrary::~WimLibrary() = default;

std::shared_ptr<const WimLibrary> WimLibrary::load()
{
    QLibrary library(QStringLiteral("wim"), interfaceVersion);
    auto found = std::make_unique<Functions>();
    const bool complete = resolve(library, found->createNewWim, "wimlib_create_new_wim") &&
                          resolve(library, found->exportImage, "wimlib_export_image") &&
                          resolve(library, found->free, "wimlib_free") &&
                          resolve(library, found->errorString, "wimlib_get_error_string") &&
                          resolve(library, found->version, "wimlib_get_version") &&
                          resolve(library, found->wimInfo, "wimlib_get_wim_info") &&
                          resolve(library, found->globalInit, "wimlib_global_init") &&
                          resolve(library, found->openWim, "wimlib_open_wim") &&
                          resolve(library, found->registerProgress, "wimlib_register_progress_function") &&
                          resolve(library, found->setChunkSize, "wimlib_set_output_chunk_size") &&
                          resolve(library, found->setWimInfo, "wimlib_set_wim_info") &&
                          resolve(library, found->verifyWim, "wimlib_verify_wim") &&
                          resolve(library, found->writeToFd, "wimlib_write_to_fd");
    if (!complete || found->version() < oldest || found->globalInit(0) != 0)
        return nullptr;
    return std::shared_ptr<const WimLibrary>(new WimLibrary(std::move(found)));
}

/// A WIM that is closed in the end.
class WimLibrary::Handle
{
public:
    explicit Handle(const Functions &wim) : m_free(wim.free) {}
    Handle(const Handle &) = delete;
    Handle &operator=(const Handle &) = delete;
    ~Handle() { m_free(m_wim); }
    WIMStruct **place() { return &m_wim; }
    operator WIMStruct *() const { return m_wim; }

private:
    decltype(&wimlib_free) m_free;
    WIMStruct *m_wim = nullptr;
};

int WimLibrary::write(const Export &what, const GoOn &goOn) const
{
    const Functions &wim = *m_functions;
    Handle source(wim);
    if (const int code = wim.openWim(QFile::encodeName(what.source).constData(), 0, source.place()))
        return code;
    wimlib_wim_info info = {};
    if (const int code = wim.wimInfo(source, &info))
        return code;
    Handle made(wim);
    if (const int code =
            wim.createNewWim(static_cast<wimlib_compression_type>(info.compression_type), made.place()))
        return code;
    // The compressed bytes are taken over as they are where both sides are cut alike.
    if (const int code = wim.setChunkSize(made, info.chunk_size))
        return code;
    const bool boots = info.boot_index == static_cast<uint32_t>(what.image);
    if (const int code =
            wim.exportImage(source, what.image, made, nullptr, nullptr, boots ? WIMLIB_EXPORT_FLAG_BOOT : 0))
        return code;
    wimlib_wim_info id = {};
    deriveId(id, info, what.image);
    if (const int code = wim.setWimInfo(made, &id, WIMLIB_CHANGE_GUID))
        return code;
    wim.registerProgress(made, askWhether, const_cast<GoOn *>(&goOn));
    const int solid = what.isSolid ? WIMLIB_WRITE_FLAG_SOLID : 0;
    return wim.writeToFd(made, what.target, WIMLIB_ALL_IMAGES, WIMLIB_WRITE_FLAG_RETAIN_GUID | solid,
                         threads);
}

/// The library copies compressed bytes without looking at them.
int WimLibrary::verify(int descriptor, const GoOn &goOn) const
{
    const Functions &wim = *m_functions;
    Handle made(wim);
    const QByteArray name = "/proc/self/fd/" + QByteArray::number(descriptor);
    if (const int code = wim.openWim(name.constData(), 0, made.place()))
        return code;
    wim.registerProgress(made, askWhether, const_cast<GoOn *>(&goOn));
    return wim.verifyWim(made, 0);
}

Result<void> WimLibrary::exportImage(const Export &what, const GoOn &goOn) const
{
    errno = 0;
    int code = write(what, goOn);
    if (code == WIMLIB_ERR_WRITE)
        return systemFailure(what.targetName);
    if (code == WIMLIB_ERR_OPEN)
        return systemFailure(what.source);
    if (code == 0)
        code = verify(what.target, goOn);
    if (code == 0)
        return {};
    if (code == WIMLIB_ERR_ABORTED_BY_PROGRESS)
        return failure(ErrorCode::Cancelled, what.source);
    const QString why =
        QString::fromLocal8Bit(m_functions->errorString(static_cast<wimlib_error_code>(code)));
    return failure(ErrorCode::FileFailure,
                   QStringLiteral("%1: image %2: %3").arg(what.source).arg(what.image).arg(why));
}

} // namespace castdeck
