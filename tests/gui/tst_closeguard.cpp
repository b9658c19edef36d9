// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/closeguard.h"
#include "support/windowtest.h"
#include "windowfixture.h"

namespace castdeck::tst_closeguard
{

/// What becomes of those who receive when the window that sends to them is closed.
class CloseGuardTest : public QObject, private test::WindowFixture
{
    Q_OBJECT
    CloseGuard *m_guard = nullptr;

    void openGuarded(const Inventory &state)
    {
        open(state);
        m_guard = new CloseGuard(m_id, *m_model, *m_registry, *m_prompter, *m_window);
        connect(m_guard, &CloseGuard::reported, m_window.get(), &MainWindow::report);
        QTRY_COMPARE(m_model->rowCount(m_model->indexOf(m_id)), int(state.sessions.size()));
    }
    bool isClosed() const { return !m_window->isVisible(); }
    void setService(bool running, bool draining)
    {
        ServerInfo server = m_fake->state().server;
        server.serviceRunning = running;
        server.serviceDraining = draining;
        m_fake->raise(server);
    }

private Q_SLOTS:
    void cleanup() { close(); }

    void whoServesNobodyClosesAtOnce()
    {
        openGuarded(sampleInventory(1, 0));
        m_window->close();
        QVERIFY(isClosed());
        QVERIFY(m_prompter->confirmations().isEmpty());
    }

    void itStaysUntilSomebodySaysWhatBecomesOfThem()
    {
        openGuarded(sampleInventory(2, 3));
        m_window->close();
        QVERIFY(!isClosed());
        QCOMPARE(m_prompter->confirmations().size(), 1);
        const Confirmation asked = m_prompter->confirmations().last();
        QVERIFY(asked.question.contains(u'6'));
        QCOMPARE(asked.names.size(), 1); // of one content
        QVERIFY(asked.offersDrain);
        // Whoever declines goes on, and may be asked again.
        m_window->close();
        QVERIFY(!isClosed());
        QCOMPARE(m_prompter->confirmations().size(), 2);
        QVERIFY(m_fake->calls().isEmpty());
    }

    void cuttingClosesWithTheReason()
    {
        openGuarded(sampleInventory(1, 2));
        m_window->close();
        QVERIFY(m_prompter->end({true, QStringLiteral("wrong room")}));
        QVERIFY(isClosed());
        QCOMPARE(m_guard->reason(), QStringLiteral("wrong room"));
    }

    void drainingClosesAfterTheLast()
    {
        openGuarded(sampleInventory(1, 2));
        m_window->close();
        QVERIFY(m_prompter->end({false, {}}));
        QTRY_COMPARE(m_fake->calls().size(), 1);
        QCOMPARE(m_fake->calls().last().verb, QStringLiteral("stopService"));
        QVERIFY(!m_fake->calls().last().terminate);
        setService(false, true);
        QTRY_VERIFY(m_model->serverInfo(m_id).serviceDraining);
        QVERIFY(!isClosed());
        setService(false, false);
        QTRY_VERIFY(isClosed());
    }

    void whoStartsTheServiceAgainStays()
    {
        openGuarded(sampleInventory(1, 2));
        m_window->close();
        QVERIFY(m_prompter->end({false, {}}));
        QTRY_COMPARE(m_fake->calls().size(), 1);
        // Answers come in order: when this one is here, so is that to the drain.
        bool isAnswered = false;
        whenFinished<SetupInfo>(this, m_connection->ask(RetrieveSetup{}),
                                [&isAnswered](const Result<SetupInfo> &) { isAnswered = true; });
        QTRY_VERIFY(isAnswered);
        setService(false, true);
        QTRY_VERIFY(m_model->serverInfo(m_id).serviceDraining);
        setService(true, false);
        QTRY_VERIFY(m_model->serverInfo(m_id).serviceRunning);
        setService(false, false); // by somebody else
        QTRY_VERIFY(!m_model->serverInfo(m_id).serviceRunning);
        QVERIFY(!isClosed());
    }

    void whatCannotDrainStays()
    {
        openGuarded(sampleInventory(1, 2));
        m_fake->setFailure(Error{ErrorCode::InvalidOperation, QStringLiteral("not now")});
        m_window->close();
        QVERIFY(m_prompter->end({false, {}}));
        QTRY_VERIFY(notice().contains(QStringLiteral("not now")));
        QVERIFY(!isClosed());
    }

    void theEndOfTheSessionAtTheDeskAsksNobody()
    {
        openGuarded(sampleInventory(1, 2));
        m_guard->open();
        m_window->close();
        QVERIFY(isClosed());
    }
};

CASTDECK_WINDOW_TEST(CloseGuardTest)

} // namespace castdeck::tst_closeguard
#include "tst_closeguard.moc"
