// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testprogram.h"

#include <QFileInfo>
#include <QTemporaryDir>
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
    return QFileInfo(QFile::decodeName(file)).completeBaseName().mid(QLatin1String("tst_").size()).toLatin1();
}

/// What the person who runs the tests has arranged is neither read nor changed, by them or the programs they
/// start. And whoever asks a proxy, as the environment tells, asks nobody.
void leaveHome(const QTemporaryDir &home)
{
    qputenv("HOME", QFile::encodeName(home.path()));
    for (const char *name :
         {"XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "no_proxy"})
        qunsetenv(name);
    for (const char *name : {"all_proxy", "http_proxy", "https_proxy"})
        qputenv(name, "http://127.0.0.1:9");
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
    const QTemporaryDir home;
    if (!home.isValid())
        qFatal("no folder of its own: %s", qPrintable(home.errorString()));
    castdeck::test::leaveHome(home);
    argv[1] = argv[0];
    return part->second(argc - 1, argv + 1);
}
