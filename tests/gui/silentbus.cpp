// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// silentbus NAME...: owns these names on the session bus and answers nobody, as a keyring that waits for a
// person to unlock it. Says "ready", and then every call that it gets.
#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVirtualObject>
#include <cstdio>

namespace
{

class Silent : public QDBusVirtualObject
{
public:
    QString introspect(const QString &) const override { return {}; }
    bool handleMessage(const QDBusMessage &call, const QDBusConnection &) override
    {
        std::printf("%s.%s\n", qPrintable(call.interface()), qPrintable(call.member()));
        std::fflush(stdout);
        return true;
    }
};

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    Silent silent;
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.registerVirtualObject(QStringLiteral("/"), &silent, QDBusConnection::SubPath))
        return 1;
    for (int i = 1; i < argc; ++i) {
        if (!bus.registerService(QString::fromLocal8Bit(argv[i])))
            return 1;
    }
    std::printf("ready\n");
    std::fflush(stdout);
    return QCoreApplication::exec();
}
