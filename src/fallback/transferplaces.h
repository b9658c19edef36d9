// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

namespace castdeck
{

/// For contents on their way: a bounded number, of which no address has all, and no token, so one that got
/// lost keeps nobody out but those who hold it too. All who need no token count as one. Pure.
class TransferPlaces
{
public:
    struct Limits {
        size_t inAll = 120;
        size_t perAddress = 30;
        size_t perToken = 90;
    };
    explicit TransferPlaces(const Limits &limits) : m_limits(limits) {}

    /// False: none is free for these.
    bool take(int key, const QString &address, const QString &tokenId);
    /// An unknown key is no error.
    void giveBack(int key);

private:
    struct Place {
        int key = -1;
        QString address;
        QString tokenId;
    };
    Limits m_limits;
    std::vector<Place> m_taken;
};

} // namespace castdeck
