// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/receiver/receiveroptions.h"
#include "apps/receiver/sessionoffer.h"
#include "apps/receiver/unicastdownload.h"

namespace castdeck
{

/// Where the content of an offer can be had by unicast, best first: the place that the server names, then the
/// server itself. That has to show the certificate that was seen when it was asked; if it was asked over UDP,
/// the one of --fingerprint, else the one that was pinned when its HTTPS port was met first.
/// TrustStore's errors.
Result<QList<UnicastPlace>> unicastPlaces(const ReceiverOptions &options, const SessionOffer &offer);

/// Where the hash tree of an offer is, which has one. TrustStore's errors.
Result<UnicastPlace> treePlace(const ReceiverOptions &options, const SessionOffer &offer);

} // namespace castdeck
