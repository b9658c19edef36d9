// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wds/fake/object.h"

namespace castdeck::wds::fake
{

/// A namespace that is in the scenario.
IWdsTransportNamespace *registeredNamespace(const Row &row);
/// One that is made, and not there yet.
IWdsTransportNamespace *newNamespace(json row);

/// The same for every list whose rows hang on one of another: the objects of those rows.
template <class Make>
IWdsTransportCollection *childrenOf(const char *list, const char *key, const Row &parent, Make make)
{
    std::vector<IDispatch *> objects;
    const auto data = Scenario::instance().data();
    if (const auto rows = data->find(list); rows != data->end()) {
        for (const json &row : *rows) {
            if (row.at(key) == parent.at("id"))
                objects.push_back(make(Row{data, &row}));
        }
    }
    return collectionOf(std::move(objects));
}

} // namespace castdeck::wds::fake
