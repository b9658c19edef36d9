// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/namespaceword.h"

#include "apps/ctl/rowof.h"

namespace castdeck
{

namespace
{

const QString IdPrefix = QStringLiteral("id:");

} // namespace

Result<NamespaceInfo> findNamespace(const Inventory &inventory, const QString &word)
{
    const bool isId = word.startsWith(IdPrefix);
    const NamespaceInfo *named = nullptr;
    for (const NamespaceInfo &space : inventory.namespaces) {
        if (space.name == word && (!named || named->tombstoned))
            named = &space;
    }
    const QString number = isId ? word.sliced(IdPrefix.size()) : word;
    const NamespaceInfo *const numbered = inventory.find(NamespaceId(number.toUInt()));
    // The wrong one of two must not be ended.
    if (named && numbered && named != numbered && !isId)
        return failure(ErrorCode::InvalidParameter, QStringLiteral("%1 is the name of id:%2 and the id of %3")
                                                        .arg(word)
                                                        .arg(named->id.value())
                                                        .arg(numbered->name));
    const NamespaceInfo *const found = named ? named : numbered;
    return found ? Result<NamespaceInfo>(*found) : failure(ErrorCode::NamespaceNotFound);
}

void showNamespaceReport(Shell &shell, const NamespaceReport &report, const QString &name)
{
    QJsonObject row = rowOf(report);
    row.insert(QStringLiteral("name"), name);
    shell.single({{{"id", "Id", Column::Kind::Number}, {"name", "Name"}}, {row}});
    shell.finish(ExitCode::Done);
}

} // namespace castdeck
