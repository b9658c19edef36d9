// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTest>

namespace castdeck
{

/// How long a test waits for what must come, in ms: whether it comes is what is tested, and a machine that is
/// busy takes ten times what a quick one does.
inline constexpr int Patience = 60'000;

} // namespace castdeck

// As Qt has them, which gives up after five seconds.
#undef QTRY_COMPARE
#undef QTRY_VERIFY
#undef QTRY_VERIFY2
#define QTRY_COMPARE(expression, expected) QTRY_COMPARE_WITH_TIMEOUT(expression, expected, castdeck::Patience)
#define QTRY_VERIFY(expression) QTRY_VERIFY_WITH_TIMEOUT(expression, castdeck::Patience)
#define QTRY_VERIFY2(expression, text) QTRY_VERIFY2_WITH_TIMEOUT(expression, text, castdeck::Patience)
