// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/receiveroptions.h"

#include "apps/receiver/exitcode.h"

#include <CLI/CLI.hpp>
#include <QFile>
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

std::string isFingerprint(const std::string &text)
{
    const bool right = text.size() == 7 + 64 && text.starts_with("sha256:") &&
                       text.find_first_not_of("0123456789abcdefABCDEF", 7) == std::string::npos;
    return right ? std::string() : "not of the form sha256:HEX with 64 digits";
}

} // namespace

bool ReceiverOptions::toBlockDevice() const
{
    struct stat found = {};
    return stat(QFile::encodeName(output).constData(), &found) == 0 && S_ISBLK(found.st_mode);
}

std::variant<ReceiverOptions, int> parseCommandLine(const QStringList &arguments)
{
    ReceiverOptions options;
    std::string server, space, content, initiation, interface, name, tokenFile, fingerprint, output;
    std::string ca, certificate, key;

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
    app.add_option("--token-file", tokenFile, "File with the token that the server wants over TLS");
    app.add_option("--fingerprint", fingerprint,
                   "Certificate expected of the server over TLS\n"
                   "(default: the one it showed when this user met it first)")
        ->option_text("sha256:HEX")
        ->check(isFingerprint);
    app.add_option("--ca", ca, "Believe servers whose certificate is signed by one of these (PEM)")
        ->option_text("FILE");
    auto *certificateOption =
        app.add_option("--certificate", certificate, "Show this certificate to the server over TLS (PEM)")
            ->option_text("FILE");
    auto *keyOption =
        app.add_option("--key", key, "The private key of --certificate (PEM)")->option_text("FILE");
    certificateOption->needs(keyOption);
    keyOption->needs(certificateOption);
    app.add_option("--limit", options.limit, "Write no faster than this")
        ->option_text("BYTES_PER_S")
        ->check(CLI::PositiveNumber);
    app.add_flag("--no-fallback", options.noFallback, "Never get by unicast what multicast does not bring");
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

    std::vector<std::string> reversed; // the library takes them from the back
    for (qsizetype i = arguments.size() - 1; i > 0; --i)
        reversed.push_back(arguments[i].toStdString());
    try {
        app.parse(reversed);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? 0 : static_cast<int>(ExitCode::Usage);
    }

    options.server = QString::fromStdString(server);
    options.namespaceName = QString::fromStdString(space);
    options.content = QString::fromStdString(content);
    const bool wantsTls = !tokenFile.empty() || !fingerprint.empty() || !ca.empty() || !certificate.empty();
    if (initiation == "udp" && (!tokenFile.empty() || !ca.empty() || !certificate.empty()))
        std::cerr << "castjoin: tokens and certificates mean nothing with --initiation udp\n";
    options.initiation = initiation == "tls" || (initiation.empty() && wantsTls)
                             ? ReceiverOptions::Initiation::Tls
                             : ReceiverOptions::Initiation::Udp;
    options.interface = QString::fromStdString(interface);
    options.clientName = name.empty() ? QSysInfo::machineHostName() : QString::fromStdString(name);
    options.tokenFile = QString::fromStdString(tokenFile);
    options.fingerprint = QString::fromStdString(fingerprint);
    options.tlsFiles = {QString::fromStdString(ca), QString::fromStdString(certificate),
                        QString::fromStdString(key)};
    options.output = output.empty() ? defaultOutput(options.content) : QString::fromStdString(output);
    if (options.output.isEmpty()) {
        std::cerr << "castjoin: this content gives no file name; say where to write with -o FILE\n";
        return static_cast<int>(ExitCode::Usage);
    }
    return options;
}

} // namespace castdeck
