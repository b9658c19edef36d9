// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The console's own window, with a WDS server in its tree that it reaches as over ssh.
#include "../gui/windowfixture.h"
#include "gui/actions/sessionactions.h"
#include "support/windowtest.h"
#include "wds/bridge.h"

#include <QContextMenuEvent>
#include <QMenu>

namespace castdeck::test::tst_window
{

class TestWindow : public QObject, private WindowFixture
{
    Q_OBJECT

    QModelIndex shown(const RowKey &key) const
    {
        return m_window->rows().mapFromSource(m_model->indexOf(key));
    }

private Q_SLOTS:
    void aRightClickTerminatesASession();
};

void TestWindow::aRightClickTerminatesASession()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    scenario.write();
    QProcessEnvironment forServer;
    scenario.addTo(forServer);
    const QStringList names = forServer.keys();
    for (const QString &name : names)
        qputenv(name.toLatin1().constData(), forServer.value(name).toLocal8Bit());
    qputenv("CASTDECK_SSH", qgetenv("CASTDECK_WDS_SSH"));
    const QString calls = m_dir.filePath(QStringLiteral("ssh.log"));
    qputenv("CASTDECK_WDS_SSH_LOG", QFile::encodeName(calls));

    open(Inventory());
    const ServerProfile wanted = profileFromAddress(QStringLiteral("wds+ssh://anna@wds1")).value();
    const ServerId id = m_remote->keep(wanted, {}, RemoteServers::Life::Saved);
    QTRY_VERIFY(m_model->status(id).state == ConnectionState::Ready);
    QFile log(calls);
    QVERIFY(log.open(QIODevice::ReadOnly));
    QVERIFY(log.readAll().trimmed().endsWith("-l anna -- wds1 castdeck-wds"));
    QCOMPARE(m_model->indexOf(id).data().toString(), QStringLiteral("wds1 (WDS)"));
    QVERIFY(m_model->status(id).powers.lacks.contains(QStringLiteral("reason")));
    const RowKey session{id, RowKind::Session, 7};
    QTRY_VERIFY(shown(session).isValid());
    QCOMPARE(m_model->rowCount(m_model->indexOf(session)), 3);
    scenario.journal();

    InventoryView &view = m_window->view();
    view.expandAll();
    const QPoint at = view.visualRect(shown(session)).center();
    QContextMenuEvent click(QContextMenuEvent::Mouse, at, view.viewport()->mapToGlobal(at));
    QApplication::sendEvent(view.viewport(), &click);
    auto *const menu = m_window->findChild<QMenu *>(QStringLiteral("rowMenu"));
    QVERIFY(menu && menu->isVisible());
    QAction *const terminate = m_window->actions().terminate();
    QVERIFY(menu->actions().contains(terminate) && terminate->isEnabled());
    menu->close();
    terminate->trigger();
    QVERIFY(m_prompter->accept({}));
    QTRY_VERIFY(!m_model->indexOf(session).isValid());
    QCOMPARE(scenario.journal().filter(QStringLiteral("Terminate")),
             QStringList(QStringLiteral("Session.Terminate 7")));
    close();
}

CASTDECK_WINDOW_TEST(TestWindow)

} // namespace castdeck::test::tst_window
#include "tst_window.moc"
