// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/sessionactions.h"
#include "gui/dialogs/confirmdialog.h"
#include "gui/dialogs/dialogprompter.h"
#include "gui/dialogs/publisheddialog.h"
#include "gui/dialogs/publishwizard.h"
#include "gui/windowfixture.h"
#include "models/inventoryrole.h"
#include "support/windowtest.h"

#include <QAbstractButton>
#include <QLineEdit>
#include <QMenu>
#include <QSet>

namespace castdeck::tst_keyboard
{

using namespace castdeck::test;

/// Everything without a pointer: each step is a key, given to what has the focus then.
class TestKeyboard : public QObject, WindowFixture
{
    Q_OBJECT

    DialogPrompter m_dialogs;
    QTemporaryDir m_folder;

    static QWidget *focused() { return QApplication::focusWidget(); }
    static void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QVERIFY(focused());
        QTest::keyClick(focused(), key, modifiers);
    }
    /// Letters of all languages, as names of folders have them: keyClicks() knows those of English.
    static void type(const QString &text)
    {
        for (const QChar letter : text) {
            QVERIFY(focused());
            QTest::sendKeyEvent(QTest::Click, focused(), Qt::Key(letter.toUpper().unicode()), letter,
                                Qt::NoModifier);
        }
    }
    /// By Tab, as often as it takes to come round.
    static bool tabTo(const std::function<bool(const QWidget &)> &isWanted)
    {
        for (int i = 0; i < 60 && focused(); ++i) {
            if (isWanted(*focused()))
                return true;
            press(Qt::Key_Tab);
        }
        return false;
    }
    template <class T>
    T *shown()
    {
        auto *const found = m_window->findChild<T *>();
        return found && found->isVisible() ? found : nullptr;
    }

    /// There is no desktop here that gives the keyboard to the window below one that is closed.
    bool isBackInTheTree()
    {
        return QTest::qWaitFor(
            [this] {
                if (!QApplication::activeModalWidget() && !QApplication::activeWindow())
                    m_window->activateWindow();
                return m_window->view().hasFocus();
            },
            Patience);
    }

private Q_SLOTS:
    void init()
    {
        Inventory nothing;
        nothing.revision = 1;
        nothing.server = {QStringLiteral("sample"), QStringLiteral("1.0")};
        open(nothing);
        m_tester.reset();
        m_window.reset();
        m_window = std::make_unique<MainWindow>(*m_model, *m_registry, *m_remote, m_dialogs, *m_layout);
        m_dialogs.setWindow(m_window.get());
        m_window->show();
        m_window->activateWindow();
        QTRY_VERIFY(QApplication::activeWindow() == m_window.get());
        QTRY_VERIFY(m_window->actions().publish()->isEnabled());
        QTRY_VERIFY(m_window->view().hasFocus());
    }

    void cleanup() { close(); }

    void fromNothingToATerminatedSession()
    {
        QFile image(m_folder.filePath(QStringLiteral("image.wim")));
        QVERIFY(image.open(QIODevice::WriteOnly) && image.write("image") > 0);
        image.close();

        press(Qt::Key_N, Qt::ControlModifier);
        QTRY_VERIFY(shown<PublishWizard>());
        QTRY_VERIFY(focused() && shown<PublishWizard>()->isAncestorOf(focused()));
        const QPointer<PublishWizard> wizard = shown<PublishWizard>();
        QVERIFY(tabTo([](const QWidget &widget) { return qobject_cast<const QLineEdit *>(&widget); }));
        type(m_folder.path());
        // The folder is looked at before the page can be left.
        for (int page = 0; page < 8 && wizard && wizard->isVisible(); ++page) {
            QAbstractButton *const onward = wizard->nextId() < 0 ? wizard->button(QWizard::FinishButton)
                                                                 : wizard->button(QWizard::NextButton);
            QTRY_VERIFY(onward->isEnabled());
            QVERIFY(tabTo([onward](const QWidget &widget) { return &widget == onward; }));
            press(Qt::Key_Space);
            QCoreApplication::processEvents();
        }
        QTRY_COMPARE(m_fake->calls().size(), 1);
        QCOMPARE(m_fake->calls().constLast().verb, QStringLiteral("registerNamespace"));
        // How machines ask is said until it has been read.
        QTRY_VERIFY(shown<PublishedDialog>() && focused() &&
                    shown<PublishedDialog>()->isAncestorOf(focused()));
        press(Qt::Key_Escape);
        QVERIFY(isBackInTheTree());

        // Two machines ask.
        ContentInfo content;
        content.id = ContentId(1);
        content.namespaceId = m_fake->state().namespaces.constFirst().id;
        content.name = QStringLiteral("image.wim");
        m_fake->raise(content);
        const Inventory sample = sampleInventory(1, 2);
        m_fake->raise(sample.sessions.constFirst());
        for (const ClientInfo &client : sample.clients)
            m_fake->raise(client);
        QTRY_VERIFY(m_model->indexOf({m_id, RowKind::Client, 2}).isValid());

        const auto current = [this] {
            return m_window->view().currentIndex().data(InventoryRole::Facts).value<RowFacts>().key;
        };
        const RowKey session{m_id, RowKind::Session, 1};
        press(Qt::Key_Home);
        for (int i = 0; i < 5 && !(current() == session); ++i)
            press(Qt::Key_Down);
        QCOMPARE(current(), session);

        // By the menu of the row.
        press(Qt::Key_F10, Qt::ShiftModifier);
        auto *const menu = m_window->findChild<QMenu *>(QStringLiteral("rowMenu"));
        QVERIFY(menu && menu->isVisible());
        QTest::keyClick(menu, Qt::Key_T);
        QTRY_VERIFY(shown<ConfirmDialog>());
        QTRY_VERIFY(qobject_cast<QLineEdit *>(focused()));
        // An Enter too many declines.
        press(Qt::Key_Return);
        QTRY_VERIFY(!shown<ConfirmDialog>());
        QCOMPARE(m_fake->calls().size(), 1);
        QVERIFY(isBackInTheTree());
        QCOMPARE(current(), session);

        press(Qt::Key_Delete);
        QTRY_VERIFY(shown<ConfirmDialog>());
        QTRY_VERIFY(qobject_cast<QLineEdit *>(focused()));
        type(QStringLiteral("wrong image"));
        press(Qt::Key_Return);
        QTRY_COMPARE(m_fake->calls().size(), 2);
        QCOMPARE(m_fake->calls().constLast().verb, QStringLiteral("terminateSession"));
        QCOMPARE(m_fake->calls().constLast().order.reason, QStringLiteral("wrong image"));
        QVERIFY(isBackInTheTree());
        QTRY_VERIFY(notice().contains(QStringLiteral("terminated")));
    }

    /// Tab comes by every pane, and comes round.
    void tabGoesRound()
    {
        QSet<QString> seen;
        for (int i = 0; i < 80; ++i) {
            press(Qt::Key_Tab);
            seen << focused()->objectName();
        }
        for (const char *name : {"view", "filter", "namespaces"})
            QVERIFY2(seen.contains(QLatin1String(name)), name);
    }

    void theMenuBarIsReachedByItsLetters()
    {
        press(Qt::Key_I, Qt::AltModifier);
        auto *const menu = m_window->findChild<QMenu *>(QStringLiteral("sessionMenu"));
        QTRY_VERIFY(menu->isVisible());
        QTest::keyClick(menu, Qt::Key_Escape);
        QTRY_VERIFY(!menu->isVisible());
    }
};

CASTDECK_WINDOW_TEST(TestKeyboard)

} // namespace castdeck::tst_keyboard
#include "tst_keyboard.moc"
