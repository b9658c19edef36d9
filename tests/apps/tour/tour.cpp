// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tour.h"

#include <QTextStream>

namespace castdeck
{

Tour::Tour(QObject *parent) : QObject(parent)
{
    m_look.setInterval(5);
    connect(&m_look, &QTimer::timeout, this, &Tour::look);
}

void Tour::start()
{
    m_look.start();
    next();
}

void Tour::next()
{
    if (m_current == m_steps.size())
        return end(true);
    m_since.start();
    if (m_steps[m_current].act)
        m_steps[m_current].act();
}

void Tour::look()
{
    if (m_over)
        return;
    const Step &step = m_steps[m_current];
    const QString found = step.check();
    if (m_over)
        return;
    const auto label = [&](const char *mark) {
        return QStringLiteral("%1 %2/%3 %4")
            .arg(QLatin1String(mark))
            .arg(m_current + 1)
            .arg(m_steps.size())
            .arg(step.title);
    };
    if (!found.isEmpty()) {
        QTextStream(stdout) << label("ok  ") << ": " << found << Qt::endl;
        ++m_current;
        next();
    } else if (std::chrono::milliseconds(m_since.elapsed()) > step.limit) {
        QTextStream(stdout) << label("FAIL") << ": not within " << step.limit.count() << " s" << Qt::endl;
        end(false);
    }
}

void Tour::fail(const QString &what)
{
    QTextStream(stdout) << "FAIL " << m_steps[m_current].title << ": " << what << Qt::endl;
    end(false);
}

void Tour::end(bool passed)
{
    m_over = true;
    m_look.stop();
    Q_EMIT finished(passed);
}

} // namespace castdeck
