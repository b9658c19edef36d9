// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/content/wimheader.h"
#include "engine/content/wimprovider.h"
#include "engine/enginerig.h"
#include "engine/wimfiles.h"
#include "support/testprogram.h"

#include <QCryptographicHash>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

namespace castdeck::tst_wimprovider
{

namespace
{

constexpr uint64_t plenty = 1'000'000'000;

QByteArray bytesOf(ContentSource &source)
{
    QByteArray bytes(qsizetype(source.size()), '\0');
    iovec place{bytes.data(), size_t(bytes.size())};
    return source.read(0, {&place, 1}) ? bytes : QByteArray();
}

} // namespace

class TestWimProvider : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void check_data();
    void check();
    void names_data();
    void names();
    void anImageIsAWimOfItsOwn();
    void theBytesAreTheSameEachTime();
    void solidStaysSolid();
    void theBootableImageStaysBootable();
    void damageIsAnErrorAndNeverHandedOn();
    void aFailureIsToldOnceMore();
    void aChangedSourceIsExportedAnew();
    void aSourceThatChangesOnTheWayIsAnError();
    void nothingIsLeftOfAnExportThatIsGivenUp();
    void aCacheTooSmallIsAnError();
    void anImageNeedsRoomForItselfOnly();
    void theEngineGrantsWhatIsReady();
    void withoutACacheItIsNotOffered();

private:
    QString path(const QString &name) const { return m_root->filePath(name); }
    QString cachePath() const { return path(QStringLiteral("cache")); }
    QString source() const { return path(QStringLiteral("source.wim")); }
    std::unique_ptr<WimProvider> provider(const QString &folder, uint64_t most = plenty) const
    {
        return std::make_unique<WimProvider>(m_library, ContentCache(folder, most));
    }
    /// As the engine does: asks, waits if it is busy, asks again.
    Result<ContentSource> get(WimProvider &provider, const QString &wim, const QString &content) const
    {
        auto opened = provider.open(wim, content);
        if (opened || opened.error().code != ErrorCode::Busy)
            return opened;
        bool ready = false;
        provider.whenReady(wim, content, [&] { ready = true; });
        if (!QTest::qWaitFor([&] { return ready; }, Patience))
            return failure(ErrorCode::TimedOut);
        return provider.open(wim, content);
    }
    QString keep(ContentSource &source, const QString &name) const
    {
        return wimfiles::write(path(name), bytesOf(source)) ? path(name) : QString();
    }

    std::shared_ptr<const WimLibrary> m_library;
    std::unique_ptr<QTemporaryDir> m_root;
};

void TestWimProvider::initTestCase()
{
    m_library = WimLibrary::load();
    QVERIFY2(m_library, "libwim15 is not installed");
}

