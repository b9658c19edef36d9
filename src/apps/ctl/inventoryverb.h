// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/ctl/shell.h"
#include "apps/ctl/verb.h"

namespace castdeck
{

/// A verb that asks for the state of the server and goes on from there.
class InventoryVerb : public Verb
{
public:
    void run(Shell &shell) final
    {
        shell.ask([this, &shell](ServerConnection &server) {
            shell.take(
                server.ask(RetrieveInventory{}), {},
                [this, &shell, &server](const Inventory &inventory) { look(shell, server, inventory); });
        });
    }

protected:
    virtual void look(Shell &shell, ServerConnection &server, const Inventory &inventory) = 0;
};

/// A verb that shows rows of the state, and is done.
class ListVerb : public InventoryVerb
{
protected:
    void look(Shell &shell, ServerConnection &, const Inventory &inventory) final
    {
        shell.list(rows(inventory));
        shell.finish(ExitCode::Done);
    }
    virtual Listing rows(const Inventory &inventory) const = 0;
};

} // namespace castdeck
