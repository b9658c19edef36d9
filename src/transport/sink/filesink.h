// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"
#include "transport/content/contentdigest.h"
#include "transport/sink/contentsink.h"

namespace castdeck
{

/// A file. It is written as FILE.part and gets its name when it is complete and on the device, so FILE is
/// never a part of anything. FILE.part is locked (flock) against a second writer, has its full size from the
/// start, and stays behind when the download ends early, so that a later one can resume it.
class FileSink : public ContentSink
{
public:
    /// WrongFileKind if @p path is there and is no regular file; DeviceFull if there is no room for @p size
    /// bytes; Busy if another process writes the same .part; FileAccessDenied if the .part is another file as
    /// well (a hard link); else what the system says. An older .part of the same size keeps its bytes until
    /// they are written over, another starts again from nothing; where this fails, it stays as it is.
    static Result<std::unique_ptr<FileSink>> create(const QString &path, uint64_t size);

    /// From now on finish() reads everything back and fails with VerificationFailed, without giving the file
    /// its name, if it is not this.
    void expect(const ContentDigest::Value &digest) override { m_expected = digest; }

    Result<void> write(uint64_t offset, std::span<iovec> pieces) override;
    Result<void> read(uint64_t offset, std::span<uint8_t> bytes) const override;
    Result<void> finish() override;

    static QString partPath(const QString &path) { return besideName(path, QStringLiteral(".part")); }
    /// Of a small file about the .part.
    static QString statePath(const QString &path) { return besideName(path, QStringLiteral(".part.state")); }

private:
    static QString besideName(const QString &path, const QString &ending);
    FileSink(Descriptor file, QString path) : m_file(std::move(file)), m_path(std::move(path)) {}

    Descriptor m_file;
    QString m_path;
    std::optional<ContentDigest::Value> m_expected;
};

} // namespace castdeck