void TestWimProvider::init()
{
    m_root = std::make_unique<QTemporaryDir>();
    QVERIFY(wimfiles::make(source(), 2, 300'000));
}

void TestWimProvider::check_data()
{
    QTest::addColumn<int>("place");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<qint64>("size");
    QTest::addColumn<bool>("usable");
    QTest::newRow("as it is") << 0 << QByteArray() << qint64(-1) << true;
    QTest::newRow("pipable") << 0 << QByteArray("WLPWM\0\0\0", 8) << qint64(-1) << true;
    QTest::newRow("solid") << 12 << QByteArray("\0\x0e\0\0", 4) << qint64(-1) << true;
    QTest::newRow("empty") << 0 << QByteArray() << qint64(0) << false;
    QTest::newRow("cut header") << 0 << QByteArray() << qint64(207) << false;
    QTest::newRow("other magic") << 0 << QByteArray("MSWIX") << qint64(-1) << false;
    QTest::newRow("other header size") << 8 << QByteArray("\xd1") << qint64(-1) << false;
    QTest::newRow("other version") << 12 << QByteArray("\x01") << qint64(-1) << false;
    QTest::newRow("second part") << 40 << QByteArray("\x02") << qint64(-1) << false;
    QTest::newRow("of two parts") << 42 << QByteArray("\x02") << qint64(-1) << false;
    QTest::newRow("no images") << 44 << QByteArray(4, '\0') << qint64(-1) << false;
    QTest::newRow("four thousand million images") << 44 << QByteArray(4, '\xff') << qint64(-1) << false;
}

void TestWimProvider::check()
{
    QFETCH(int, place);
    QFETCH(QByteArray, bytes);
    QFETCH(qint64, size);
    QFETCH(bool, usable);
    QFile file(source());
    QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(place));
    QCOMPARE(file.write(bytes), bytes.size());
    QVERIFY(size < 0 || file.resize(size));
    file.close();
    const auto wim = provider(cachePath());
    const auto checked = wim->check(source());
    QCOMPARE(checked.has_value(), usable);
    if (!usable) {
        QCOMPARE(checked.error().code, ErrorCode::InvalidNamespaceData);
        QVERIFY(checked.error().detail.contains(source()));
        QCOMPARE(wim->open(source(), QStringLiteral("1")).error(), checked.error());
    }
    QCOMPARE(wim->check(QStringLiteral("source.wim")).error().code, ErrorCode::InvalidNamespaceData);
    QCOMPARE(wim->check(path(QStringLiteral("none"))).error().code, ErrorCode::FileNotFound);
    QCOMPARE(wim->check(m_root->path()).error().code, ErrorCode::WrongFileKind);
}

void TestWimProvider::names_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("first") << "1" << ErrorCode::Busy;
    QTest::newRow("last") << "2" << ErrorCode::Busy;
    for (const char *const name : {"", "0", "3", "01", "+1", "-1", "1 ", " 1", "1.0", "0x1", "1/../2",
                                   "65536", "99999999999999999999", "image 1", "source.wim"})
        QTest::newRow(name) << QString::fromLatin1(name) << ErrorCode::ContentNotFound;
    QTest::newRow("another digit") << QString(QChar(0x0661)) << ErrorCode::ContentNotFound;
    QTest::newRow("zero") << QStringLiteral("1") + QChar(QChar::Null) << ErrorCode::ContentNotFound;
}

void TestWimProvider::names()
{
    QFETCH(QString, name);
    QFETCH(ErrorCode, code);
    const auto opened = provider(cachePath())->open(source(), name);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, code);
}

