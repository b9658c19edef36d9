// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/console/democontent.h"

#include <QDateTime>
#include <QFile>
#include <QRandomGenerator>
#include <array>

namespace castdeck
{

DemoContent::DemoContent(QString name, qint64 size, QObject *parent)
    : QObject(parent), m_name(std::move(name)), m_size(size)
{
}

DemoContent::~DemoContent()
{
    m_stop = true;
    if (m_thread.joinable())
        m_thread.join();
}

void DemoContent::make()
{
    m_thread = std::thread([this] { Q_EMIT made(write()); });
}

QString DemoContent::write() const
{
    QFile file(path());
    if (!file.open(QIODevice::WriteOnly))
        return file.errorString();
    QRandomGenerator64 random = QRandomGenerator64::securelySeeded();
    std::array<quint64, 131'072> chunk;
    for (qint64 left = m_size; left > 0 && !m_stop;) {
        for (quint64 &word : chunk)
            word = random.generate();
        const qint64 length = std::min<qint64>(left, sizeof chunk);
        if (file.write(reinterpret_cast<const char *>(chunk.data()), length) != length)
            return file.errorString();
        left -= length;
    }
    // It is whole, so nobody has to wait whether more comes.
    const bool isWhole = file.flush() && file.setFileTime(QDateTime::currentDateTimeUtc().addSecs(-60),
                                                          QFileDevice::FileModificationTime);
    return isWhole ? QString() : file.errorString();
}

} // namespace castdeck
