// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tourscript.h"

#include "apps/console/console.h"
#include "gui/actions/sessionactions.h"
#include "gui/parts/filefield.h"
#include "gui/parts/inventoryview.h"
#include "gui/window/mainwindow.h"
#include "models/inventorymodel.h"
#include "models/inventoryrole.h"
#include "models/rowfacts.h"
#include "mouse.h"

#include <QAbstractButton>
#include <QApplication>
#include <QCheckBox>
#include <QCryptographicHash>
#include <QDialogButtonBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QWizard>

namespace castdeck
{

namespace
{

constexpr int TerminatedByAdministrator = 10;
constexpr int Complete = 0;
constexpr int WorthAPicture = 8;                        // percent: a few seconds in the rate chart
constexpr qint64 SecondSize = qint64(24) * 1024 * 1024; // far more than a receiver keeps in memory
constexpr qint64 SlowRate = qint64(4) * 1024 * 1024;    // bytes per second
const QString Reason = QStringLiteral("the tour ends here");

QByteArray digest(const QString &path)
{
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    return file.open(QIODevice::ReadOnly) && hash.addData(&file) ? hash.result() : QByteArray();
}

int clientsWithData(const QModelIndex &session)
{
    int count = 0;
    for (int row = 0; row < session.model()->rowCount(session); ++row)
        count += session.model()->index(row, 0, session).data(InventoryRole::Progress).toInt() > 0;
    return count;
}

} // namespace

TourScript::TourScript(Console &console, const QDir &screenshots)
    : m_window(console.window())
    , m_model(console.model())
    , m_demo(*console.demo())
    , m_receivers(m_demo.receivers())
    , m_screenshots(screenshots)
{
    m_screenshots.mkpath(QStringLiteral("."));
    connect(&m_demo, &Demo::started, &m_tour, &Tour::start);
    connect(&m_demo, &Demo::failed, this, [this] { Q_EMIT finished(false); });
    connect(&m_tour, &Tour::finished, this, &TourScript::finished);
    watchTheSession();
    terminateIt();
    checkTheReceivers();
    publishAgain();
    sendOneAway();
}

TourScript::~TourScript() = default;

QModelIndex TourScript::sessionRow() const
{
    const QAbstractItemModel &rows = m_window.rows();
    for (int s = 0; s < rows.rowCount(); ++s) {
        const QModelIndex server = rows.index(s, 0);
        for (int i = 0; i < rows.rowCount(server); ++i) {
            const QModelIndex row = rows.index(i, 0, server);
            if (row.data(InventoryRole::Kind).toInt() == static_cast<int>(RowKind::Session))
                return row;
        }
    }
    return {};
}

QModelIndex TourScript::clientRow() const
{
    const QModelIndex session = sessionRow();
    for (int i = 0; session.isValid() && i < m_window.rows().rowCount(session); ++i) {
        const QModelIndex row = m_window.rows().index(i, 0, session);
        if (row.data(InventoryRole::Kind).toInt() ==
            static_cast<int>(RowKind::Client)) // not one that has it all
            return row;
    }
    return {};
}

QStringList TourScript::visibleTexts(const QModelIndex &row) const
{
    QStringList texts;
    for (int column = 0; column < row.model()->columnCount(row.parent()); ++column) {
        const QString text = row.siblingAtColumn(column).data().toString();
        if (!m_window.view().isColumnHidden(column) && !text.isEmpty())
            texts.append(text);
    }
    return texts;
}

QWidget *TourScript::dialog(const QString &name) const
{
    const QList<QWidget *> all = QApplication::allWidgets();
    for (QWidget *widget : all) {
        if (widget->isVisible() && widget->objectName() == name)
            return widget;
    }
    return nullptr;
}

QWizard *TourScript::wizard() const
{
    return qobject_cast<QWizard *>(dialog(QStringLiteral("publishWizard")));
}

void TourScript::photograph(QWidget *what, const QString &name)
{
    const QString path = m_screenshots.filePath(name);
    if (!what->grab().save(path))
        m_tour.fail(QStringLiteral("cannot write ") + path);
}

void TourScript::watchTheSession()
{
    m_tour.add({QStringLiteral("receivers join and get data"), {}, [this] {
                    const QModelIndex session = sessionRow();
                    if (!session.isValid() || clientsWithData(session) < m_receivers.count())
                        return QString();
                    return visibleTexts(session).join(QStringLiteral(" | "));
                }});
    m_tour.add({QStringLiteral("one of them paces the session"), {}, [this] {
                    const QModelIndex session = sessionRow();
                    for (int row = 0; row < session.model()->rowCount(session); ++row) {
                        const QModelIndex client = session.model()->index(row, 0, session);
                        if (client.data(InventoryRole::Master).toBool())
                            return visibleTexts(client).join(QStringLiteral(" | "));
                    }
                    return QString();
                }});
    m_tour.add(
        {QStringLiteral("a click on the session shows its rate"),
         [this] {
             Mouse::click(m_window.view().viewport(), m_window.view().visualRect(sessionRow()).center());
         },
         [this] {
             const QModelIndex session = sessionRow();
             const bool selected = m_window.view().selectionModel()->isSelected(session);
             const int percent = session.data(InventoryRole::Progress).toInt();
             return selected && percent >= WorthAPicture ? QStringLiteral("%1 %").arg(percent) : QString();
         }});
}

void TourScript::terminateIt()
{
    openMenu(QStringLiteral("a right-click opens the session's menu"), &TourScript::sessionRow,
             QStringLiteral("1-session.png"));
    choose(QStringLiteral("Terminate asks first"), m_window.actions().terminate(),
           QStringLiteral("2-menu.png"));
    m_tour.add({QStringLiteral("a reason is typed"),
                [this] {
                    QWidget *question = dialog(QStringLiteral("ConfirmDialog"));
                    Mouse::type(question->findChild<QLineEdit *>(QStringLiteral("reason")), Reason);
                },
                [this] {
                    const QWidget *question = dialog(QStringLiteral("ConfirmDialog"));
                    const QString typed = question->findChild<QLineEdit *>(QStringLiteral("reason"))->text();
                    return typed == Reason ? typed : QString();
                }});
    m_tour.add({QStringLiteral("accepted, the row goes"),
                [this] {
                    photograph(dialog(QStringLiteral("ConfirmDialog")), QStringLiteral("3-confirm.png"));
                    acceptQuestion();
                    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, [this] {
                        if (!m_rowGone && !sessionRow().isValid())
                            m_rowGone = m_sinceAccept.nsecsElapsed();
                    });
                    m_sinceAccept.start();
                },
                [this] {
                    return m_rowGone ? QStringLiteral("%1 ms from accept to row gone, %2 clients")
                                           .arg(static_cast<double>(*m_rowGone) / 1e6, 0, 'f', 1)
                                           .arg(m_receivers.count())
                                     : QString();
                }});
    m_tour.add(
        {QStringLiteral("the notice line says how it ended"), {}, [this] { return m_window.lastWords(); }});
}

