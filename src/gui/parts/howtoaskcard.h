// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/text/howtoask.h"

#include <QWidget>
#include <memory>

namespace castdeck
{

namespace Ui
{
class HowToAskCard;
}

/// How machines ask for what a namespace offers: where, with what, and for each file the command that is
/// typed there, to be copied. Knows nothing but what it is told, and may be told anew at any time: the chosen
/// file stays chosen.
class HowToAskCard : public QWidget
{
    Q_OBJECT
public:
    explicit HowToAskCard(QWidget *parent = nullptr);
    ~HowToAskCard() override;

    void tell(const HowToAsk &facts);
    /// Leaves out what can be read elsewhere, where there is little room.
    void setCompact();
    /// The command for the chosen file; empty if there is none.
    QString command() const;

private:
    void showWays();
    void showFiles();
    void showWay();
    void showCommand();
    void copyCommand();
    QString obstacle() const;
    HowToAsk::Way way() const;
    QString chosenFile() const;

    HowToAsk m_facts;
    bool m_isCompact = false;
    std::unique_ptr<Ui::HowToAskCard> m_ui;
};

} // namespace castdeck
