// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/request.h"

#include <array>

namespace castdeck
{

namespace
{

template <class... All>
struct InfoTable {
    static constexpr std::array rows{All::info...};
};

} // namespace

std::optional<VerbInfo> verbOf(const RequestBody &body)
{
    constexpr auto &rows = Verbs::Apply<InfoTable>::rows;
    const auto *unreadable = std::get_if<UnreadableRequest>(&body);
    const size_t verb = unreadable ? unreadable->verb.value_or(rows.size()) : body.index();
    return verb < rows.size() ? std::optional(rows[verb]) : std::nullopt;
}

bool allows(Role role, const RequestBody &body)
{
    const auto verb = verbOf(body);
    switch (verb ? verb->right : Right::Anything) {
    case Right::Anything:
        return true;
    case Right::Read:
        return role != Role::Receiver;
    case Right::Operate:
        return role == Role::Operator || role == Role::Admin;
    case Right::Administer:
        return role == Role::Admin;
    case Right::Initiate:
        return role == Role::Receiver || role == Role::Admin;
    }
    return false;
}

} // namespace castdeck
