// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/sessionactions.h"
#include "gui/panes/noticedetails.h"
#include "gui/panes/passingwords.h"
#include "gui/windowfixture.h"
#include "models/inventoryrole.h"
#include "support/windowtest.h"

#include <QClipboard>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

namespace castdeck::tst_notices
{

using namespace castdeck::test;

/// What is said below the tree and in the status bar.
class TestNotices : public QObject, WindowFixture
{
    Q_OBJECT

    NoticeLine &strip() { return m_window->notices(); }
    QToolButton *button(const char *name) { return strip().findChild<QToolButton *>(QLatin1String(name)); }
    QString count()
    {
        const auto *label = strip().findChild<QLabel *>(QStringLiteral("noticeCount"));
        return label->isVisible() ? label->text() : QString();
    }
    static void click(QWidget *what) { QTest::mouseClick(what, Qt::LeftButton); }
    static Report failed(const QString &text) { return {Report::Kind::Failed, text}; }
    static Report hint(const QString &text) { return {Report::Kind::Doubtful, text}; }

private Q_SLOTS:
    void init()
    {
        open(sampleInventory(2, 3));
        QTRY_VERIFY(m_model->indexOf({m_id, RowKind::Client, 6}).isValid());
    }

    void cleanup() { close(); }

    void rowsNeverMove()
    {
        const QRect before(m_window->view().mapTo(m_window.get(), QPoint()), m_window->view().size());
        const auto place = [this] {
            return QRect(m_window->view().mapTo(m_window.get(), QPoint()), m_window->view().size());
        };
        for (const Report &report : {failed(QStringLiteral("one")), Report{Report::Kind::Failed,
                                                                           QString(4000, QLatin1Char('x')),
                                                                           QStringLiteral("a\nb\nc"),
                                                                           {m_id, RowKind::Server, 0},
                                                                           Report::Remedy::RetryNow}}) {
            m_window->report(report);
            QCoreApplication::processEvents();
            QCOMPARE(place(), before);
        }
        click(button("closeNotice"));
        click(button("closeNotice"));
        QCoreApplication::processEvents();
        QVERIFY(strip().text().isEmpty());
        QCOMPARE(place(), before);
        QVERIFY(m_window->width() < 2000);
    }

    void whatIsDoneIsSaidInPassing()
    {
        m_window->report({Report::Kind::Done, QStringLiteral("2 rows copied")});
        auto *const words = m_window->findChild<PassingWords *>();
        QCOMPARE(words->whole(), QStringLiteral("2 rows copied"));
        QVERIFY(words->isVisible());
        QVERIFY(strip().text().isEmpty());
        QTRY_VERIFY(words->whole().isEmpty());
    }

    void failuresWaitForEachOther()
    {
        m_window->report(failed(QStringLiteral("one")));
        QVERIFY(count().isEmpty());
        m_window->report(failed(QStringLiteral("two")));
        m_window->report(failed(QStringLiteral("three")));
        m_window->report(failed(QStringLiteral("two")));
        QCOMPARE(strip().text(), QStringLiteral("one"));
        QCOMPARE(count(), QStringLiteral("%1 of %2").arg(QLocale().toString(1), QLocale().toString(3)));
        click(button("nextNotice"));
        QCOMPARE(strip().text(), QStringLiteral("two"));
        QCOMPARE(count(), QStringLiteral("%1 of %2").arg(QLocale().toString(2), QLocale().toString(3)));
        click(button("closeNotice"));
        QCOMPARE(strip().text(), QStringLiteral("three"));
        click(button("closeNotice"));
        QCOMPARE(strip().text(), QStringLiteral("one"));
        click(button("closeNotice"));
        QVERIFY(strip().text().isEmpty() && strip().reports().isEmpty());
    }

    void aHintOverwritesNoFailure()
    {
        m_window->report(hint(QStringLiteral("select one first")));
        QCOMPARE(strip().text(), QStringLiteral("select one first"));
        m_window->report(failed(QStringLiteral("one")));
        QCOMPARE(strip().text(), QStringLiteral("one"));
        m_window->report(hint(QStringLiteral("another hint")));
        m_window->report(failed(QStringLiteral("two")));
        QCOMPARE(strip().text(), QStringLiteral("one"));
        click(button("closeNotice"));
        QCOMPARE(strip().text(), QStringLiteral("two"));
        click(button("closeNotice"));
        QCOMPARE(strip().text(), QStringLiteral("select one first"));
    }