void TourScript::checkTheReceivers()
{
    m_tour.add({QStringLiteral("every receiver exits 10 and leaves no file"), {}, [this] {
                    if (m_receivers.running() > 0)
                        return QString();
                    for (int i = 0; i < m_receivers.count(); ++i) {
                        if (m_receivers.exitCodes().value(i) != TerminatedByAdministrator)
                            m_tour.fail(QStringLiteral("exit %1: %2")
                                            .arg(m_receivers.exitCodes().value(i))
                                            .arg(m_receivers.output(i)));
                        else if (QFile::exists(m_receivers.file(i)))
                            m_tour.fail(QStringLiteral("an unfinished file looks finished: ") +
                                        m_receivers.file(i));
                        else if (!m_receivers.output(i).contains(Reason))
                            m_tour.fail(QStringLiteral("the reason is not told: ") + m_receivers.output(i));
                    }
                    photograph(&m_window, QStringLiteral("4-after.png"));
                    return m_receivers.output(0).split(u'\n').filter(Reason).value(0).trimmed();
                }});
}

void TourScript::publishAgain()
{
    m_tour.add({QStringLiteral("a second content is made"),
                [this] {
                    m_secondContent = std::make_unique<DemoContent>(QStringLiteral("second.img"), SecondSize);
                    connect(m_secondContent.get(), &DemoContent::made, this, [this](const QString &problem) {
                        if (!problem.isEmpty())
                            m_tour.fail(problem);
                        m_secondMade = true;
                    });
                    m_secondContent->make();
                },
                [this] { return m_secondMade ? m_secondContent->name() : QString(); }});
    m_tour.add({QStringLiteral("Publish… takes it"), [this] { m_window.actions().publish()->trigger(); },
                [this] { return wizard() ? QStringLiteral("wizard open") : QString(); }});
    m_tour.add(
        {QStringLiteral("it has nothing against it"),
         [this] {
             wizard()->findChild<FileField *>(QStringLiteral("source"))->setPath(m_secondContent->folder());
             wizard()->findChild<QLineEdit *>(QStringLiteral("name"))->setText(QStringLiteral("second"));
             wizard()->findChild<QCheckBox *>(QStringLiteral("unauthenticated"))->setChecked(true);
             photograph(wizard(), QStringLiteral("5-publish.png"));
             Mouse::click(wizard()->button(QWizard::NextButton));
             Mouse::click(wizard()->button(QWizard::NextButton));
         },
         [this] {
             const QAbstractButton *finish = wizard()->button(QWizard::FinishButton);
             return finish->isVisible() && finish->isEnabled() ? QStringLiteral("ready") : QString();
         }});
    m_tour.add({QStringLiteral("the server publishes it"),
                [this] { Mouse::click(wizard()->button(QWizard::FinishButton)); },
                [this] {
                    const QString notice = m_window.lastWords();
                    return notice.contains(QStringLiteral("second")) ? notice : QString();
                }});
    m_tour.add({QStringLiteral("a new receiver gets every byte"), [this] { receiveSecond(0); },
                [this] {
                    if (m_secondReceivers.running() > 0)
                        return QString();
                    checkSecond(0);
                    photograph(&m_window, QStringLiteral("6-serves-again.png"));
                    return QStringLiteral("%1 bytes, same digest").arg(SecondSize);
                }});
}

