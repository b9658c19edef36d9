// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The way in for those who are on the server's machine: its socket, and who is let in.
#include "management/localdoor.h"

#include "management/localchannel.h"
#include "management/locallistener.h"
#include "management/serverconnection.h"
#include "support/faketransportserver.h"
#include "support/lossof.h"
#include "support/outcome.h"
#include "support/sampleinventory.h"
#include "support/testprogram.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <cstring>
#include <grp.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

namespace castdeck::tst_localdoor
{

namespace
{

mode_t modeOf(const QString &path)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 07777 : 0;
}

QString ownName()
{
    const passwd *entry = getpwuid(::geteuid());
    return entry ? QString::fromLocal8Bit(entry->pw_name) : QStringLiteral("uid:%1").arg(::geteuid());
}

/// A server behind a door.
struct House {
    explicit House(const QString &path, LocalListener::Options options = {})
        : door(LocalDoor::open(path).value())
        , listener(
              door.descriptor(),
              {&server, {QStringLiteral("house"), QStringLiteral("1")}, nullptr, nullptr, &server, nullptr},
              options)
    {
        server.setState(sampleInventory(1, 2));
    }
    LocalDoor door;
    FakeTransportServer server;
    LocalListener listener;
};

std::unique_ptr<ServerConnection> dial(const QString &path)
{
    auto socket = std::make_unique<QLocalSocket>();
    socket->connectToServer(path);
    return std::make_unique<ServerConnection>(
        std::make_unique<LocalChannel>(LineChannel::End::Asking, std::move(socket)),
        ServerConnection::Options{});
}

} // namespace

