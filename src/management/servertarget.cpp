// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/servertarget.h"

#include "management/processchannel.h"

namespace castdeck
{

std::unique_ptr<Channel> connectTo(const ServerTarget &target,
                                   std::function<void(const SeenCertificate &)> seen)
{
    if (const auto *command = std::get_if<StreamCommand>(&target))
        return std::make_unique<ProcessChannel>(*command);
    return connectTls(std::get<TlsTarget>(target), std::move(seen));
}

} // namespace castdeck
