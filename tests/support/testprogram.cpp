// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testprogram.h"

#include <QFileInfo>
#include <cstdio>
#include <map>

namespace castdeck::test
{

namespace
{

std::map<QByteArray, Main> &parts()
{
    static std::map<QByteArray, Main> all;
    return all;
}

QByteArray unitOf(const char *file)
{
    return QFileInfo(QFile::decodeName(file)).completeBaseName().mid(qstrlen("tst_")).toLatin1();
}

} // namespace

ProgramPart::ProgramPart(const char *file, Main main, const char *name)
{
    parts().emplace(name ? QByteArray(name) : unitOf(file), main);
}

} // namespace castdeck::test

int main(int argc, char **argv)
{
    const auto &parts = castdeck::test::parts();
    const auto part = argc > 1 ? parts.find(argv[1]) : parts.end();
    if (part == parts.end()) {
        std::fprintf(stderr, "usage: %s UNIT [ARGUMENT...]\nunits:", argv[0]);
        for (const auto &[name, main] : parts)
            std::fprintf(stderr, " %s", name.constData());
        std::fprintf(stderr, "\n");
        return 2;
    }
    argv[1] = argv[0];
    return part->second(argc - 1, argv + 1);
}
