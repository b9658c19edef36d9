// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <memory>

namespace castdeck
{

class HowToAskCard;

namespace Ui
{
class PublishedDialog;
}

/// Says how machines ask for what is published. Stays open beside the window until a person closes it.
class PublishedDialog : public QDialog
{
    Q_OBJECT
public:
    /// @p done: what has just been done, one sentence; may be empty.
    explicit PublishedDialog(const QString &done, QWidget *parent = nullptr);
    ~PublishedDialog() override;

    HowToAskCard &card() const;

private:
    std::unique_ptr<Ui::PublishedDialog> m_ui;
};

} // namespace castdeck
