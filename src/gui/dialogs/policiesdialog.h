// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transportserver.h"

#include <QDialog>
#include <functional>
#include <memory>

namespace castdeck
{

class PolicyPage;

namespace Ui
{
class PoliciesDialog;
}

/// The policies of one server, to be changed and applied. Several administrators may have it open: who
/// applies second is told what the first one has set, and chooses. Never waits: the server answers when it
/// does.
class PoliciesDialog : public QDialog
{
    Q_OBJECT
public:
    enum class Access { Full, LookOnly };
    /// @p server is asked for anew before each verb; it may have become another, or null.
    PoliciesDialog(const QString &serverName, std::function<TransportServer *()> server, Access access,
                   QWidget *parent = nullptr, Madcap madcap = Madcap::Unknown);
    ~PoliciesDialog() override;

    bool isDirty() const;
    /// Asks first if something is not applied.
    void reject() override;

private:
    struct Tab {
        PolicyPage *page;
        QString title;
        bool dirty = false;
    };
    TransportServer *connected();
    void addPages(bool mayChange);
    /// Leaves out what the server does not do.
    void askForFeatures();
    void reload();
    void undo();
    void applyNext(const QStringList &outcomes);
    Policy toApply(const Tab &tab) const;
    void takeFailure(const Tab &tab, const Error &error);
    void takeTheirs();
    void keepMine();
    void say(const QString &text, bool isBad);
    void showState();

    std::function<TransportServer *()> m_server;
    Policies m_stored; ///< as last read
    std::vector<Tab> m_tabs;
    std::unique_ptr<Ui::PoliciesDialog> m_ui;
    std::optional<Policies> m_theirs; ///< what another administrator has committed meanwhile
    bool m_loaded = false;
    bool m_busy = false; ///< the server has been asked
};

} // namespace castdeck
