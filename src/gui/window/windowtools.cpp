// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/windowtools.h"

#include "gui/actions/actiongroup.h"
#include "gui/actions/listedactions.h"
#include "gui/actions/paletteentries.h"
#include "gui/dialogs/aboutbox.h"
#include "gui/panes/commandpalette.h"
#include "gui/panes/diagnostics.h"
#include "gui/panes/settingsdialog.h"
#include "gui/panes/shortcutlist.h"
#include "gui/parts/named.h"
#include "gui/window/desktopnotices.h"
#include "gui/window/keptlayout.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMainWindow>
#include <QNetworkInterface>
#include <QTreeView>

namespace castdeck
{

namespace
{

QStringList interfacesToSendOn()
{
    QStringList names;
    const auto interfaces = QNetworkInterface::allInterfaces();
    for (const QNetworkInterface &interface : interfaces) {
        if (interface.flags() & QNetworkInterface::CanMulticast)
            names << interface.name();
    }
    return names;
}

} // namespace

WindowTools::WindowTools(const Parts &parts)
    : QObject(&parts.window)
    , m_parts(parts)
    , m_palette(make("palette", tr("&Go to Anything…"), {QKeySequence(QStringLiteral("Ctrl+K"))},
                     &WindowTools::openPalette))
    , m_settings(make("settings", tr("Se&ttings…"), {QKeySequence(QStringLiteral("Ctrl+,"))},
                      &WindowTools::openSettings))
    , m_shortcuts(make("shortcuts", tr("&Keyboard Shortcuts"),
                       {QKeySequence(QStringLiteral("F1")), QKeySequence(QStringLiteral("?"))},
                       &WindowTools::openShortcuts))
    , m_diagnostics(make("copyDiagnostics", tr("Copy &Diagnostics"), {}, &WindowTools::copyTheDiagnostics))
    , m_about(make("about", tr("&About Castdeck"), {}, &WindowTools::openAbout))
{
    m_settings->setMenuRole(QAction::PreferencesRole);
    m_about->setMenuRole(QAction::AboutRole);
    m_diagnostics->setToolTip(tr("Versions, screens and how the servers stand, without secrets"));
    m_parts.desktop.setTold(m_parts.layout.preferences().told);
}

template <class Call>
QAction *WindowTools::make(const char *name, const QString &text, const QList<QKeySequence> &keys, Call call)
{
    auto *const action = named(name, new QAction(text, this));
    action->setShortcuts(keys);
    connect(action, &QAction::triggered, this, call);
    return action;
}

void WindowTools::openPalette()
{
    auto *const palette = new CommandPalette(
        paletteEntries(m_parts.window, m_parts.model, m_parts.namespaces), &m_parts.window);
    connect(palette, &CommandPalette::rowChosen, this, m_parts.show);
    palette->open();
}

void WindowTools::openSettings()
{
    QHeaderView *const header = m_parts.tree.header();
    QList<SettingsDialog::Column> columns;
    // A tree without names is none.
    for (int column = 1; column < header->count(); ++column)
        columns << SettingsDialog::Column{header->model()->headerData(column, Qt::Horizontal).toString(),
                                          !header->isSectionHidden(column)};
    auto *const dialog =
        new SettingsDialog(m_parts.layout.preferences(), columns, interfacesToSendOn(), &m_parts.window);
    connect(dialog, &SettingsDialog::policiesWanted, this, [this, dialog] {
        dialog->close();
        m_parts.showOwnPolicies();
    });
    connect(dialog, &QDialog::accepted, this, [this, dialog, header] {
        const Preferences chosen = dialog->preferences();
        m_parts.layout.keep(chosen.values());
        m_parts.desktop.setTold(chosen.told);
        const QList<bool> shown = dialog->shownColumns();
        for (int i = 0; i < shown.size(); ++i)
            header->setSectionHidden(i + 1, !shown.at(i));
    });
    dialog->open();
}

void WindowTools::openShortcuts()
{
    QList<ShortcutList::Line> lines;
    const QList<ListedAction> actions = listedActions(m_parts.window);
    for (const auto &[action, where] : actions) {
        if (!action->shortcut().isEmpty())
            lines << ShortcutList::Line{
                QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText),
                ActionGroup::plainName(*action), where};
    }
    auto *const list = new ShortcutList(lines, &m_parts.window);
    list->show();
}

void WindowTools::copyTheDiagnostics()
{
    QGuiApplication::clipboard()->setText(diagnostics(m_parts.model, m_parts.remote));
    Q_EMIT said(tr("Diagnostics copied, without secrets"));
}

void WindowTools::openAbout()
{
    auto *const box = new AboutBox(&m_parts.window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

} // namespace castdeck
