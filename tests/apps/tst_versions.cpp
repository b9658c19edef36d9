// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "castrig.h"
#include "mirrorscript.h"
#include "support/testprogram.h"
#include "transport/receivingbench.h"
#include "transport/sink/filesink.h"
#include "transport/smalldisk.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QTest>
#include <array>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace castdeck::tst_versions
{

namespace
{

constexpr int Size = 3'000'001;
/// Starts of a receiver before a schedule is given up: nothing of it says that it has to succeed.
constexpr int StartsMost = 6;

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The file that is cast, and every version of it that there ever was. Each is written by one call, so that
/// there is nothing in between that somebody could take for a version.
class Original
{
public:
    Original(const QString &path, const QByteArray &content) : m_path(path) { m_versions.append(content); }

    bool was(const QByteArray &content) const { return m_versions.contains(content); }

    void change(QRandomGenerator &random)
    {
        const QByteArray next =
            fresh(random, random.bounded(3) == 0 ? Size / 2 + random.bounded(Size) : Size);
        switch (random.bounded(6)) {
        case 0:
            overwrite(next, false);
            break;
        case 1: // as "cp -p" and "rsync --inplace -t" of an image with the same date
            overwrite(next.leftJustified(m_versions.last().size(), 'x', true), true);
            break;
        case 2:
            replace(next);
            break;
        case 3: // as a copy from a slow disk: what is there meanwhile is no version
            writeSlowly(next, random.bounded(2) == 0);
            break;
        case 4: // a part of it only, near the end
            patch(random);
            break;
        default:
            grow(next.left(1000));
        }
    }

private:
    static QByteArray fresh(QRandomGenerator &random, int size)
    {
        QByteArray bytes(size + 3, Qt::Uninitialized);
        random.fillRange(reinterpret_cast<quint32 *>(bytes.data()), bytes.size() / 4);
        return bytes.left(size);
    }
    void overwrite(const QByteArray &next, bool keepsTime)
    {
        const int file = ::open(QFile::encodeName(m_path).constData(), O_WRONLY);
        struct stat before = {};
        ::fstat(file, &before);
        m_versions.append(next + m_versions.last().mid(next.size()));
        if (::pwrite(file, next.constData(), size_t(next.size()), 0) == next.size() &&
            ::ftruncate(file, next.size()) == 0)
            m_versions.append(next);
        const timespec times[2] = {before.st_atim, before.st_mtim};
        if (keepsTime)
            ::futimens(file, times);
        ::close(file);
    }
    void writeSlowly(const QByteArray &next, bool emptiesFirst)
    {
        constexpr qsizetype Step = Size / 8;
        const int file =
            ::open(QFile::encodeName(m_path).constData(), O_WRONLY | (emptiesFirst ? O_TRUNC : 0));
        m_versions.append(next + (emptiesFirst ? QByteArray() : m_versions.last().mid(next.size())));
        for (qsizetype at = 0; at < next.size(); at += Step) {
            const QByteArray piece = next.mid(at, Step);
            static_cast<void>(::pwrite(file, piece.constData(), size_t(piece.size()), at));
            QTest::qWait(40);
        }
        ::close(file);
    }
    void patch(QRandomGenerator &random)
    {
        QByteArray next = m_versions.last();
        const qsizetype at = next.size() - 1 - random.bounded(int(next.size() / 4));
        next[at] = char(~next[at]);
        overwrite(next, random.bounded(2) == 0);
    }
    void grow(const QByteArray &more)
    {
        const int file = ::open(QFile::encodeName(m_path).constData(), O_WRONLY | O_APPEND);
        m_versions.append(m_versions.last() + more);
        static_cast<void>(::write(file, more.constData(), size_t(more.size())));
        ::close(file);
    }
    void replace(const QByteArray &next)
    {
        QFile file(m_path + QStringLiteral(".new"));
        if (!file.open(QIODevice::WriteOnly) || file.write(next) != next.size())
            return;
        file.close();
        m_versions.append(next);
        ::rename(QFile::encodeName(file.fileName()).constData(), QFile::encodeName(m_path).constData());
    }

    QString m_path;
    QList<QByteArray> m_versions;
};

} // namespace

/// Whatever happens to the original, and to the receiver: what is called complete is one version of it,
/// whole, and what could be gone on with is not thrown away. Every schedule has a number and can be played
/// alone: CASTDECK_SEED=n. CASTDECK_LONG=1 plays many.
class VersionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void completeMeansOneVersion_data()
    {
        QTest::addColumn<quint32>("seed");
        bool isOne = false;
        const quint32 one = qEnvironmentVariable("CASTDECK_SEED").toUInt(&isOne);
        const quint32 count = qEnvironmentVariableIntValue("CASTDECK_LONG") != 0 ? 60 : 4;
        for (quint32 seed = isOne ? one : 1; seed <= (isOne ? one : count); ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void completeMeansOneVersion()
    {
        QFETCH(const quint32, seed);
        QRandomGenerator random(seed);
        const auto asks = seed % 2 == 0 ? RigReceiver::Asks::Tls : RigReceiver::Asks::Udp;
        // Whoever is sent away gets it from one that gives out what the file holds at the moment, and knows
        // of no versions.
        const MirrorCertificate certificate;
        QString path;
        HttpScript mirror([&](int, const HttpAsk &ask) { return rightAnswer(ask, contentOf(path)); },
                          certificate.loaded);
        const bool isMirrored = seed % 4 == 2;
        CastRig rig(Size, "rate-limit = 1500000\n", isMirrored ? templateOn(mirror) : QString());
        QVERIFY(rig.isReady());
        path = rig.path(QStringLiteral("images/disk.img"));
        const QStringList believing =
            isMirrored ? certificate.believedBy(rig.path(QStringLiteral("mirror.pem"))) : QStringList();
        Original original(path, rig.content());
        QVERIFY(QDir().mkpath(rig.path(QStringLiteral("disk"))));
        // Without limit and fallocate, or with room for the copy and little else; or where everything is.
        const std::array<const char *, 3> kinds{"ramfs", "tmpfs", ""};
        const QString kind = QString::fromLatin1(kinds[seed / 2 % kinds.size()]);
        const SmallDisk disk(kind, 3 * Size, rig.path(QStringLiteral("disk")));
        const QString copy = rig.path(QStringLiteral("disk/copy"));
        QFile junk(rig.path(QStringLiteral("disk/junk")));

        int code = -1;
        int calm = 0; // starts in which nothing happened
        for (int start = 0; start < StartsMost && code != 0; ++start) {
            const bool hadPart = QFile::exists(FileSink::partPath(copy));
            RigReceiver receiver(rig, QStringLiteral("disk/copy"), asks, believing);
            const int events = start < 3 ? random.bounded(4) : 0;
            calm += events == 0;
            bool isKilled = false;
            for (int event = 0; event < events && receiver.isRunning() && !isKilled; ++event) {
                QTest::qWait(random.bounded(50, 900)); // any moment will do
                switch (random.bounded(5)) {
                case 0:
                    receiver.kill();
                    isKilled = true;
                    break;
                case 1:
                    sendAway(rig);
                    break;
                case 2: // the disk of the receiver gets full
                    if (junk.open(QIODevice::WriteOnly))
                        junk.write(QByteArray(2 * Size, 'j'));
                    junk.close();
                    break;
                default:
                    original.change(random);
                }
            }
            code = receiver.exitCode();
            junk.remove();
            QVERIFY2(isKilled || code >= 0, receiver.said().constData());
            if (code == 0)
                QVERIFY2(original.was(receiver.written()), receiver.said().constData());
            else
                QVERIFY2(!hadPart || QFile::exists(FileSink::partPath(copy)), receiver.said().constData());
        }
        // When all is quiet it does succeed.
        QVERIFY2(code == 0 || calm == 0, qPrintable(QString::number(code)));
    }

private:
    static void sendAway(CastRig &rig)
    {
        DisconnectOrder order;
        order.type = DisconnectType::Fallback;
        const QList<ClientInfo> clients = rig.seen().clients;
        for (const ClientInfo &client : clients)
            CastRig::wait(rig.server().ask(DisconnectClient{client.id, order}));
    }
};

CASTDECK_TEST(VersionsTest)

} // namespace castdeck::tst_versions
#include "tst_versions.moc"
