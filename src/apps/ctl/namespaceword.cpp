// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/namespaceword.h"

#include "apps/ctl/wireobject.h"

namespace castdeck
{

Result<NamespaceInfo> findNamespace(const Inventory &inventory, const QString &word)
{
    const NamespaceInfo *found = nullptr;
    for (const NamespaceInfo &space : inventory.namespaces) {
        if (space.name == word && (!found || found->tombstoned))
            found = &space;
    }
    if (!found)
        found = inventory.find(NamespaceId(word.toUInt()));
    return found ? Result<NamespaceInfo>(*found) : failure(ErrorCode::NamespaceNotFound);
}

void showNamespaceReport(Shell &shell, const NamespaceReport &report, const QString &name)
{
    QJsonObject row = wireValue(report).toObject();
    row.insert(QStringLiteral("name"), name);
    shell.single({{{"id", "Id", Column::Kind::Number}, {"name", "Name"}}, {row}});
    shell.finish(ExitCode::Done);
}

} // namespace castdeck
