// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/parts/filefield.h"
#include "gui/serverdialogs/manageserversdialog.h"
#include "gui/serverdialogs/serverdialog.h"
#include "gui/serverdialogs/tokensdialog.h"
#include "gui/servers/profilejson.h"
#include "gui/servers/tokenfile.h"
#include "support/windowtest.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>
#include <set>
#include <sys/stat.h>

namespace castdeck::tst_serverlist
{

namespace
{

ServerProfile server(const QString &name, const QString &group = {})
{
    ServerProfile profile{ServerId(name), name, name + QStringLiteral(".example"), 5042, {}};
    profile.fingerprint = QStringLiteral("sha256:") + QString(64, u'a');
    profile.group = group;
    return profile;
}

ServerListQuestion list()
{
    ServerListQuestion question;
    for (const auto &one :
         {server(QStringLiteral("a")), server(QStringLiteral("b")), server(QStringLiteral("c")),
          server(QStringLiteral("d"), QStringLiteral("Berlin"))})
        question.rows << ServerListQuestion::Row{{one, {}}, QStringLiteral("Connected")};
    return question;
}

/// "a b|Berlin:c"
QString inWords(const ServerListAnswer &answer)
{
    QString words;
    QString group;
    for (const ServerAnswer &one : answer) {
        const bool isOther = one.profile.group != group;
        words += isOther           ? QStringLiteral("|%1:").arg(one.profile.group)
                 : words.isEmpty() ? QString()
                                   : QStringLiteral(" ");
        words += one.profile.name;
        group = one.profile.group;
    }
    return words;
}

} // namespace

/// The dialogs that many servers are kept with.
class ServerListTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<QDialog> m_dialog;

    QString path(const QString &name) const { return m_folder.filePath(name); }
    void write(const QString &name, const QByteArray &content, mode_t mode = 0600) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
        QCOMPARE(::chmod(qPrintable(path(name)), mode), 0);
    }
    template <class T>
    T *child(const char *name) const
    {
        return m_dialog->findChild<T *>(QLatin1String(name));
    }
    template <class Dialog, class Question>
    Dialog &show(const Question &question)
    {
        m_dialog = std::make_unique<Dialog>(question);
        m_dialog->show();
        if (!QTest::qWaitForWindowExposed(m_dialog.get()))
            qFatal("no window");
        m_dialog->activateWindow();
        return static_cast<Dialog &>(*m_dialog);
    }
    QTreeWidgetItem *item(const QString &name) const
    {
        return child<QTreeWidget>("list")->findItems(name, Qt::MatchExactly | Qt::MatchRecursive).value(0);
    }
    void click(const QString &name, Qt::KeyboardModifiers keys = {})
    {
        auto *tree = child<QTreeWidget>("list");
        QTest::mouseClick(tree->viewport(), Qt::LeftButton, keys, tree->visualItemRect(item(name)).center());
    }
    QPushButton *ok() const { return child<QDialogButtonBox>("buttons")->button(QDialogButtonBox::Ok); }

