// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testprogram.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

namespace castdeck::test::tst_layering
{

namespace
{

/// Who uses whom, as drawn in docs/architecture.md. What is used by what is used is usable too. A library
/// that has shelves is all of them to who uses it.
const QMultiMap<QString, QString> &arrows()
{
    static const QMultiMap<QString, QString> all = [] {
        QMultiMap<QString, QString> map;
        const QList<QPair<const char *, QList<const char *>>> rows{
            {"core", {}},
            {"wire", {"core"}},
            {"transport/net", {"wire"}},
            {"transport/content", {"transport/net"}},
            {"transport/sink", {"transport/content"}},
            {"transport/sending", {"transport/content"}},
            {"transport/receiving", {"transport/sink"}},
            {"engine/common", {"transport"}},
            {"engine/store", {"engine/common"}},
            {"engine/content", {"engine/common"}},
            {"engine/session", {"engine/common"}},
            {"engine/server", {"engine/store", "engine/content", "engine/session"}},
            {"management", {"core"}},
            {"models", {"core"}},
            {"gui/text", {"models"}},
            {"gui/paint", {"models"}},
            {"gui/parts", {"gui/text", "gui/paint"}},
            {"gui/rows", {"gui/parts"}},
            {"gui/panes", {"gui/parts", "gui/servers"}},
            {"gui/servers", {"gui/text", "management"}},
            {"gui/serverdialogs", {"gui/parts", "gui/servers"}},
            {"gui/dialogs", {"gui/serverdialogs"}},
            {"gui/history", {"gui/dialogs"}},
            {"gui/actions", {"gui/history", "gui/panes"}},
            {"gui/window", {"gui/actions", "gui/rows"}},
            {"fallback", {"engine", "management"}},
            {"apps/common", {"management"}},
            {"apps/console", {"gui", "fallback", "apps/common"}},
            {"apps/server", {"fallback", "apps/common"}},
            {"apps/ctl", {"apps/common"}},
            {"apps/receiver", {"transport", "apps/common"}},
            {"apps/wds", {}}, // for another compiler, without Qt
        };
        for (const auto &[user, usedOnes] : rows) {
            map.insert(QString::fromLatin1(user), QString::fromLatin1(user));
            for (const char *used : usedOnes)
                map.insert(QString::fromLatin1(user), QString::fromLatin1(used));
        }
        return map;
    }();
    return all;
}

/// Units of one shelf: more are more than a reader takes in.
constexpr int UnitsMost = 20;

bool mayUse(const QString &user, const QString &used, QSet<QString> seen = {})
{
    if (user == used)
        return arrows().contains(user);
    seen.insert(user);
    const auto next = arrows().values(user);
    return std::any_of(next.begin(), next.end(), [&](const QString &step) {
        if (seen.contains(step))
            return false;
        if (arrows().contains(step))
            return mayUse(step, used, seen);
        const auto rooms = arrows().uniqueKeys();
        return std::any_of(rooms.begin(), rooms.end(), [&](const QString &room) {
            return room.startsWith(step + QLatin1Char('/')) && !seen.contains(room) &&
                   mayUse(room, used, seen);
        });
    });
}

/// The folder: "apps/ctl" of "apps/ctl/main.cpp", "gui/text" of "gui/text/report.h", nothing of "report.h".
QString roomOf(const QString &path)
{
    return path.section(QLatin1Char('/'), 0, -2);
}

/// What is wrong with that line of that file, empty if nothing is.
QString complaint(const QString &path, const QString &line)
{
    static const QRegularExpression quoted(QStringLiteral("^\\s*#\\s*include\\s*\"([^\"]+)\""));
    static const QRegularExpression generated(QStringLiteral("^(\\w+\\.moc|ui_\\w+\\.h)$"));
    const QRegularExpressionMatch match = quoted.match(line);
    if (!match.hasMatch() || generated.match(match.captured(1)).hasMatch())
        return {};
    const QString included = match.captured(1);
    const QString room = roomOf(included);
    if (room.isEmpty() || included.contains(QLatin1String("..")))
        return path + QStringLiteral(" does not name the folder of ") + included;
    return mayUse(roomOf(path), room) ? QString()
                                      : QString(path + QStringLiteral(" must not see ") + included);
}

/// The lines of that text file below the source.
QStringList linesOf(const QString &path)
{
    QFile file(QStringLiteral(CASTDECK_SOURCE_DIR "/") + path);
    return file.open(QIODevice::ReadOnly | QIODevice::Text)
               ? QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'))
               : QStringList();
}

/// What a source includes by including what is made of a form: the headers of the form's widgets. Nothing for
/// other lines.
QStringList includesOfForm(const QString &line)
{
    static const QRegularExpression made(QStringLiteral("^#include \"ui_(\\w+)\\.h\"$"));
    static const QRegularExpression header(QStringLiteral("<header[^>]*>([^<]+)</header>"));
    const QRegularExpressionMatch form = made.match(line);
    QStringList includes;
    if (form.hasMatch()) {
        for (const QString &text : linesOf(QStringLiteral("ui/%1.ui").arg(form.captured(1)))) {
            if (const auto match = header.match(text); match.hasMatch())
                includes << QStringLiteral("#include \"%1\"").arg(match.captured(1));
        }
    }
    return includes;
}

} // namespace

/// Includes go down the arrows of the design and never back up.
class TestLayering : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void judges_data();
    void judges();
    void everyFolderIsDrawn();
    void everyIncludeFollowsAnArrow();
    void everyFormIsNamedAsItsClass();
};

