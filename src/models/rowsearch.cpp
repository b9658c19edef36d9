// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/untrusted.h"
#include "models/rowtext.h"
#include "models/serverbranch.h"

namespace castdeck
{

// What a person can find a row by.

namespace
{

/// Of the row by itself: what is below it is found by itself.
std::optional<Health> ownHealth(const InventoryNode &node)
{
    switch (node.kind) {
    case RowKind::Server:
        return healthOf(node.branch->status());
    case RowKind::Session:
        return healthOf(node.session());
    case RowKind::Namespace:
        return healthOf(node.nameSpace());
    case RowKind::Client:
        return healthOf(node.client());
    case RowKind::PastSession:
    case RowKind::PastClient:
        break;
    }
    return std::nullopt;
}

std::optional<double> known(const QVariant &number, double factor = 1)
{
    const bool isKnown = number.isValid() && number.toDouble() >= 0;
    return isKnown ? std::optional(number.toDouble() * factor) : std::nullopt;
}

} // namespace

RowFields RowText::fields() const
{
    RowFields fields;
    fields.name = display(Column::Name);
    fields.server = printable(m_node.branch->displayName());
    fields.site = printable(m_node.branch->group());
    if (const NamespaceInfo *info = nameSpace())
        fields.nameSpace = printable(info->name);
    fields.address = display(Column::Address) + QLatin1Char(' ') + display(Column::Interface);
    fields.state = value(Column::State).toString() + QLatin1Char(' ') + state();
    if (const auto health = ownHealth(m_node))
        fields.attention = toText(*health);
    fields.loss = known(number(Column::Loss), 100);
    fields.rate = known(number(Column::Rate));
    fields.done = known(progress());
    fields.clients = known(number(Column::Clients));
    return fields;
}

} // namespace castdeck
