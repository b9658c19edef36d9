// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QFuture>

namespace castdeck
{

/// What a verb is to be allowed (management/role.h says to whom).
enum class Right : quint8 {
    Anything,   ///< everybody who greeted
    Read,       ///< look at the server's state
    Operate,    ///< end and start what is published
    Administer, ///< change what the server is and has
    Initiate,   ///< be let into a session
};

/// Whether the audit says who asked for it.
enum class Audited : bool { No, Yes };

/// A verb is a plain struct: its members are what is said with it, its `Reply` is what it is answered with on
/// success, its `info` is this.
struct VerbInfo {
    const char *name; ///< "session.terminate": on the wire and in the audit
    Right right;
    Audited audited; ///< if it is not said: where it changes something on somebody's order

    constexpr VerbInfo(const char *verb, Right needed)
        : VerbInfo(verb, needed,
                   needed == Right::Operate || needed == Right::Administer ? Audited::Yes : Audited::No)
    {
    }
    constexpr VerbInfo(const char *verb, Right needed, Audited written)
        : name(verb), right(needed), audited(written)
    {
    }
};

template <class... Verbs>
struct VerbList {
    /// Template<Others..., Verbs...>
    template <template <class...> class Template, class... Others>
    using Apply = Template<Others..., Verbs...>;
    template <class... More>
    using And = VerbList<Verbs..., More...>;
};

/// An interface with one `ask` for each verb. What lacks one is abstract.
template <class List>
class Answers;

template <class Verb>
class Answers<VerbList<Verb>>
{
public:
    virtual QFuture<Result<typename Verb::Reply>> ask(const Verb &verb) = 0;

protected:
    ~Answers() = default;
};

template <class Verb, class... Verbs>
class Answers<VerbList<Verb, Verbs...>> : public Answers<VerbList<Verbs...>>
{
public:
    using Answers<VerbList<Verbs...>>::ask;
    virtual QFuture<Result<typename Verb::Reply>> ask(const Verb &verb) = 0;

protected:
    ~Answers() = default;
};

/// A @p Base that Answers the list by passing every verb on to @p Self::forward(verb).
template <class Self, class Base, class List>
class Forwards;

template <class Self, class Base>
class Forwards<Self, Base, VerbList<>> : public Base
{
public:
    using Base::ask;
    using Base::Base;
};

template <class Self, class Base, class Verb, class... Verbs>
class Forwards<Self, Base, VerbList<Verb, Verbs...>> : public Forwards<Self, Base, VerbList<Verbs...>>
{
    using Rest = Forwards<Self, Base, VerbList<Verbs...>>;

public:
    using Rest::ask;
    using Rest::Rest;
    QFuture<Result<typename Verb::Reply>> ask(const Verb &verb) override
    {
        return static_cast<Self *>(this)->forward(verb);
    }
};

} // namespace castdeck
