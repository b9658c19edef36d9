// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/testprogram.h"

#include <QApplication>

namespace castdeck::test
{

/// As QTEST_MAIN has it: points are as large on every screen.
class WindowApplication : public QApplication
{
public:
    WindowApplication(int &argc, char **argv) : QApplication(argc, argv)
    {
        setAttribute(Qt::AA_Use96Dpi, true);
    }
};

} // namespace castdeck::test

/// A test with windows. In place of QTEST_MAIN, inside the namespace of the file.
#define CASTDECK_WINDOW_TEST(Test)                                                                           \
    static const castdeck::test::ProgramPart part(                                                           \
        __FILE__, &castdeck::test::runTest<castdeck::test::WindowApplication, Test>);
