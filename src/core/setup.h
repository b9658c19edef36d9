// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QList>

namespace castdeck
{

/// WDSTRANSPORT_FEATURE_FLAGS
enum FeatureFlag : quint32 {
    FeatureAdminPack = 0x1,
    FeatureTransportServer = 0x2,
    FeatureDeploymentServer = 0x4
};

/// WDSTRANSPORT_PROTOCOL_FLAGS
enum ProtocolFlag : quint32 { ProtocolUnicast = 0x1, ProtocolMulticast = 0x2 };

/// Where contents of namespaces can come from.
struct ContentProviderInfo {
    QString name;        ///< as namespaces name it
    QString description; ///< what its configuration text means
    bool allowUnauthenticated =
        false; ///< serves askers that nobody vouches for, where the namespace does too

    static void describe(auto &a, auto &v)
    {
        a("name", v.name);
        a("description", v.description);
        a("allowUnauthenticated", v.allowUnauthenticated);
    }
    friend bool operator==(const ContentProviderInfo &, const ContentProviderInfo &) = default;
};

/// The setup manager's properties (management-api §3).
struct SetupInfo {
    QString version;
    quint32 features = 0;  ///< FeatureFlag
    quint32 protocols = 0; ///< ProtocolFlag
    QList<ContentProviderInfo> contentProviders;

    static void describe(auto &a, auto &v)
    {
        a("version", v.version);
        a("features", v.features);
        a("protocols", v.protocols);
        a("contentProviders", v.contentProviders);
    }
    friend bool operator==(const SetupInfo &, const SetupInfo &) = default;
};

} // namespace castdeck