void TestLayering::judges_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("line");
    QTest::addColumn<bool>("allowed");
    const auto row = [](const char *path, const char *line, bool allowed) {
        QTest::addRow("%s: %s", path, line)
            << QString::fromLatin1(path) << QString::fromLatin1(line) << allowed;
    };
    row("wire/address.h", "#include \"core/ids.h\"", true);
    row("wire/address.h", "#include \"wire/listview.h\"", true);
    row("transport/sink/x.h", "#include \"transport/net/pacer.h\"", true);
    row("transport/receiving/x.h", "#include \"transport/net/pacer.h\"", true);
    row("engine/server/x.cpp", "#include \"transport/net/pacer.h\"", true);
    row("transport/net/x.h", "#include \"transport/sink/filesink.h\"", false);
    row("transport/sending/x.h", "#include \"transport/receiving/nacktimer.h\"", false);
    row("management/x.cpp", "#include \"transport/net/pacer.h\"", false);
    row("transport/sink/x.h", "#include \"transport/filesink.h\"", false);
    row("transport/x.h", "#include \"core/ids.h\"", false);
    row("engine/server/x.cpp", "#include \"wire/initiation.h\"", true);
    row("engine/server/x.cpp", "#include \"engine/session/session.h\"", true);
    row("engine/session/x.cpp", "#include \"engine/server/scheduler.h\"", false);
    row("engine/store/x.cpp", "#include \"engine/content/digestcache.h\"", false);
    row("apps/console/main.cpp", "#include \"engine/server/enginehost.h\"", true);
    row("apps/console/main.cpp", "#include \"apps/console/options.h\"", true);
    row("gui/window/x.cpp", "#include \"gui/text/report.h\"", true);
    row("gui/parts/x.cpp", "#include <QWidget>", true);
    row("core/ids.h", "#include \"wire/address.h\"", false);
    row("gui/window/x.cpp", "  #  include \"engine/server/enginehost.h\"", false);
    row("gui/parts/x.cpp", "#include \"gui/window/mainwindow.h\"", false);
    row("gui/parts/x.cpp", "#include \"management/channel.h\"", false);
    row("gui/window/x.cpp", "#include \"ui_x.h\"", true);
    row("engine/server/x.cpp", "#include \"management/channel.h\"", false);
    row("models/x.cpp", "#include \"management/channel.h\"", false);
    row("management/x.cpp", "#include \"transport/sending/sendingsession.h\"", false);
    row("apps/ctl/main.cpp", "#include \"engine/server/enginehost.h\"", false);
    row("apps/receiver/main.cpp", "#include \"engine/server/enginehost.h\"", false);
    row("apps/server/main.cpp", "#include \"gui/window/mainwindow.h\"", false);
    row("apps/ctl/main.cpp", "#include \"apps/receiver/options.h\"", false);
    row("gui/window/x.cpp", "#include \"apps/console/options.h\"", false);
    row("gui/window/x.cpp", "#include \"mainwindow.h\"", false);
    row("gui/window/x.cpp", "#include \"../models/inventorymodel.h\"", false);
    row("gui/window/x.cpp", "#include \"unheardof/thing.h\"", false);
}

void TestLayering::judges()
{
    QFETCH(const QString, path);
    QFETCH(const QString, line);
    QFETCH(const bool, allowed);
    QCOMPARE(complaint(path, line).isEmpty(), allowed);
}

void TestLayering::everyFolderIsDrawn()
{
    const QDir source(QStringLiteral(CASTDECK_SOURCE_DIR "/src"));
    QMap<QString, QSet<QString>> units;
    QDirIterator it(source.path(), {QStringLiteral("*.h"), QStringLiteral("*.cpp")}, QDir::Files,
                    QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const QString path = source.relativeFilePath(it.next());
        units[roomOf(path)].insert(QFileInfo(path).completeBaseName());
    }
    QVERIFY(!units.isEmpty());
    for (const auto &[room, names] : units.asKeyValueRange()) {
        QVERIFY2(arrows().contains(room), qPrintable(room));
        if (room.contains(QLatin1Char('/')) && !room.startsWith(QLatin1String("apps/")))
            QVERIFY2(names.size() <= UnitsMost, qPrintable(room));
    }
}

void TestLayering::everyIncludeFollowsAnArrow()
{
    const QDir source(QStringLiteral(CASTDECK_SOURCE_DIR "/src"));
    QStringList complaints;
    int includes = 0;
    QDirIterator it(source.path(), {QStringLiteral("*.h"), QStringLiteral("*.cpp")}, QDir::Files,
                    QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const QString path = source.relativeFilePath(it.next());
        for (const QString &line : linesOf(QStringLiteral("src/") + path)) {
            includes += line.startsWith(QLatin1String("#include \"")) ? 1 : 0;
            for (const QString &included : QStringList{line} + includesOfForm(line)) {
                const QString wrong = complaint(path, included);
                if (!wrong.isEmpty())
                    complaints.append(wrong);
            }
        }
    }
    QVERIFY(includes > 0);
    QVERIFY2(complaints.isEmpty(), qPrintable(complaints.join(QLatin1Char('\n'))));
}

/// So a form is found by the name of its class, and its texts are translated as those of the class.
void TestLayering::everyFormIsNamedAsItsClass()
{
    const QStringList forms =
        QDir(QStringLiteral(CASTDECK_SOURCE_DIR "/ui")).entryList({QStringLiteral("*.ui")});
    QVERIFY(!forms.isEmpty());
    static const QRegularExpression named(QStringLiteral("^ <class>castdeck::(\\w+)</class>$"));
    for (const QString &form : forms) {
        const QString name = linesOf(QStringLiteral("ui/") + form).filter(named).join(QString());
        QCOMPARE(named.match(name).captured(1).toLower() + QStringLiteral(".ui"), form);
    }
}

CASTDECK_TEST(TestLayering)

} // namespace castdeck::test::tst_layering

#include "tst_layering.moc"
