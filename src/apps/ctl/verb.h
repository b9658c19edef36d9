// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace castdeck
{

class Shell;
class Syntax;

/// One thing castctl can be told to do.
class Verb
{
public:
    /// Group and name as they are typed; without a group the name stands alone.
    struct Summary {
        const char *group;
        const char *name;
        const char *help;
    };

    Verb() = default;
    Verb(const Verb &) = delete;
    Verb &operator=(const Verb &) = delete;
    virtual ~Verb() = default;

    virtual Summary summary() const = 0;
    virtual void declare(Syntax &) {}
    /// Begins. Called once, in the event loop; Shell::finish() ends it.
    virtual void run(Shell &shell) = 0;
};

} // namespace castdeck
