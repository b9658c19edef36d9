// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a screen reader is told of a program's window: starts PROGRAM, walks all that it shows on the
// accessibility bus, and fails on what has no name.
//
//   atspiwalk PROGRAM [ARGUMENT...]

#include <QCoreApplication>
#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusInterface>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusReply>
#include <QElapsedTimer>
#include <QProcess>
#include <QThread>
#include <cstdio>

namespace
{

/// An object of another program: (so) on the bus.
struct Reference {
    QString service;
    QDBusObjectPath path;
};

QDBusArgument &operator<<(QDBusArgument &to, const Reference &value)
{
    to.beginStructure();
    to << value.service << value.path;
    to.endStructure();
    return to;
}

const QDBusArgument &operator>>(const QDBusArgument &from, Reference &value)
{
    from.beginStructure();
    from >> value.service >> value.path;
    from.endStructure();
    return from;
}

constexpr auto accessible = "org.a11y.atspi.Accessible";
// Numbers of atspi-constants.h.
constexpr uint tableCell = 56;
constexpr uint treeItem = 91;
constexpr uint listItem = 32;
constexpr int focusable = 11;
constexpr int showing = 25;
constexpr int mostBelow = 400; ///< of one object; a list of thousands says no more than its first rows

class Walk
{
public:
    explicit Walk(const QDBusConnection &bus) : m_bus(bus) {}

    QList<Reference> children(const Reference &of) const
    {
        QDBusInterface object(of.service, of.path.path(), QLatin1String(accessible), m_bus);
        const QDBusReply<QList<Reference>> reply = object.call(QStringLiteral("GetChildren"));
        return reply.isValid() ? reply.value() : QList<Reference>();
    }
    QString name(const Reference &of) const
    {
        QDBusInterface object(of.service, of.path.path(), QStringLiteral("org.freedesktop.DBus.Properties"),
                              m_bus);
        const QDBusReply<QVariant> reply =
            object.call(QStringLiteral("Get"), QLatin1String(accessible), QStringLiteral("Name"));
        return reply.isValid() ? reply.value().toString() : QString();
    }

    void look(const Reference &at, const QString &way)
    {
        QDBusInterface object(at.service, at.path.path(), QLatin1String(accessible), m_bus);
        const uint role = QDBusReply<uint>(object.call(QStringLiteral("GetRole"))).value();
        const QString roleName = QDBusReply<QString>(object.call(QStringLiteral("GetRoleName"))).value();
        const QList<uint> states = QDBusReply<QList<uint>>(object.call(QStringLiteral("GetState"))).value();
        const auto has = [&](int state) {
            return states.value(state / 32) & (1U << static_cast<uint>(state % 32));
        };
        const QString called = name(at);
        const QString here = way + QStringLiteral(" / %1 \"%2\"").arg(roleName, called);
        ++m_seen;
        const bool isRow = role == tableCell || role == treeItem || role == listItem;
        m_rows += isRow && !called.isEmpty();
        // A cell may have nothing to say; what one can be at may not.
        if (called.isEmpty() && has(focusable) && has(showing) && !isRow) {
            std::printf("without a name: %s\n", qPrintable(here));
            ++m_nameless;
        }
        const QList<Reference> below = children(at);
        for (qsizetype i = 0; i < below.size() && i < mostBelow; ++i)
            look(below[i], here);
    }

    int seen() const { return m_seen; }
    int rows() const { return m_rows; }
    int nameless() const { return m_nameless; }

private:
    QDBusConnection m_bus;
    int m_seen = 0;
    int m_rows = 0;
    int m_nameless = 0;
};

/// The program's own object below that of the desktop, as soon as its window is there.
Reference find(const Walk &walk, const QString &program)
{
    const Reference desktop{QStringLiteral("org.a11y.atspi.Registry"),
                            QDBusObjectPath(QStringLiteral("/org/a11y/atspi/accessible/root"))};
    QElapsedTimer waited;
    waited.start();
    while (!waited.hasExpired(60'000)) {
        const QList<Reference> programs = walk.children(desktop);
        for (const Reference &one : programs) {
            if (walk.name(one).contains(program, Qt::CaseInsensitive) && !walk.children(one).isEmpty())
                return one;
        }
        QThread::msleep(200);
    }
    return {};
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments().mid(1);
    if (arguments.isEmpty())
        qFatal("usage: atspiwalk PROGRAM [ARGUMENT...]");
    qDBusRegisterMetaType<Reference>();
    qDBusRegisterMetaType<QList<Reference>>();
    QDBusInterface launcher(QStringLiteral("org.a11y.Bus"), QStringLiteral("/org/a11y/bus"),
                            QStringLiteral("org.a11y.Bus"), QDBusConnection::sessionBus());
    const QDBusReply<QString> address = launcher.call(QStringLiteral("GetAddress"));
    if (!address.isValid())
        qFatal("no accessibility bus: %s", qPrintable(address.error().message()));
    const QDBusConnection bus = QDBusConnection::connectToBus(address.value(), QStringLiteral("a11y"));

    QProcess program;
    program.setProcessChannelMode(QProcess::ForwardedChannels);
    program.start(arguments.first(), arguments.mid(1));
    Walk walk(bus);
    const Reference root = find(walk, QStringLiteral("castdeck"));
    if (root.service.isEmpty())
        qFatal("the program does not come to the accessibility bus");
    walk.look(root, {});
    program.closeWriteChannel();
    program.terminate();
    program.waitForFinished();
    std::printf("%d objects, %d rows and cells with a name, %d without that need one\n", walk.seen(),
                walk.rows(), walk.nameless());
    return walk.nameless() == 0 && walk.rows() >= 30 ? 0 : 1;
}
