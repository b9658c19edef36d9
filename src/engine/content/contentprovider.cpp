// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/content/contentprovider.h"

#include <QTimer>

namespace castdeck
{

void ContentProvider::whenReady(const QString &configuration, const QString &content, const Waiter &waiter)
{
    if (!m_calls.whenAnswered(configuration, content, waiter))
        QTimer::singleShot(ContentSource::Fresh, &m_context, waiter);
}

Result<ContentSource> ContentProvider::onceSettled(ContentSource source)
{
    if (source.isFresh())
        return failure(ErrorCode::Busy, QStringLiteral("%1: still being written").arg(source.name()));
    return source;
}

} // namespace castdeck
