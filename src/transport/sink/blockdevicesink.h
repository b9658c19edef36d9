// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"
#include "transport/sink/contentsink.h"
#include "transport/sink/deviceuse.h"
#include "transport/sink/readback.h"

#include <optional>

namespace castdeck
{

/// A disk, a partition, or another block device, written from its first byte on. There is no name that tells
/// a complete content from a part of one, so a download that ends early leaves the device as it is, to be
/// gone on with.
class BlockDeviceSink : public ContentSink
{
public:
    /// Before anything is written: WrongFileKind if @p path is no block device, Busy as checkUnused() and if
    /// another program has it for itself, DeviceFull if it holds less than @p size bytes, else what the
    /// system says.
    static Result<std::unique_ptr<BlockDeviceSink>> create(const QString &path, uint64_t size,
                                                           const DeviceFacts &facts = {});

    /// From now on finish() reads everything back from the device, and fails with VerificationFailed if it is
    /// not this.
    void expect(const ContentDigest::Value &digest) override { m_expected = digest; }

    Result<void> write(uint64_t offset, std::span<iovec> pieces) override;
    Result<void> read(uint64_t offset, std::span<uint8_t> bytes) const override;
    Result<void> finish() override;

private:
    BlockDeviceSink(Descriptor device, QString path, uint64_t size)
        : m_device(std::move(device)), m_path(std::move(path)), m_size(size)
    {
    }

    Descriptor m_device;
    QString m_path;
    uint64_t m_size; ///< of the content
    std::optional<ContentDigest::Value> m_expected;
};

} // namespace castdeck
