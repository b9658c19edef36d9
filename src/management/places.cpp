// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/places.h"

#include <algorithm>

namespace castdeck
{

Places Places::within(quint64 descriptors)
{
    const auto bounded = [descriptors](int most, int share) {
        return int(std::clamp<quint64>(descriptors / quint64(share), 4, quint64(most)));
    };
    Places places;
    places.receivers = bounded(bounds::Receivers, 4);
    places.receiversPerToken = bounded(bounds::ReceiversPerToken, 5);
    places.others = bounded(bounds::Administrators, 16);
    places.othersPerToken = bounded(bounds::AdministratorsPerToken, 24);
    places.ungreeted = bounded(bounds::Ungreeted, 8);
    return places;
}

} // namespace castdeck
