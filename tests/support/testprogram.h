// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/patience.h"

// One program holds all tests of a folder, and runs one of them: `tst_<folder> <unit> [ARGUMENT…]`, with the
// arguments of Qt Test. Each file has a namespace of its own name, so that no name in it meets one of another
// file.

namespace castdeck::test
{

using Main = int (*)(int argc, char **argv);

/// Lets the program run @p main as the unit that @p file is named after (`…/tst_<unit>.cpp`), or as @p name.
class ProgramPart
{
public:
    explicit ProgramPart(const char *file, Main main, const char *name = nullptr);
};

template <class Application, class Test>
int runTest(int argc, char **argv)
{
    Application application(argc, argv);
    Test test;
    return QTest::qExec(&test, argc, argv);
}

} // namespace castdeck::test

/// A test without windows. In place of QTEST_GUILESS_MAIN, inside the namespace of the file.
#define CASTDECK_TEST(Test)                                                                                  \
    static const castdeck::test::ProgramPart part(__FILE__, &castdeck::test::runTest<QCoreApplication, Test>);