void TourScript::sendOneAway()
{
    m_tour.add({QStringLiteral("a slow receiver joins"), [this] { receiveSecond(SlowRate); },
                [this] {
                    const QModelIndex client = clientRow();
                    const bool isOnItsWay = client.data(InventoryRole::Progress).toInt() > 0;
                    return isOnItsWay ? visibleTexts(client).join(QStringLiteral(" | ")) : QString();
                }});
    openMenu(QStringLiteral("a right-click opens its menu"), &TourScript::clientRow,
             QStringLiteral("7-client.png"));
    choose(QStringLiteral("Bypass Multicast asks first"), m_window.actions().bypass(),
           QStringLiteral("8-menu.png"));
    m_tour.add({QStringLiteral("accepted, it gets the rest by unicast"),
                [this] {
                    photograph(dialog(QStringLiteral("ConfirmDialog")), QStringLiteral("9-bypass.png"));
                    acceptQuestion();
                },
                [this] {
                    if (m_secondReceivers.running() > 0)
                        return QString();
                    checkSecond(1);
                    const QStringList said = m_secondReceivers.output(1).split(u'\n');
                    const QString how = said.filter(QStringLiteral("by unicast")).value(0).trimmed();
                    if (how.isEmpty())
                        m_tour.fail(QStringLiteral("not by unicast: ") + m_secondReceivers.output(1));
                    return QStringLiteral("%1, same digest").arg(how);
                }});
}

void TourScript::openMenu(const QString &step, QModelIndex (TourScript::*row)() const, const QString &picture)
{
    m_tour.add({step,
                [this, row, picture] {
                    photograph(&m_window, picture);
                    m_window.view().scrollTo((this->*row)());
                    const QRect place = m_window.view().visualRect((this->*row)());
                    Mouse::askForMenu(m_window.view().viewport(), place.center());
                },
                [this, row] {
                    const bool selected = m_window.view().selectionModel()->isSelected((this->*row)());
                    return selected && QApplication::activePopupWidget()
                               ? QStringLiteral("selected, menu open")
                               : QString();
                }});
}

void TourScript::choose(const QString &step, QAction *action, const QString &picture)
{
    m_tour.add({step,
                [this, action, picture] {
                    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
                    if (!menu || !menu->actions().contains(action))
                        return m_tour.fail(QStringLiteral("the menu has no ") + action->iconText());
                    photograph(menu, picture);
                    Mouse::choose(menu, action);
                },
                [this] {
                    const QWidget *question = dialog(QStringLiteral("ConfirmDialog"));
                    return question ? question->findChild<QLabel *>(QStringLiteral("question"))->text()
                                    : QString();
                }});
}

void TourScript::receiveSecond(qint64 limit)
{
    m_secondReceivers.start(m_demo.target(QStringLiteral("second"), m_secondContent->name()), 1, limit);
}

void TourScript::checkSecond(int receiver)
{
    if (m_secondReceivers.exitCodes().value(receiver) != Complete)
        m_tour.fail(m_secondReceivers.output(receiver));
    else if (digest(m_secondReceivers.file(receiver)) != digest(m_secondContent->path()))
        m_tour.fail(QStringLiteral("the copy differs"));
}

void TourScript::acceptQuestion()
{
    const QWidget *question = dialog(QStringLiteral("ConfirmDialog"));
    const auto *buttons = question->findChild<QDialogButtonBox *>(QStringLiteral("buttons"));
    const QList<QAbstractButton *> all = buttons->buttons();
    for (QAbstractButton *button : all) {
        if (buttons->buttonRole(button) == QDialogButtonBox::AcceptRole ||
            buttons->buttonRole(button) == QDialogButtonBox::DestructiveRole)
            Mouse::click(button);
    }
}

} // namespace castdeck
