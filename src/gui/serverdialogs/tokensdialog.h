// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/serverdialogs/serverquestion.h"

#include <QDialog>
#include <memory>
#include <vector>

class QCheckBox;
class QLineEdit;

namespace castdeck
{

namespace Ui
{
class TokensDialog;
}

/// Takes the tokens of all servers that lack one, in one go.
class TokensDialog : public QDialog
{
    Q_OBJECT
public:
    explicit TokensDialog(const TokenQuestion &question, QWidget *parent = nullptr);
    ~TokensDialog() override;

    TokenAnswer answer() const;

private:
    struct Row {
        ServerId id;
        QCheckBox *mark;
        QLineEdit *token;
    };
    void add(const ServerProfile &server);
    void fillMarked(const QString &token);
    void validate();

    std::unique_ptr<Ui::TokensDialog> m_ui;
    std::vector<Row> m_rows;
    QString m_same; ///< what the marked ones were given last
};

} // namespace castdeck
