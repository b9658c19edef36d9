// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace castdeck
{

/// SIGINT, SIGTERM and, unless it is ignored, SIGHUP as a readable descriptor. One that comes more than two
/// seconds after the first ends the program as if nothing were installed, so that a person is never held up
/// and whoever is connected still is told goodbye. Ignores SIGPIPE and SIGXFSZ: a write says that its reader
/// is gone, or that the file may not grow. The handlers stay for the life of the program; make one.
class StopSignals
{
public:
    StopSignals();

    int descriptor() const { return m_read; }

private:
    int m_read = -1;
};

} // namespace castdeck