class TestLocalDoor : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;
    QString path(const char *name = "door") const { return m_folder->filePath(QString::fromLatin1(name)); }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void isItsOwnersAloneAndGoes()
    {
        {
            const auto door = LocalDoor::open(path());
            QVERIFY2(door, qPrintable(door ? QString() : door.error().detail));
            QCOMPARE(modeOf(path()), mode_t(0600));
            QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::System),
                     QStringList{QStringLiteral("door")});
        }
        QVERIFY(!QFile::exists(path()));
    }

    void isForAGroupAsWell()
    {
        const group *const own = getgrgid(::getegid());
        QVERIFY(own);
        const auto door = LocalDoor::open(path(), QString::fromLocal8Bit(own->gr_name));
        QVERIFY(door);
        QCOMPARE(modeOf(path()), mode_t(0660));
        QCOMPARE(door->group(), std::optional(::getegid()));
        QCOMPARE(LocalDoor::open(path("other"), QStringLiteral("no-such-group")).error(),
                 (Error{ErrorCode::InvalidParameter, QStringLiteral("no-such-group: no such group")}));
    }

    void takesThePlaceOfOneThatIsGone()
    {
        sockaddr_un address = {};
        address.sun_family = AF_UNIX;
        const QByteArray name = QFile::encodeName(path());
        std::copy(name.begin(), name.end(), std::begin(address.sun_path));
        const int gone = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        QCOMPARE(::bind(gone, reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
        ::close(gone);
        const auto door = LocalDoor::open(path());
        QVERIFY2(door, qPrintable(door ? QString() : door.error().detail));
    }

    void leavesOthersAlone()
    {
        const auto first = LocalDoor::open(path());
        QVERIFY(first);
        QCOMPARE(LocalDoor::open(path()).error().code, ErrorCode::Busy);
        QFile file(path("file"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("mine") == 4);
        file.close();
        QCOMPARE(LocalDoor::open(path("file")).error().code, ErrorCode::WrongFileKind);
        QCOMPARE(file.size(), 4);
        QCOMPARE(LocalDoor::open(path("nowhere/door")).error().code, ErrorCode::FileNotFound);
        QCOMPARE(LocalDoor::open(path() + QString(200, u'x')).error().code, ErrorCode::InvalidParameter);
    }

    /// One that was put there meanwhile is not taken away.
    void goesNoFurtherThanItsOwn()
    {
        {
            const auto door = LocalDoor::open(path());
            QVERIFY(door && QFile::remove(path()));
            QFile other(path());
            QVERIFY(other.open(QIODevice::WriteOnly));
        }
        QVERIFY(QFile::exists(path()));
    }

    void whoeverIsOneOfUsIsAnAdministrator()
    {
        House house(path());
        const auto connection = dial(path());
        QTRY_COMPARE(connection->state(), ServerConnection::State::Ready);
        QCOMPARE(connection->greeting().role, Role::Admin);
        QCOMPARE(connection->greeting().identity, ownName());
        QVERIFY(outcome(connection->ask(TerminateSession{SessionId(1), {}})));
        QTRY_COMPARE(house.server.audit().size(), 1);
        QCOMPARE(house.server.audit().first().who, ownName());
        QCOMPARE(house.server.audit().first().address, QStringLiteral("uid:%1").arg(::geteuid()));
    }

    /// The file's mode alone would let them in.
    void strangersAreNot()
    {
        if (::geteuid() != 0)
            QSKIP("only root can come as somebody else");
        House house(path());
        QSignalSpy refused(&house.listener, &LocalListener::refused);
        QVERIFY(::chmod(QFile::encodeName(path()).constData(), 0666) == 0 &&
                ::chmod(QFile::encodeName(m_folder->path()).constData(), 0755) == 0);
        const QByteArray name = QFile::encodeName(path());
        const auto stranger = ::fork();
        if (stranger == 0) {
            sockaddr_un address = {};
            address.sun_family = AF_UNIX;
            std::copy(name.begin(), name.end(), std::begin(address.sun_path));
            const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
            const char hello[] =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hello\",\"params\":{\"protocol\":1}}\n";
            char answer[512] = {};
            const bool isRefused =
                ::setgroups(0, nullptr) == 0 && ::setgid(65534) == 0 && ::setuid(65534) == 0 &&
                ::connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0 &&
                ::write(socket, hello, sizeof hello - 1) > 0 &&
                ::read(socket, answer, sizeof answer - 1) > 0 &&
                std::strstr(answer, "CASTDECK_E_NOT_AUTHORISED") && std::strstr(answer, "uid:65534");
            ::_exit(isRefused ? 0 : 1);
        }
        int status = -1;
        bool isOver = false;
        QTRY_VERIFY(isOver = isOver || ::waitpid(stranger, &status, WNOHANG) == stranger);
        QCOMPARE(status, 0);
        QTRY_COMPARE(refused.size(), 1);
        QCOMPARE(refused.first().first().toString(), QStringLiteral("uid:65534"));
    }

    void onlySoManyComeIn()
    {
        LocalListener::Options options;
        options.most = 2;
        House house(path(), options);
        const auto first = dial(path());
        auto second = dial(path());
        QTRY_COMPARE(first->state(), ServerConnection::State::Ready);
        QTRY_COMPARE(second->state(), ServerConnection::State::Ready);
        const auto third = dial(path());
        const auto answer = outcome(first->ask(RetrieveInventory{}));
        QVERIFY(answer);
        QCOMPARE(house.listener.connectionCount(), 2);
        QCOMPARE(third->state(), ServerConnection::State::Greeting);
        second.reset();
        QTRY_COMPARE(third->state(), ServerConnection::State::Ready);
    }

    void whoIsInsideIsToldOfTheEnd()
    {
        House house(path());
        const auto connection = dial(path());
        QTRY_COMPARE(connection->state(), ServerConnection::State::Ready);
        QSignalSpy refused(&house.listener, &LocalListener::refused);
        const Error reason{ErrorCode::TransportServerUnavailable, QStringLiteral("the server was stopped")};
        house.listener.shutDown(reason);
        QCOMPARE(lossOf(connection.get()), reason);
        QTRY_COMPARE(house.listener.connectionCount(), 0);
        QCOMPARE(refused.size(), 0);
    }

    void nobodyListens() { QCOMPARE(lossOf(dial(path()).get()).code, ErrorCode::TransportServerUnavailable); }
};

CASTDECK_TEST(TestLocalDoor)

} // namespace castdeck::tst_localdoor
#include "tst_localdoor.moc"