private Q_SLOTS:
    void cleanup() { m_dialog.reset(); }

    void anEmptyListSaysWhatToDo()
    {
        const auto isWrittenOn = [this] {
            QWidget *const rows = child<QTreeWidget>("list")->viewport();
            const QRect middle(0, rows->height() / 2, rows->width(), rows->fontMetrics().height());
            const QImage image = rows->grab(middle).toImage();
            std::set<QRgb> colors;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    colors.insert(image.pixel(x, y));
            return colors.size() > 1;
        };
        show<ManageServersDialog>(ServerListQuestion{});
        QVERIFY(isWrittenOn());
        show<ManageServersDialog>(ServerListQuestion{{list().rows.first()}, true});
        QVERIFY(!isWrittenOn());
    }

    void theKeyboardPutsThemInOrder()
    {
        auto &dialog = show<ManageServersDialog>(list());
        QCOMPARE(inWords(dialog.answer()), QStringLiteral("a b c|Berlin:d"));
        click(QStringLiteral("c"));
        QTest::keyClick(child<QTreeWidget>("list"), Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(inWords(dialog.answer()), QStringLiteral("a c b|Berlin:d"));
        click(QStringLiteral("a"), Qt::ControlModifier);
        QTest::mouseClick(child<QPushButton>("down"), Qt::LeftButton);
        QCOMPARE(inWords(dialog.answer()), QStringLiteral("b a c|Berlin:d"));
        // No further than the end of their group.
        QTest::mouseClick(child<QPushButton>("down"), Qt::LeftButton);
        QCOMPARE(inWords(dialog.answer()), QStringLiteral("b a c|Berlin:d"));
        QCOMPARE(dialog.answer().at(3).profile.place, 3);
    }

    void theMouseDropsThemIntoAnotherGroup()
    {
        auto &dialog = show<ManageServersDialog>(list());
        auto *tree = child<QTreeWidget>("list");
        for (const char *name : {"a", "d"})
            QVERIFY(item(QLatin1String(name))->flags().testFlag(Qt::ItemIsDragEnabled));
        // Between servers and on groups, never on a server, and never beside the groups.
        QVERIFY(item(QStringLiteral("d"))->parent()->flags().testFlag(Qt::ItemIsDropEnabled));
        QVERIFY(!item(QStringLiteral("d"))->flags().testFlag(Qt::ItemIsDropEnabled));
        QVERIFY(!tree->invisibleRootItem()->flags().testFlag(Qt::ItemIsDropEnabled));
        QTreeWidgetItem *group = item(QStringLiteral("d"))->parent();
        QTreeWidgetItem *dragged = item(QStringLiteral("b"));
        dragged->parent()->removeChild(dragged); // as the view does
        group->insertChild(0, dragged);
        QCOMPARE(inWords(dialog.answer()), QStringLiteral("a c|Berlin:b d"));
    }

    void severalGetAGroupAndARule()
    {
        auto &dialog = show<ManageServersDialog>(list());
        click(QStringLiteral("a"));
        click(QStringLiteral("c"), Qt::ControlModifier);
        auto *group = child<QComboBox>("group");
        group->lineEdit()->selectAll();
        QTest::keyClicks(group->lineEdit(), QStringLiteral("Aachen"));
        QTest::keyClick(group->lineEdit(), Qt::Key_Return);
        QCOMPARE(inWords(dialog.answer()), QStringLiteral("b|Aachen:a c|Berlin:d"));
        QVERIFY(dialog.isVisible()); // Enter was for the field
        QTest::mouseClick(child<QCheckBox>("lookOnly"), Qt::LeftButton, {},
                          QPoint(8, child<QCheckBox>("lookOnly")->height() / 2));
        QTest::mouseClick(child<QCheckBox>("connectsAtStart"), Qt::LeftButton, {},
                          QPoint(8, child<QCheckBox>("connectsAtStart")->height() / 2));
        for (const ServerAnswer &one : dialog.answer()) {
            const bool isOne = one.profile.group == QStringLiteral("Aachen");
            QCOMPARE(one.profile.lookOnly, isOne);
            QCOMPARE(one.profile.connectsAtStart, !isOne);
        }
        click(QStringLiteral("b"), Qt::ControlModifier);
        QCOMPARE(child<QCheckBox>("lookOnly")->checkState(), Qt::PartiallyChecked);
        QTest::keyClick(child<QTreeWidget>("list"), Qt::Key_Delete);
        QCOMPARE(inWords(dialog.answer()), QStringLiteral("|Berlin:d"));
    }

    void theListGoesOutAndIn()
    {
        auto &dialog = show<ManageServersDialog>(list());
        const QString file = path(QStringLiteral("list.json"));
        auto *message = child<QLabel>("message");
        dialog.exportTo(file);
        QTRY_VERIFY(message->text().contains(file));
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        const auto imported = importedProfiles(written.readAll());
        QVERIFY(imported);
        QCOMPARE(imported->profiles.size(), 4);
        QCOMPARE(imported->profiles.last().group, QStringLiteral("Berlin"));
        QVERIFY(!imported->profiles.last().id.isValid());

        auto &other = show<ManageServersDialog>(ServerListQuestion{{list().rows.first()}, true});
        other.importFrom(file);
        QTRY_COMPARE(inWords(other.answer()), QStringLiteral("a b c|Berlin:d"));
        QVERIFY(child<QLabel>("message")->text().contains(QStringLiteral("3")));
        QVERIFY(!other.answer().last().profile.id.isValid());
    }

    void whatIsNoListIsRefused_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut") << QByteArray("{\"castdeckServers\":1,\"servers\":[{");
        QTest::newRow("another file") << QByteArray("{\"servers\":[]}");
        QTest::newRow("another type") << QByteArray("{\"castdeckServers\":1,\"servers\":{}}");
        QTest::newRow("deep") << QByteArray(5000, '[');
        QTest::newRow("huge") << QByteArray(2 << 20, ' ');
        QTest::newRow("too many") << "{\"castdeckServers\":1,\"servers\":[" +
                                         QByteArray("{},").repeated(2000) + "{}]}";
    }
    void whatIsNoListIsRefused()
    {
        QFETCH(const QByteArray, content);
        auto &dialog = show<ManageServersDialog>(list());
        write(QStringLiteral("bad.json"), content);
        dialog.importFrom(path(QStringLiteral("bad.json")));
        QTRY_VERIFY(child<QLabel>("message")->text().contains(QStringLiteral("bad.json")));
        QCOMPARE(dialog.answer().size(), 4);
    }

    void entriesThatCannotBeUsedAreCounted()
    {
        const auto imported = importedProfiles(
            "{\"castdeckServers\":1,\"servers\":[1,{},{\"host\":\"a\",\"port\":70000},{\"host\":\"b\","
            "\"port\":-1},"
            "{\"host\":\"c\",\"place\":\"x\",\"lookOnly\":7,\"fingerprint\":\"evil\",\"name\":5}]}");
        QVERIFY(imported);
        QCOMPARE(imported->unusable, 4);
        QCOMPARE(imported->profiles.size(), 1);
        QCOMPARE(imported->profiles.first().name, QStringLiteral("c"));
        QVERIFY(imported->profiles.first().fingerprint.isEmpty());
        QVERIFY(!imported->profiles.first().lookOnly);
    }

    /// A list from elsewhere would start whatever it likes, at the next connection.
    void noCommandComesWithAList()
    {
        const auto imported = importedProfiles(
            R"({"castdeckServers":1,"servers":[{"kind":"ssh","name":"a","command":["touch","/tmp/x"]},)"
            R"({"kind":"wds","name":"b","host":"wds1","user":"admin","command":["touch","/tmp/x"]}]})");
        QVERIFY(imported);
        QCOMPARE(imported->unusable, 1);
        QCOMPARE(imported->profiles.size(), 1);
        QCOMPARE(imported->profiles.first().address(), QStringLiteral("wds+ssh://admin@wds1"));
        QVERIFY(imported->profiles.first().command.isEmpty());
    }

    void oneTokenForAllThatAreMarked()
    {
        auto &dialog = show<TokensDialog>(TokenQuestion{
            {server(QStringLiteral("a")), server(QStringLiteral("b")), server(QStringLiteral("c"))}, false});
        const auto tokens = dialog.findChildren<QLineEdit *>(QStringLiteral("token"));
        const auto marks = dialog.findChildren<QCheckBox *>(QStringLiteral("mark"));
        QCOMPARE(tokens.size(), 3);
        QVERIFY(!ok()->isEnabled());
        QVERIFY(child<QLabel>("keychain")->text().contains(QStringLiteral("No keychain")));
        marks[1]->click();
        QTRY_VERIFY(child<QLineEdit>("same")->hasFocus());
        QTest::keyClicks(child<QLineEdit>("same"), QStringLiteral("shared"));
        QTest::keyClicks(tokens[1], QStringLiteral("own"));
        marks[2]->click();
        QVERIFY(ok()->isEnabled());
        QCOMPARE(dialog.answer(), (TokenAnswer{{ServerId(QStringLiteral("a")), QStringLiteral("shared")},
                                               {ServerId(QStringLiteral("b")), QStringLiteral("own")}}));
        marks[2]->click();
        QCOMPARE(dialog.answer().size(), 3);
        for (const QLineEdit *token : tokens)
            QCOMPARE(token->echoMode(), QLineEdit::Password);
    }

    void moreIsShownWhenItIsWanted()
    {
        show<ServerDialog>(ServerQuestion{});
        auto *more = child<QWidget>("more");
        QVERIFY(more->isHidden());
        const int before = m_dialog->height();
        QTest::mouseClick(child<QToolButton>("moreButton"), Qt::LeftButton);
        QVERIFY(more->isVisible());
        QTRY_VERIFY(m_dialog->height() > before);
        ServerQuestion question;
        question.profile = server(QStringLiteral("a"), QStringLiteral("Berlin"));
        question.isNew = false;
        question.others = {server(QStringLiteral("b"), QStringLiteral("Aachen"))};
        auto &dialog = show<ServerDialog>(question);
        QVERIFY(child<QWidget>("more")->isVisible());
        QCOMPARE(child<QComboBox>("group")->itemText(0), QStringLiteral("Aachen"));
        child<QCheckBox>("lookOnly")->click();
        child<QCheckBox>("connectsAtStart")->click();
        child<FileField>("tokenFile")->setPath(QStringLiteral("/etc/token"));
        ServerProfile expected = question.profile;
        expected.lookOnly = true;
        expected.connectsAtStart = false;
        expected.tokenFile = QStringLiteral("/etc/token");
        QCOMPARE(dialog.answer().profile, expected);
    }

    void aTokenFileIsOurs_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("mode");
        QTest::addColumn<QString>("token");
        const QString none;
        QTest::newRow("a token") << QByteArray("abc.def\n") << 0600 << QStringLiteral("abc.def");
        QTest::newRow("read only") << QByteArray(" abc \r\n") << 0400 << QStringLiteral("abc");
        QTest::newRow("others read it") << QByteArray("abc") << 0644 << none;
        QTest::newRow("a group writes it") << QByteArray("abc") << 0620 << none;
        QTest::newRow("empty") << QByteArray(" \n") << 0600 << none;
        QTest::newRow("two") << QByteArray("abc\ndef\n") << 0600 << none;
        QTest::newRow("huge") << QByteArray(5'000'000, 'x') << 0600 << none;
        QTest::newRow("bytes") << QByteArray("a\0b", 3) << 0600 << none;
        QTest::newRow("letters of others") << QByteArray("t\xc3\xb6ken") << 0600 << none;
    }
    void aTokenFileIsOurs()
    {
        QFETCH(const QByteArray, content);
        QFETCH(const int, mode);
        QFETCH(const QString, token);
        QFile::remove(path(QStringLiteral("token")));
        write(QStringLiteral("token"), content, static_cast<mode_t>(mode));
        const auto read = readTokenFile(path(QStringLiteral("token")));
        QCOMPARE(read.value_or(QString()), token);
        QVERIFY(read || read.error().detail.contains(path(QStringLiteral("token"))));
    }

    void whatIsNoFileIsNoTokenFile()
    {
        QCOMPARE(::mkfifo(qPrintable(path(QStringLiteral("pipe"))), 0600), 0);
        QCOMPARE(readTokenFile(path(QStringLiteral("pipe"))).error().code, ErrorCode::WrongFileKind);
        QCOMPARE(readTokenFile(m_folder.path()).error().code, ErrorCode::WrongFileKind);
        QCOMPARE(readTokenFile(QStringLiteral("/dev/zero")).error().code, ErrorCode::WrongFileKind);
        QCOMPARE(readTokenFile(path(QStringLiteral("gone"))).error().code, ErrorCode::FileNotFound);
    }
};

CASTDECK_WINDOW_TEST(ServerListTest)

} // namespace castdeck::tst_serverlist
#include "tst_serverlist.moc"
