// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "gui/text/report.h"

#include <QObject>

class QWidget;

namespace castdeck
{

class InventoryModel;
class Prompter;
class ServerRegistry;

/// Keeps a window that carries a server in itself from being closed while machines receive from it, until a
/// person has said what becomes of them: they finish and then it closes by itself, they are cut, or it stays.
class CloseGuard : public QObject
{
    Q_OBJECT
public:
    /// @p own: the server that ends with the window. Everything given outlives it but the window, to which
    /// it belongs.
    CloseGuard(const ServerId &own, InventoryModel &model, ServerRegistry &servers, Prompter &prompter,
               QWidget &window);

    /// What a person wants to be said to those who are cut.
    const QString &reason() const { return m_reason; }
    /// From now on it closes without a question.
    void open() { m_isOpen = true; }

Q_SIGNALS:
    void reported(const castdeck::Report &report);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    int clients() const;
    void ask();
    void drain();
    void closeWhenIdle();
    void close();

    ServerId m_own;
    InventoryModel &m_model;
    ServerRegistry &m_servers;
    Prompter &m_prompter;
    QWidget &m_window;
    QString m_reason;
    bool m_isOpen = false;
    bool m_drains = false; ///< and closes then
};

} // namespace castdeck