void TestWimProvider::anImageIsAWimOfItsOwn()
{
    const auto wim = provider(cachePath());
    auto second = get(*wim, source(), QStringLiteral("2"));
    QVERIFY2(second, second ? "" : qPrintable(second.error().detail));
    const auto header = WimHeader::read(*second);
    QVERIFY(header);
    QCOMPARE(header->imageCount, 1u);
    QVERIFY(second->size() < quint64(QFile(source()).size()));
    const QString copy = keep(*second, QStringLiteral("copy.wim"));
    QCOMPARE(wimfiles::tool({QStringLiteral("verify"), copy}), 0);
    const QString tree = path(QStringLiteral("applied"));
    QCOMPARE(wimfiles::tool({QStringLiteral("apply"), copy, QStringLiteral("1"), tree}), 0);
    QCOMPARE(wimfiles::read(tree + QStringLiteral("/number")), QByteArray("2"));
    QCOMPARE(wimfiles::read(tree + QStringLiteral("/bulk")), wimfiles::bulk(2, 300'000));
    QCOMPARE(wimfiles::read(tree + QStringLiteral("/shared")), QByteArray(100'000, 's'));
    // From now on it is there at once.
    QVERIFY(wim->open(source(), QStringLiteral("2")));
    QVERIFY(provider(cachePath())->open(source(), QStringLiteral("2")));
}

void TestWimProvider::theBytesAreTheSameEachTime()
{
    const auto one = provider(path(QStringLiteral("cache1")));
    const auto other = provider(path(QStringLiteral("cache2")));
    auto first = get(*one, source(), QStringLiteral("1"));
    auto again = get(*other, source(), QStringLiteral("1"));
    auto second = get(*other, source(), QStringLiteral("2"));
    QVERIFY(first && again && second);
    QVERIFY(first->size() > 150'000);
    QCOMPARE(bytesOf(*first), bytesOf(*again));
    QVERIFY(bytesOf(*first) != bytesOf(*second));
}

void TestWimProvider::solidStaysSolid()
{
    QVERIFY(wimfiles::make(source(), 2, 30'000, {QStringLiteral("--solid")}));
    const auto wim = provider(cachePath());
    auto image = get(*wim, source(), QStringLiteral("1"));
    QVERIFY2(image, image ? "" : qPrintable(image.error().detail));
    const auto header = WimHeader::read(*image);
    QVERIFY(header && header->isSolid);
    QCOMPARE(wimfiles::tool({QStringLiteral("verify"), keep(*image, QStringLiteral("copy.wim"))}), 0);
}

void TestWimProvider::theBootableImageStaysBootable()
{
    constexpr int bootPlace = 120;
    QCOMPARE(
        wimfiles::tool({QStringLiteral("info"), source(), QStringLiteral("2"), QStringLiteral("--boot")}), 0);
    const auto wim = provider(cachePath());
    auto plain = get(*wim, source(), QStringLiteral("1"));
    auto boots = get(*wim, source(), QStringLiteral("2"));
    QVERIFY(plain && boots);
    QCOMPARE(qFromLittleEndian<quint32>(bytesOf(*plain).constData() + bootPlace), 0u);
    QCOMPARE(qFromLittleEndian<quint32>(bytesOf(*boots).constData() + bootPlace), 1u);
}

void TestWimProvider::damageIsAnErrorAndNeverHandedOn()
{
    const QByteArray whole = wimfiles::read(source());
    const auto wim = provider(cachePath());
    int failures = 0;
    for (int step = 0; step < 48; ++step) {
        const QString damaged = path(QStringLiteral("damaged%1.wim").arg(step));
        QByteArray bytes = whole;
        // Every third one is cut, the others have a burst of other bytes.
        const qsizetype place = 48 + (bytes.size() - 64) * step / 48;
        if (step % 3 == 0)
            bytes.truncate(std::max<qsizetype>(place, 208));
        else
            bytes.replace(place, 8, wimfiles::noise(quint32(step), 8));
        QVERIFY(wimfiles::write(damaged, bytes));
        auto image = get(*wim, damaged, QStringLiteral("1"));
        if (image) {
            QCOMPARE(wimfiles::tool({QStringLiteral("verify"), keep(*image, QStringLiteral("copy.wim"))}), 0);
            continue;
        }
        ++failures;
        QVERIFY2(image.error().detail.contains(damaged), qPrintable(image.error().detail));
    }
    QVERIFY(failures >= 24);
    QCOMPARE(QDir(cachePath()).entryList({QStringLiteral(".part-*")}, QDir::Files | QDir::Hidden),
             QStringList());
}

void TestWimProvider::aFailureIsToldOnceMore()
{
    QFile file(source());
    QVERIFY(file.open(QIODevice::ReadWrite) && file.resize(file.size() / 2));
    file.close();
    const auto wim = provider(cachePath());
    const auto first = get(*wim, source(), QStringLiteral("1"));
    QVERIFY(!first);
    QCOMPARE(first.error().code, ErrorCode::FileFailure);
    // Whoever asks over UDP comes back for it.
    QCOMPARE(wim->open(source(), QStringLiteral("1")).error(), first.error());
    QVERIFY(wimfiles::make(source(), 1, 1'000));
    QVERIFY(get(*wim, source(), QStringLiteral("1")));
}

void TestWimProvider::aChangedSourceIsExportedAnew()
{
    const auto wim = provider(cachePath());
    auto before = get(*wim, source(), QStringLiteral("1"));
    QVERIFY(before);
    const QByteArray bytesBefore = bytesOf(*before);
    QVERIFY(wimfiles::make(source(), 1, 200'000));
    const auto asked = wim->open(source(), QStringLiteral("1"));
    QVERIFY(!asked);
    QCOMPARE(asked.error().code, ErrorCode::Busy);
    auto after = get(*wim, source(), QStringLiteral("1"));
    QVERIFY(after);
    QVERIFY(bytesOf(*after) != bytesBefore);
    // Whoever sends what was there before goes on with it.
    QVERIFY(before->checkUnchanged());
    QCOMPARE(bytesOf(*before), bytesBefore);
}

void TestWimProvider::aSourceThatChangesOnTheWayIsAnError()
{
    const QString big = path(QStringLiteral("big.wim"));
    QVERIFY(wimfiles::make(big, 1, 20'000'000, {QStringLiteral("--compress=none")}));
    const auto wim = provider(cachePath());
    // The second one waits for the first.
    QCOMPARE(wim->open(big, QStringLiteral("1")).error().code, ErrorCode::Busy);
    QCOMPARE(wim->open(source(), QStringLiteral("1")).error().code, ErrorCode::Busy);
    bool ready = false;
    wim->whenReady(source(), QStringLiteral("1"), [&] { ready = true; });
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("not exported.*CONTENT_CHANGED")));
    QVERIFY(QFile::setPermissions(source(), QFile::ReadOwner | QFile::WriteOwner));
    QTRY_VERIFY(ready);
    QVERIFY(get(*wim, source(), QStringLiteral("1")));
}

void TestWimProvider::nothingIsLeftOfAnExportThatIsGivenUp()
{
    QVERIFY(wimfiles::make(source(), 1, 60'000'000, {QStringLiteral("--compress=none")}));
    auto wim = provider(cachePath());
    QCOMPARE(wim->open(source(), QStringLiteral("1")).error().code, ErrorCode::Busy);
    const auto entries = [this] { return QDir(cachePath()).entryInfoList(QDir::Files | QDir::Hidden); };
    QTRY_VERIFY(!entries().isEmpty() && entries().first().size() > 0);
    bool called = false;
    wim->whenReady(source(), QStringLiteral("1"), [&] { called = true; });
    wim.reset();
    QCoreApplication::processEvents();
    QVERIFY(!called);
    // By the thread that made it, in its own time; it may have been about to finish.
    const auto areFinished = [&] {
        const auto all = entries();
        return std::ranges::none_of(
            all, [](const QFileInfo &entry) { return entry.fileName().startsWith(QLatin1String(".part-")); });
    };
    QTRY_VERIFY(areFinished());
}

void TestWimProvider::aCacheTooSmallIsAnError()
{
    const auto wim = provider(cachePath(), 100'000);
    const auto refused = get(*wim, source(), QStringLiteral("1"));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::DeviceFull);
    QVERIFY(QDir(cachePath()).entryList(QDir::Files | QDir::Hidden).isEmpty());
}

void TestWimProvider::anImageNeedsRoomForItselfOnly()
{
    const QString several = m_root->filePath(QStringLiteral("several.wim"));
    QVERIFY(wimfiles::make(several, 4, 1'000'000, {QStringLiteral("--compress=none")}));
    const qint64 whole = QFileInfo(several).size();
    const auto wim = provider(cachePath(), uint64_t(whole) * 6 / 10);
    const auto first = get(*wim, several, QStringLiteral("1"));
    QVERIFY2(first, qPrintable(first ? QString() : first.error().detail));
    // Two of them fit side by side.
    QVERIFY(get(*wim, several, QStringLiteral("2")));
    QCOMPARE(QDir(cachePath()).entryList(QDir::Files).size(), 2);
    // Only as much goes as is needed, and not what is being read.
    QVERIFY(get(*wim, several, QStringLiteral("3")));
    QVERIFY(wim->open(several, QStringLiteral("1")));
    QVERIFY(first->checkUnchanged());
}

void TestWimProvider::theEngineGrantsWhatIsReady()
{
    EngineSettings settings = EngineRig::quickSettings();
    settings.cacheDirectory = cachePath();
    EngineRig rig(settings);
    const auto setup = EngineRig::wait(rig.engine().ask(RetrieveSetup{}));
    QVERIFY(setup);
    QCOMPARE(setup->contentProviders.size(), 3);
    QCOMPARE(setup->contentProviders.last().name, QStringLiteral("WIM"));
    NamespaceInfo info = rig.namespaceInfo(QStringLiteral("windows"));
    info.contentProvider = QStringLiteral("WIM");
    QCOMPARE(EngineRig::wait(rig.engine().ask(RegisterNamespace{info})).error().code,
             ErrorCode::WrongFileKind);
    info.configuration = source();
    QVERIFY(EngineRig::wait(rig.engine().ask(RegisterNamespace{info})));

    const InitiationAsk ask = rig.ask(QStringLiteral("1"), QStringLiteral("windows"));
    QCOMPARE(rig.engine().initiateUnauthenticated(ask).error().code, ErrorCode::Busy);
    const auto first = rig.engine().initiate(ask);
    const auto second = rig.engine().initiate(ask);
    const auto granted = EngineRig::wait(first);
    QVERIFY2(granted, granted ? "" : qPrintable(granted.error().detail));
    QCOMPARE(EngineRig::wait(second)->sessionId, granted->sessionId);
    auto image = provider(cachePath())->open(source(), QStringLiteral("1"));
    QVERIFY(image);
    QCOMPARE(granted->contentSize, image->size());
    QCOMPARE(granted->contentDigest,
             QStringLiteral("sha256:") +
                 QString::fromLatin1(
                     QCryptographicHash::hash(bytesOf(*image), QCryptographicHash::Sha256).toHex()));
    const auto unauthenticated = rig.engine().initiateUnauthenticated(ask);
    QVERIFY(unauthenticated);
    QCOMPARE(unauthenticated->contentSize, image->size());
    QCOMPARE(rig.engine().initiateUnauthenticated(rig.ask(QStringLiteral("3"), info.name)).error().code,
             ErrorCode::ContentNotFound);

    // What cannot be made is shown to the administrator, and told.
    const QString damaged = path(QStringLiteral("damaged.wim"));
    QVERIFY(wimfiles::write(damaged, wimfiles::read(source()).first(5'000)));
    info.name = QStringLiteral("damaged");
    info.configuration = damaged;
    QVERIFY(EngineRig::wait(rig.engine().ask(RegisterNamespace{info})));
    const auto refused = EngineRig::wait(rig.engine().initiate(rig.ask(QStringLiteral("2"), info.name)));
    QCOMPARE(refused.error().code, ErrorCode::FileFailure);
    const auto failed = std::ranges::find(rig.seen().sessions, SessionState::Failed, &SessionInfo::state);
    QVERIFY(failed != rig.seen().sessions.end());
    QCOMPARE(failed->error, refused.error());
}

void TestWimProvider::withoutACacheItIsNotOffered()
{
    EngineRig rig;
    NamespaceInfo info = rig.namespaceInfo(QStringLiteral("windows"));
    info.contentProvider = QStringLiteral("WIM");
    info.configuration = source();
    QCOMPARE(EngineRig::wait(rig.engine().ask(RegisterNamespace{info})).error().code,
             ErrorCode::ContentProviderNotFound);
    QCOMPARE(EngineRig::wait(rig.engine().ask(RetrieveSetup{}))->contentProviders.size(), 2);
}

CASTDECK_TEST(TestWimProvider)

} // namespace castdeck::tst_wimprovider
#include "tst_wimprovider.moc"
