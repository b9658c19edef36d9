// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QString>
#include <functional>
#include <memory>

namespace castdeck
{

/// The system's wimlib, looked for when the program runs: without it everything else works. Its functions may
/// be called from any thread, by several at once.
class WimLibrary
{
public:
    /// Null where it is not installed, or too old.
    static std::shared_ptr<const WimLibrary> load();
    ~WimLibrary();

    struct Export {
        QString source; ///< path of the WIM
        int image = 0;  ///< counted from 1
        bool isSolid = false;
        int target = -1;    ///< an empty regular file, open for reading and writing
        QString targetName; ///< for error texts
    };
    /// Asked every now and then while it writes: whether to go on.
    using GoOn = std::function<bool()>;
    /// Writes one image as a WIM of its own, and reads it once, so that what is damaged is not handed on. The
    /// same source gives the same bytes each time. What is wrong with the source is FileFailure or, where the
    /// system says more, its error; Cancelled if @p goOn said no.
    Result<void> exportImage(const Export &what, const GoOn &goOn) const;

private:
    struct Functions;
    class Handle;
    int write(const Export &what, const GoOn &goOn) const;
    int verify(int descriptor, const GoOn &goOn) const;
    explicit WimLibrary(std::unique_ptr<const Functions> functions);

    std::unique_ptr<const Functions> m_functions;
};

} // namespace castdeck
