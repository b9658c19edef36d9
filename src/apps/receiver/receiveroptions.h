// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hostport.h"
#include "management/tlsfiles.h"

#include <QString>
#include <QStringList>
#include <cstdint>
#include <optional>
#include <variant>

namespace castdeck
{

/// The command line of castjoin.
struct ReceiverOptions {
    enum class Initiation { Udp, Tls };

    QString server;
    QString namespaceName;
    QString content;
    Initiation initiation = Initiation::Udp;
    uint16_t managementPort = ManagementPort;
    uint16_t initiationPort = InitiationPort;
    QString interface;  ///< name or address; empty: the one towards the server
    QString clientName; ///< shown at the server; by default the host's
    QString tokenFile;
    QString fingerprint;
    TlsFiles tlsFiles;
    uint16_t fallbackPort = 5043; ///< of the server; used when it was asked over UDP, which does not tell it
    uint64_t limit = 0;           ///< bytes per second, 0: none
    bool hashTree = true; ///< false: where it is cannot be reached, so the content is verified by its digest
    bool noFallback = false;
    bool joinGaps = false; ///< get some blocks twice rather than wait for further rounds
    bool json = false;
    QString output; ///< file, block device, or "-" for standard output

    bool toStandardOutput() const { return output == QLatin1String("-"); }
    /// As the system says now.
    bool toBlockDevice() const;
    /// To FILE, by way of FILE.part.
    bool toFile() const { return !toStandardOutput() && !toBlockDevice(); }
};

/// The options, or the code the program has to exit with at once (help was asked for, or the usage is wrong;
/// what there is to say has been printed).
std::variant<ReceiverOptions, int> parseReceiverOptions(const QStringList &arguments);

} // namespace castdeck
