// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctlwalk.h"
#include "support/patience.h"

#include <QDir>

namespace castdeck
{

/// Verbs of castctl against a fresh castdeckd for each function, as they should be used and as they should
/// not. After each step that changes something the server is restarted, which must change nothing.
class CtlWalkTest : public QObject
{
    Q_OBJECT

protected:
    QString walk(const QList<CtlWalk::Step> &steps) { return m_walk->take(steps); }
    void publish(const char *name)
    {
        QVERIFY(QDir(m_walk->path({})).mkpath(QStringLiteral("images")));
        m_walk->write(QStringLiteral("images/big.img"), QByteArray(20'000'000, 'x'));
        const CtlWalk::Run made = m_walk->as(
            "admin",
            QStringLiteral("namespace create %1 --type autocast --path images --allow-unauthenticated")
                .arg(QLatin1String(name)));
        QVERIFY2(made.code == 0, made.err.constData());
    }

    std::unique_ptr<CtlWalk> m_walk;

private Q_SLOTS:
    void init()
    {
        m_walk = std::make_unique<CtlWalk>();
        const QString wrong = m_walk->start();
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }
    void cleanup() { m_walk.reset(); }
};

} // namespace castdeck
