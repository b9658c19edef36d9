// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/content/digestcache.h"
#include "engine/enginerig.h"
#include "support/testprogram.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace castdeck::tst_digestcache
{

class TestDigestCache : public QObject
{
    Q_OBJECT
    QTemporaryDir m_folder;

    static QString expected(const QByteArray &content)
    {
        return QStringLiteral("sha256:") +
               QString::fromLatin1(QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex());
    }
    QString write(const QByteArray &content) const
    {
        const QString path = m_folder.filePath(QStringLiteral("content"));
        QFile file(path);
        const bool written = file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
        return written ? path : QString();
    }
    static QString digest(DigestCache &cache, const ContentSource &source)
    {
        QString answer;
        cache.request(source, [&](const Result<QString> &result) {
            answer = result ? *result : errorName(result.error().code);
        });
        const bool atOnce = !answer.isEmpty();
        const bool came = QTest::qWaitFor([&] { return !answer.isEmpty(); }, Patience);
        return came && !atOnce ? answer : QStringLiteral("not from the event loop");
    }

private Q_SLOTS:
    void digests_data()
    {
        QTest::addColumn<qsizetype>("size");
        for (const qsizetype size : {0, 1, 1 << 20, (1 << 20) + 1, 3'000'000})
            QTest::addRow("%lld", static_cast<long long>(size)) << size;
    }
    void digests()
    {
        QFETCH(const qsizetype, size);
        QByteArray content(size, 'a');
        for (qsizetype i = 0; i < size; i += 7)
            content[i] = char(i);
        DigestCache cache;
        QCOMPARE(digest(cache, *ContentSource::fromPath(write(content))), expected(content));
    }

    void onceForAllWhoAsk()
    {
        const QByteArray content(500'000, 'b');
        const ContentSource source = *ContentSource::fromPath(write(content));
        DigestCache cache;
        QStringList answers;
        for (int i = 0; i < 3; ++i)
            cache.request(source,
                          [&](const Result<QString> &result) { answers += result.value_or(QString()); });
        QTRY_COMPARE(answers.size(), 3);
        QCOMPARE(answers, QStringList(3, expected(content)));
        QCOMPARE(digest(cache, source), expected(content));
        QCOMPARE(cache.computations(), 1);
    }

    void changedContentIsReadAgain()
    {
        DigestCache cache;
        QCOMPARE(digest(cache, *ContentSource::fromPath(write("one"))), expected("one"));
        QCOMPARE(digest(cache, *ContentSource::fromPath(write("three"))), expected("three"));
        QFile file(write("seven"));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(QDateTime::fromSecsSinceEpoch(1'000'000), QFile::FileModificationTime));
        QCOMPARE(digest(cache, *ContentSource::fromPath(file.fileName())), expected("seven"));
        QCOMPARE(cache.computations(), 3);
        // As cp -p and rsync -t leave it.
        QVERIFY(file.write("eight") == 5 && file.flush());
        QVERIFY(file.setFileTime(QDateTime::fromSecsSinceEpoch(1'000'000), QFile::FileModificationTime));
        QCOMPARE(digest(cache, *ContentSource::fromPath(file.fileName())), expected("eight"));
        QCOMPARE(cache.computations(), 4);
    }

    void destructionCallsNobody()
    {
        int calls = 0;
        {
            DigestCache cache;
            cache.request(*ContentSource::fromPath(write(QByteArray(8 << 20, 'c'))),
                          [&](const Result<QString> &) { ++calls; });
        }
        QCoreApplication::processEvents();
        QCOMPARE(calls, 0);
    }

    void grantsCarryIt()
    {
        EngineRig rig;
        rig.write(QStringLiteral("a.img"), 2'500'000);
        rig.write(QStringLiteral("empty.img"), 0);
        QVERIFY(rig.publish().isValid());
        QFile file(rig.folder() + QStringLiteral("/a.img"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto first = rig.engine().initiate(rig.ask());
        const auto second = rig.engine().initiate(rig.ask());
        const auto grant = EngineRig::wait(first);
        QVERIFY(grant);
        QCOMPARE(grant->contentDigest, expected(file.readAll()));
        QCOMPARE(EngineRig::wait(second).value_or(InitiationGrant()), *grant);
        const auto nothing = EngineRig::wait(rig.engine().initiate(rig.ask(QStringLiteral("empty.img"))));
        QVERIFY(nothing);
        QCOMPARE(nothing->contentDigest, expected({}));
    }

    void shutDownWhileReadingAnswersAll()
    {
        EngineRig rig;
        rig.write(QStringLiteral("a.img"), 64 << 20);
        QVERIFY(rig.publish().isValid());
        const auto waiting = rig.engine().initiate(rig.ask());
        rig.destroyEngine();
        const auto grant = EngineRig::wait(waiting);
        QVERIFY(!grant);
        QCOMPARE(grant.error().code, ErrorCode::Cancelled);
    }
};

CASTDECK_TEST(TestDigestCache)

} // namespace castdeck::tst_digestcache
#include "tst_digestcache.moc"
