// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/vectors.h"

#include <QDir>
#include <QFile>

// Writes the vectors of the given files as one seed each: fuzzseeds DIR FILE...
int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    const QDir out(QString::fromLocal8Bit(argv[1]));
    if (!out.mkpath(QStringLiteral(".")))
        return 1;
    for (int i = 2; i < argc; ++i) {
        for (const auto &vector : castdeck::wire::test::readVectors(QString::fromLocal8Bit(argv[i]))) {
            QFile seed(out.filePath(vector.name()));
            if (!seed.open(QIODevice::WriteOnly) || seed.write(vector.bytes()) != vector.bytes().size())
                return 1;
        }
    }
    return 0;
}
