// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/values.h"
#include "models/connectionstatus.h"

#include <QList>
#include <numeric>

namespace castdeck
{

/// One content, with those who carry it now.
struct CarriedContent {
    ContentInfo info;
    int sessions = 0;
    int clients = 0;

    friend bool operator==(const CarriedContent &, const CarriedContent &) = default;
};

/// One namespace with its contents, in order of id.
struct CatalogueEntry {
    NamespaceInfo info;
    QList<CarriedContent> contents;

    friend bool operator==(const CatalogueEntry &, const CatalogueEntry &) = default;
};

/// What one server has published, in order of id.
struct Catalogue {
    QString serverName; ///< as this console calls it
    bool reachable = false;
    Powers powers;
    QList<CatalogueEntry> namespaces;
};

} // namespace castdeck
