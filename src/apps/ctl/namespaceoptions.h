// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/ctl/syntax.h"
#include "core/values.h"

namespace castdeck
{

/// The properties of a namespace as they are typed; what is not typed stays as it is.
class NamespaceOptions
{
public:
    enum class Need { TypeAndPath, Nothing };
    void declare(Syntax &syntax, Need need);
    /// Writes them over @p what; what is wrong with them, empty if nothing.
    QString applyTo(NamespaceInfo &what) const;

private:
    QString m_type;
    QString m_path;
    QString m_provider;
    std::optional<QString> m_friendlyName;
    std::optional<QString> m_description;
    std::optional<QString> m_fallbackUrl;
    std::optional<quint32> m_clients;
    std::optional<QDateTime> m_at;
    bool m_allow = false;
    bool m_forbid = false;
};

} // namespace castdeck
