// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/namespacefile.h"

#include "core/jsonarchive.h"
#include "core/namespacerules.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <cerrno>

namespace castdeck
{

namespace
{

constexpr qint64 sizeMax = 1 << 20;

tl::unexpected<Error> bad(const QString &what)
{
    return failure(ErrorCode::InvalidParameter, what);
}

Result<QByteArray> contentOf(const QString &path)
{
    QFile file(path);
    const bool isInput = path == QLatin1String("-");
    errno = 0;
    if (isInput ? !file.open(stdin, QIODevice::ReadOnly) : !file.open(QIODevice::ReadOnly))
        return systemFailure(path);
    QByteArray content;
    // A pipe gives what is in it, not what was asked for.
    for (QByteArray part = file.read(sizeMax + 1); !part.isEmpty() && content.size() <= sizeMax;
         part = file.read(sizeMax + 1))
        content += part;
    if (file.error() != QFileDevice::NoError)
        return failure(ErrorCode::FileFailure, file.errorString());
    return content.size() > sizeMax ? Result<QByteArray>(bad(QStringLiteral("too large"))) : content;
}

/// As the server would read it; what is left out is as ever.
Result<NamespaceInfo> namespaceOf(const QJsonObject &given)
{
    QJsonObject whole{{QStringLiteral("id"), 0},
                      {QStringLiteral("type"), toText(NamespaceType::AutoCast)},
                      {QStringLiteral("contentProvider"), QStringLiteral("WDS")},
                      {QStringLiteral("tombstoned"), false},
                      {QStringLiteral("allowUnauthenticated"), false}};
    for (auto it = given.begin(); it != given.end(); ++it)
        whole.insert(it.key(), *it);
    NamespaceInfo info;
    if (const QString wrong = json::Reader::read(whole, info); !wrong.isEmpty())
        return bad(wrong.mid(1)); // behind the dot
    return unregisteredCopy(info);
}

} // namespace

Result<QList<NamespaceInfo>> readNamespaces(const QString &path)
{
    const auto content = contentOf(path);
    if (!content)
        return tl::unexpected(content.error());
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(*content, &error);
    if (document.isNull())
        return bad(QStringLiteral("no JSON: %1 at byte %2").arg(error.errorString()).arg(error.offset));
    const QJsonArray described = document.isArray() ? document.array() : QJsonArray{document.object()};
    if (described.isEmpty())
        return bad(QStringLiteral("describes no namespace"));
    QList<NamespaceInfo> all;
    for (const QJsonValue one : described) {
        if (!one.isObject())
            return bad(QStringLiteral("describes no namespace"));
        const auto read = namespaceOf(one.toObject());
        if (!read)
            return tl::unexpected(read.error());
        all.append(*read);
    }
    return all;
}

} // namespace castdeck
