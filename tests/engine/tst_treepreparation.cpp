// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/content/treebuilding.h"
#include "engine/enginerig.h"
#include "support/testprogram.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace castdeck::tst_treepreparation
{

namespace
{

/// Bytes of a file of holes.
constexpr qint64 Large = qint64(8) << 30;

ContentSource contentOf(const EngineRig &rig, const char *name)
{
    return *ContentSource::fromPath(rig.folder() + QLatin1Char('/') + QLatin1String(name));
}

QString rootOf(const ContentSource &source)
{
    return ContentDigest::text(buildTree(source, 1, false)->root);
}

/// Asks as a receiver that verifies by the tree.
InitiationAsk withTree(InitiationAsk ask)
{
    ask.capabilities |= CapabilityHashTree;
    return ask;
}

} // namespace

/// Trees are made of what is published, and nobody waits for one.
class TreePreparationTest : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_trees;

    EngineSettings settings() const
    {
        EngineSettings settings = EngineRig::quickSettings();
        settings.treeDirectory = m_trees->path();
        return settings;
    }
    bool isKept(const ContentSource &source) const
    {
        return TreeStore(m_trees->path()).find(source.version()).has_value();
    }

private Q_SLOTS:
    void init() { m_trees = std::make_unique<QTemporaryDir>(); }

    void whatIsPublishedIsPrepared()
    {
        EngineRig rig(settings());
        QVERIFY(rig.publish().isValid());
        const ContentSource first = contentOf(rig, "a.img");
        const ContentSource second = contentOf(rig, "b.img");
        QTRY_VERIFY(isKept(first) && isKept(second));
        QCOMPARE(QDir(m_trees->path()).entryList(QDir::Files).size(), 2); // of nothing there is none
        QVERIFY(rig.isConsistent());
    }

    void soIsWhatAStoreHolds()
    {
        QTemporaryDir folder;
        const QString store = folder.filePath(QStringLiteral("store.sqlite"));
        {
            EngineRig rig; // keeps no trees
            QVERIFY(rig.restore(store));
            QVERIFY(rig.publish().isValid());
            rig.destroyEngine();
            EngineRig other(settings());
            QVERIFY(other.restore(store));
            const ContentSource first = contentOf(rig, "a.img");
            QTRY_VERIFY(isKept(first));
        }
    }

    void whoKnowsTreesIsLetInAtOnce()
    {
        EngineRig rig(settings());
        rig.write(QStringLiteral("large.img"), Large);
        QVERIFY(rig.publish().isValid());
        const auto grant =
            EngineRig::wait(rig.engine().initiate(withTree(rig.ask(QStringLiteral("large.img")))));
        QVERIFY(grant);
        QVERIFY(grant->hashTree);
        QVERIFY(grant->contentDigest.isEmpty());
        QCOMPARE(grant->contentVersion, contentOf(rig, "large.img").version().toText());
        const auto tree = rig.engine().treeOf(grant->sessionId);
        QVERIFY(tree);
        QVERIFY(!tree->bytes()); // nobody reads as fast as that
        QCOMPARE(rig.seen().contents[0].digestState, DigestState::Computing);
    }

    void theRootIsShown()
    {
        EngineRig rig(settings());
        QVERIFY(rig.publish().isValid());
        const auto grant = EngineRig::wait(rig.engine().initiate(withTree(rig.ask())));
        QVERIFY(grant);
        QTRY_COMPARE(rig.seen().contents[0].digestState, DigestState::Known);
        const ContentSource source = contentOf(rig, "a.img");
        QCOMPARE(rig.seen().contents[0].root, rootOf(source));
        QVERIFY(rig.seen().contents[0].digest.isEmpty());
        const auto tree = rig.engine().treeOf(grant->sessionId)->bytes();
        QVERIFY(tree && *tree);
        QCOMPARE(**tree, buildTree(source, 1, false)->toBytes());
        QVERIFY(rig.isConsistent());
    }

    void whoDoesNotGetsTheDigest()
    {
        EngineRig rig(settings());
        QVERIFY(rig.publish().isValid());
        const auto asked = EngineRig::wait(rig.engine().initiate(withTree(rig.ask())));
        const auto old = EngineRig::wait(rig.engine().initiate(rig.ask()));
        QVERIFY(asked && old);
        QVERIFY(!old->hashTree);
        QVERIFY(old->contentDigest.startsWith(QStringLiteral("sha256:")));
        QCOMPARE(old->sessionId, asked->sessionId);
        QTRY_VERIFY(!rig.seen().contents[0].root.isEmpty());
        QCOMPARE(rig.seen().contents[0].digest, old->contentDigest);
    }

    void ofNothingThereIsADigest()
    {
        EngineRig rig(settings());
        QVERIFY(rig.publish().isValid());
        const auto grant =
            EngineRig::wait(rig.engine().initiate(withTree(rig.ask(QStringLiteral("empty.img")))));
        QVERIFY(grant);
        QVERIFY(!grant->hashTree);
        QVERIFY(!grant->contentDigest.isEmpty());
    }

    void aTreeThatCannotBeMadeIsNotShown()
    {
        EngineRig rig(settings());
        rig.write(QStringLiteral("large.img"), Large);
        QVERIFY(rig.publish().isValid());
        const auto grant =
            EngineRig::wait(rig.engine().initiate(withTree(rig.ask(QStringLiteral("large.img")))));
        QVERIFY(grant);
        const auto tree = rig.engine().treeOf(grant->sessionId);
        QFile file(rig.folder() + QStringLiteral("/large.img"));
        QVERIFY(file.open(QIODevice::ReadWrite) && file.putChar('x') && file.flush());
        QTRY_VERIFY_WITH_TIMEOUT(tree->bytes().has_value(), 2 * Patience);
        QCOMPARE(tree->bytes()->error().code, ErrorCode::ContentChanged);
        QVERIFY(QDir(m_trees->path()).entryList({QStringLiteral("*.tree")}, QDir::Files).size() <= 2);
        QVERIFY(!rig.engine().treeOf(SessionId(12345)));
    }
};

CASTDECK_TEST(TreePreparationTest)

} // namespace castdeck::tst_treepreparation
#include "tst_treepreparation.moc"
