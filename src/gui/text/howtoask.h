// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/offering.h"

#include <QMetaType>

namespace castdeck
{

/// What a machine has to be told so that it gets what a namespace offers.
struct HowToAsk {
    /// Tls: with a token, authenticated and verified. Udp: by whoever likes to.
    enum class Way : quint8 { Udp, Tls };

    QString namespaceName;
    QString server;             ///< as other machines find it; empty: it is not known
    bool isOnlyHere = false;    ///< no other machine finds it there
    bool takesAnybody = false;  ///< the namespace serves who shows no token
    quint16 initiationPort = 0; ///< over UDP; 0: nobody can ask so
    quint16 managementPort = 0; ///< over TLS; 0: nobody can ask so
    QString fingerprint;    ///< of the certificate there, "sha256:HEX"; empty: an authority vouches for it
    bool areImages = false; ///< contents are numbers of images
    std::optional<Error> error;            ///< why nobody gets anything now
    std::optional<Result<Offering>> files; ///< nothing: the server has been asked

    QList<Way> ways() const
    {
        QList<Way> all;
        if (takesAnybody && initiationPort != 0)
            all << Way::Udp;
        if (managementPort != 0)
            all << Way::Tls;
        return all;
    }
    friend bool operator==(const HowToAsk &, const HowToAsk &) = default;
};

} // namespace castdeck

Q_DECLARE_METATYPE(castdeck::HowToAsk)
