// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of the console: its window in each state, each menu of its rows, and each dialog that one of its
// verbs opens.
//
//   castdeck-pictures FOLDER light|dark [LANGUAGE]
//   castdeck-pictures show
//
// The second form only shows the window, until its input ends.
// The direction and the scale are those of the application (-reverse, QT_SCALE_FACTOR). What opens by a verb
// is found by giving each that is possible: a new dialog is in the pictures without a word here.

#include "pictures/darkpalette.h"
#include "pictures/showcase.h"

#include "gui/parts/inventoryview.h"
#include "gui/parts/placeholdercolor.h"
#include "gui/window/language.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QLineEdit>
#include <QMenu>
#include <QSocketNotifier>
#include <QStyleFactory>
#include <QTabWidget>
#include <QTest>
#include <QTextStream>
#include <QWizard>

using namespace castdeck;

namespace
{

class Album
{
public:
    explicit Album(QString folder) : m_folder(std::move(folder)) { QDir().mkpath(m_folder); }

    void add(QWidget &widget, const QString &name)
    {
        QTest::qWait(50); // what is shown later in the same breath
        const QString path = QDir(m_folder).filePath(name + QStringLiteral(".png"));
        if (!widget.grab().save(path))
            qFatal("cannot write %s", qPrintable(path));
        ++m_count;
    }
    int count() const { return m_count; }

private:
    QString m_folder;
    int m_count = 0;
};

QWidgetList opened(const QWidget &window)
{
    QWidgetList widgets = QApplication::topLevelWidgets();
    widgets.removeIf([&](const QWidget *widget) { return widget == &window || !widget->isVisible(); });
    return widgets;
}

/// As a person does: some are kept for the next time.
void closeAll(const QWidget &window)
{
    for (QWidget *widget : opened(window))
        widget->close();
    QCoreApplication::processEvents();
}

/// A dialog that has other fields for another kind of thing.
void takeKinds(Album &album, QWidget &dialog, const QString &title)
{
    auto *const kinds = dialog.findChild<QComboBox *>(QStringLiteral("kind"));
    for (int kind = 1; kinds && kind < kinds->count(); ++kind) {
        kinds->setCurrentIndex(kind);
        album.add(dialog, QStringLiteral("%1-kind%2").arg(title).arg(kind + 1));
    }
}

void takeTabs(Album &album, QWidget &dialog, const QString &title)
{
    auto *const tabs = dialog.findChild<QTabWidget *>();
    for (int tab = 1; tabs && tab < tabs->count(); ++tab) {
        tabs->setCurrentIndex(tab);
        album.add(dialog, QStringLiteral("%1-tab%2").arg(title).arg(tab + 1));
    }
}

/// The dialogs behind the verbs that are possible for what is selected.
void takeVerbs(Album &album, Showcase &showcase, const QString &prefix, QSet<QString> &taken)
{
    const QStringList left = {QStringLiteral("quit"), QStringLiteral("copy"), QStringLiteral("export")};
    const auto actions = showcase.window().findChildren<QAction *>();
    QItemSelectionModel *const rows = showcase.window().view().selectionModel();
    const QItemSelection chosen = rows->selection();
    for (const QPointer<QAction> action : actions) {
        rows->select(chosen, QItemSelectionModel::ClearAndSelect); // a verb may have changed that
        const QString name = action ? action->objectName() : QString();
        if (name.isEmpty() || name.startsWith(QStringLiteral("_q")) || left.contains(name) ||
            taken.contains(name) || action->isCheckable() || action->menu() || !action->isEnabled())
            continue;
        action->trigger();
        QTest::qWait(100);
        int number = 0;
        for (QWidget *widget : opened(showcase.window())) {
            QString title = QStringLiteral("%1-%2").arg(prefix, name);
            if (number++ > 0)
                title += QString::number(number);
            album.add(*widget, title);
            taken.insert(name);
            takeKinds(album, *widget, title);
            takeTabs(album, *widget, title);
            if (auto *wizard = qobject_cast<QWizard *>(widget)) {
                for (QLineEdit *edit : wizard->findChildren<QLineEdit *>())
                    if (edit->text().isEmpty() && edit->isVisible())
                        edit->setText(QStringLiteral("/usr/share"));
                for (int page = 2; page < 6; ++page) {
                    const int before = wizard->currentId();
                    QTest::qWait(300);
                    wizard->next();
                    if (wizard->currentId() == before)
                        break;
                    album.add(*wizard, QStringLiteral("%1-page%2").arg(title).arg(page));
                }
            }
        }
        closeAll(showcase.window());
    }
}

void takeMenu(Album &album, Showcase &showcase, const QString &name)
{
    InventoryView &view = showcase.window().view();
    Q_EMIT view.menuRequested(view.viewport()->mapToGlobal(view.visualRect(view.currentIndex()).center()));
    for (QWidget *widget : opened(showcase.window()))
        album.add(*widget, name);
    closeAll(showcase.window());
}

void take(Album &album, Showcase::Content content, const QString &name)
{
    Showcase showcase(content);
    MainWindow &window = showcase.window();
    window.resize(1280, 800);
    window.show();
    if (!QTest::qWaitForWindowExposed(&window) || !QTest::qWaitFor([&] { return showcase.isReady(); }))
        qFatal("the window does not come");
    QTest::qWait(1'100); // one sample of the rates
    album.add(window, name);
    QSet<QString> taken;
    takeVerbs(album, showcase, name, taken);
    if (content != Showcase::Content::Everything)
        return;
    // What a WDS server has not is missing or grey in dialogs that are in the pictures already.
    QSet<QString> takenOfWds;
    const std::pair<const char *, const char *> rows[] = {{"server", "deploy1.school.example"},
                                                          {"session", "windows-11-pro.wim"},
                                                          {"waiting", "exam-room.img"},
                                                          {"client", "ROOM12-4"},
                                                          {"folder", "drivers"},
                                                          {"lost", "annex.school.example"},
                                                          {"wds-server", "wds1.school.example (WDS)"},
                                                          {"wds-session", "install.wim"}};
    for (const auto &[kind, row] : rows) {
        const QModelIndex index = showcase.row(QString::fromLatin1(row));
        if (!index.isValid())
            qFatal("no row %s", row);
        window.view().selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect |
                                                                   QItemSelectionModel::Rows);
        const QString title = QStringLiteral("%1-%2").arg(name, QString::fromLatin1(kind));
        album.add(window, title);
        takeMenu(album, showcase, title + QStringLiteral("-menu"));
        takeVerbs(album, showcase, title, title.contains(QLatin1String("-wds-")) ? takenOfWds : taken);
    }
    window.view().selectAll();
    album.add(window, name + QStringLiteral("-all"));
    takeVerbs(album, showcase, name + QStringLiteral("-all"), taken);
    window.findChild<QLineEdit *>(QStringLiteral("filter"))->setText(QStringLiteral("kiosk"));
    album.add(window, name + QStringLiteral("-filtered"));
    window.findChild<QLineEdit *>(QStringLiteral("filter"))->setText(QStringLiteral("nobody"));
    album.add(window, name + QStringLiteral("-nothing-matches"));
}

int show()
{
    Showcase showcase(Showcase::Content::Everything);
    showcase.window().show();
    QSocketNotifier ended(0, QSocketNotifier::Read);
    QObject::connect(&ended, &QSocketNotifier::activated, qApp, &QCoreApplication::quit);
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setQuitOnLastWindowClosed(false);
    QApplication::setApplicationName(QStringLiteral("castdeck"));
    QApplication::setApplicationDisplayName(QStringLiteral("Castdeck"));
    const QStringList arguments = app.arguments();
    if (arguments.value(1) == QStringLiteral("show"))
        return show();
    if (arguments.size() < 3)
        qFatal("usage: castdeck-pictures FOLDER light|dark [LANGUAGE]");
    const QLocale locale(arguments.value(3, QStringLiteral("en")));
    QLocale::setDefault(locale);
    if (arguments[2] == QStringLiteral("dark"))
        QApplication::setPalette(darkPalette());
    PlaceholderColor placeholders(app);
    const bool isReversed = QApplication::layoutDirection() == Qt::RightToLeft;
    installLanguage(app, locale);
    if (isReversed)
        QApplication::setLayoutDirection(Qt::RightToLeft);
    Album album(arguments[1]);
    take(album, Showcase::Content::NoServer, QStringLiteral("no-server"));
    take(album, Showcase::Content::Nothing, QStringLiteral("nothing"));
    take(album, Showcase::Content::Everything, QStringLiteral("console"));
    QTextStream(stdout) << album.count() << " pictures in " << arguments[1] << Qt::endl;
    return 0;
}