    void itLeadsToTheRow()
    {
        m_fake->setFailure(Error{ErrorCode::NotAuthorised, {}});
        const QModelIndex row = m_window->rows().mapFromSource(m_model->indexOf({m_id, RowKind::Session, 2}));
        select(m_window->view(), {row});
        m_window->actions().terminate()->trigger();
        QVERIFY(m_prompter->accept({}));
        QTRY_VERIFY(!strip().text().isEmpty());
        m_window->view().selectionModel()->clear();
        QVERIFY(button("noticeRemedy")->isVisible());
        click(button("noticeRemedy"));
        QCOMPARE(m_window->view().selectionModel()->selectedRows(), QModelIndexList{row});
        // Looking is no mending.
        QVERIFY(!strip().text().isEmpty());
    }

    void whoCannotBeReachedIsTriedAgain()
    {
        m_fake->setFailure(Error{ErrorCode::ConnectionLost, {}});
        select(m_window->view(),
               {m_window->rows().mapFromSource(m_model->indexOf({m_id, RowKind::Session, 2}))});
        m_window->actions().terminate()->trigger();
        QVERIFY(m_prompter->accept({}));
        QTRY_COMPARE(strip().reports().size(), 1);
        QCOMPARE(strip().reports().constFirst().remedy, Report::Remedy::RetryNow);
        QCOMPARE(strip().reports().constFirst().about, (RowKey{m_id, RowKind::Server, 0}));
        click(button("noticeRemedy"));
        QVERIFY(strip().reports().isEmpty());
    }

    void whatIsMendedGoesByItself()
    {
        const RowKey server{m_id, RowKind::Server, 0};
        m_window->report(failed(QStringLiteral("other")));
        m_window->report(
            {Report::Kind::Failed, QStringLiteral("refused"), {}, server, Report::Remedy::EditServer});
        QCOMPARE(strip().reports().size(), 2);
        Q_EMIT m_remote->ready(m_id, Role::Admin);
        QCOMPARE(strip().reports().size(), 1);
        QCOMPARE(strip().text(), QStringLiteral("other"));
    }

    void detailsAreReadAndCopied()
    {
        m_window->report({Report::Kind::Failed, QStringLiteral("2 failed"),
                          QStringLiteral("a on here: busy\nb on there: done")});
        click(button("noticeDetails"));
        auto *const details = m_window->findChild<NoticeDetails *>();
        QVERIFY(details && details->isVisible());
        QVERIFY(details->findChild<QPlainTextEdit *>()->toPlainText().contains(QStringLiteral("b on there")));
        click(details->findChild<QPushButton *>());
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("a on here: busy")));
        QTRY_VERIFY(!m_window->findChild<NoticeDetails *>());
    }

    void theOutcomeOfEachTargetIsInTheDetails()
    {
        m_fake->raise(SessionId(2));
        QTRY_VERIFY(!m_model->indexOf({m_id, RowKind::Session, 2}).isValid());
        m_fake->setFailure(Error{ErrorCode::ClientNotFound, {}});
        const auto client = [this](quint32 id) {
            return m_window->rows().mapFromSource(m_model->indexOf({m_id, RowKind::Client, id}));
        };
        select(m_window->view(), {client(1), client(3)});
        m_window->actions().disconnectClients()->trigger();
        QVERIFY(m_prompter->accept({}));
        QTRY_COMPARE(strip().reports().size(), 1);
        const QString details = strip().reports().constFirst().details;
        QVERIFY2(details.contains(QStringLiteral("MACHINE-1 on This computer")) &&
                     details.contains(QStringLiteral("MACHINE-3 on This computer")),
                 qPrintable(details));
    }
};

CASTDECK_WINDOW_TEST(TestNotices)

} // namespace castdeck::tst_notices
#include "tst_notices.moc"
