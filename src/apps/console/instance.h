// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"
#include "core/error.h"

namespace castdeck
{

/// The place of the one console that works with this user's files. Whoever holds it is the first; a second
/// one, which finds it taken, hands over to the first what it was started for.
class Instance
{
public:
    /// Where consoles of this user meet: a folder that is this user's alone, made if need be.
    /// FileAccessDenied if it is somebody else's or open to others.
    static Result<QString> folder();
    /// Takes the place in that folder. Busy: another console has it. It is free again however the program
    /// ends.
    static Result<Instance> take(const QString &folder);
    /// The socket of the first one in the folder.
    static QString socketIn(const QString &folder);

private:
    explicit Instance(Descriptor lock) : m_lock(std::move(lock)) {}

    Descriptor m_lock;
};

} // namespace castdeck
