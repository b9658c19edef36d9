// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transportserver.h"

#include <QDialog>
#include <functional>

class QLabel;
class QPushButton;
class QTabWidget;

namespace castdeck
{

class PolicyPage;

/// The policies of one server, to be changed and committed. Several administrators may have it open: who
/// commits second is told what the first one has set, and chooses. Never waits: the server answers when it
/// does.
class PoliciesDialog : public QDialog
{
    Q_OBJECT
public:
    enum class Access { Full, LookOnly };
    /// @p server is asked for anew before each verb; it may have become another, or null.
    PoliciesDialog(const QString &serverName, std::function<TransportServer *()> server, Access access,
                   QWidget *parent = nullptr);

    bool isDirty() const;
    /// Asks first if something is not committed.
    void reject() override;

private:
    struct Tab {
        PolicyPage *page;
        QString title;
        bool dirty = false;
    };
    TransportServer *connected();
    void refresh();
    void discard();
    void commitNext(const QStringList &outcomes);
    Policy toCommit(const Tab &tab) const;
    void takeFailure(const Tab &tab, const Error &error);
    void takeTheirs();
    void keepMine();
    void say(const QString &text, bool isBad);
    void showState();

    std::function<TransportServer *()> m_server;
    Policies m_stored; ///< as last read
    std::vector<Tab> m_tabs;
    QTabWidget *m_pages;
    QLabel *m_message;
    QPushButton *m_takeTheirs;
    QPushButton *m_keepMine;
    QPushButton *m_refresh;
    QPushButton *m_discard;
    QPushButton *m_commit;
    std::optional<Policies> m_theirs; ///< what another administrator has committed meanwhile
    bool m_loaded = false;
    bool m_busy = false; ///< the server has been asked
};

} // namespace castdeck
