// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/receiveroptions.h"

#include "apps/common/parsing.h"
#include "apps/common/trustoptions.h"
#include "apps/receiver/machinename.h"

#include <CLI/CLI.hpp>
#include <QFile>
#include <QFileInfo>
#include <QSysInfo>
#include <iostream>
#include <sys/stat.h>

namespace castdeck
{

namespace
{

/// A file name for a content when none was given: the last part of its name. Empty if that is no file name.
QString defaultOutput(const QString &content)
{
    QString name = content;
    name.replace(QLatin1Char('\\'), QLatin1Char('/'));
    name = name.section(QLatin1Char('/'), -1);
    const bool usable = !name.startsWith(QLatin1Char('.')) && name != QLatin1String("-");
    return usable ? name : QString();
}

/// Where a link leads, even if nothing is there yet, so that it is what it leads to that is written.
QString withoutLinks(QString path)
{
    constexpr int LinksMost = 40; // as the system allows
    for (int i = 0; i < LinksMost && QFileInfo(path).isSymLink(); ++i)
        path = QFileInfo(path).symLinkTarget();
    return path;
}

} // namespace

bool ReceiverOptions::toBlockDevice() const
{
    struct stat found = {};
    return stat(QFile::encodeName(output).constData(), &found) == 0 && S_ISBLK(found.st_mode);
}

std::variant<ReceiverOptions, int> parseReceiverOptions(const QStringList &arguments)
{
    ReceiverOptions options;
    std::string server, space, content, initiation, interface, name, output;

    CLI::App app("Joins a multicast session and writes what it carries.\n"
                 "An unfinished download is FILE.part, never FILE.",
                 "castjoin");
    app.set_version_flag("--version", "castjoin " CASTDECK_VERSION);
    app.add_option("SERVER", server, "Host name or address of the transport server")->required();
    app.add_option("NAMESPACE", space, "Namespace that publishes the content")->required();
    app.add_option("CONTENT", content, "Name of the content in the namespace")->required();
    app.add_option("--port", options.managementPort, "Management port of the server (default 5042)")
        ->check(CLI::Range(1, 65535));
    app.add_option("--initiation", initiation,
                   "How to ask for the session: tls is authenticated and verified, udp is not\n"
                   "(default tls with --token-file, --fingerprint, --ca or --certificate, else udp)")
        ->check(CLI::IsMember({"tls", "udp"}));
    app.add_option("--initiation-port", options.initiationPort, "UDP port that is asked (default 5041)")
        ->check(CLI::Range(1, 65535));
    app.add_option("--interface", interface, "Interface to receive on, by name or address")
        ->option_text("NAME|ADDR");
    app.add_option("--name", name, "Name shown at the server (default: the host's)")->option_text("HOST");
    TrustOptions trust(app);
    app.add_option("--limit", options.limit, "Write no faster than this")
        ->option_text("BYTES_PER_S")
        ->check(CLI::PositiveNumber);
    app.add_flag("--no-fallback", options.noFallback, "Never get by unicast what multicast does not bring");
    app.add_flag("--join-gaps", options.joinGaps,
                 "With more gaps than fit an answer, ask for some blocks twice rather than wait");
    app.add_option("--fallback-port", options.fallbackPort,
                   "HTTPS port of the server for that, if it was asked over UDP (default 5043)")
        ->check(CLI::Range(1, 65535));
    app.add_flag("--json", options.json, "Report in JSON lines");
    app.add_option("-o,--output", output,
                   "File or block device to write, - for standard output\n"
                   "(default: name of the content)")
        ->option_text("FILE|-");
    app.footer("Exit codes: 0 complete; 1 local failure; 2 usage; 3 server out of reach, or it refused;\n"
               "10 terminated by an administrator; 11 told to fall back, and that failed; 12 too slow for\n"
               "the session; 13 verification failed; 14 timed out.");

    if (const auto code = parseArguments(app, arguments))
        return *code;

    options.server = QString::fromStdString(server);
    options.namespaceName = QString::fromStdString(space);
    options.content = QString::fromStdString(content);
    if (initiation == "udp" && trust.isCredential())
        std::cerr << "castjoin: tokens and certificates mean nothing with --initiation udp\n";
    options.initiation = initiation == "tls" || (initiation.empty() && trust.isAny())
                             ? ReceiverOptions::Initiation::Tls
                             : ReceiverOptions::Initiation::Udp;
    options.interface = QString::fromStdString(interface);
    options.clientName =
        nameOfMachine(name.empty() ? QSysInfo::machineHostName() : QString::fromStdString(name));
    options.tokenFile = trust.tokenFile();
    options.fingerprint = trust.fingerprint();
    options.tlsFiles = trust.tlsFiles();
    options.output = output.empty() ? defaultOutput(options.content) : QString::fromStdString(output);
    if (options.output.isEmpty()) {
        std::cerr << "castjoin: this content gives no file name; say where to write with -o FILE\n";
        return UsageError;
    }
    if (!options.toStandardOutput())
        options.output = withoutLinks(options.output);
    return options;
}

} // namespace castdeck
