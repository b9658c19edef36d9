// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <functional>

class QCompleter;
class QLabel;
class QStringListModel;

namespace castdeck
{

/// Where a RowQuery is typed: offers keys and values, and says below itself what it does not understand.
/// Escape clears it and leaves it, Down leaves it for the rows.
class FilterField : public QLineEdit
{
    Q_OBJECT
public:
    explicit FilterField(QWidget *parent = nullptr);

    /// What is known for a key, as the servers for "server".
    void setValues(std::function<QStringList(const QString &key)> values) { m_values = std::move(values); }
    /// What is wrong with the text; empty: nothing.
    QString problem() const;
    /// Asks for one of these values of that key and for no others of it; none: for no values of that key.
    void ask(const QString &key, const QStringList &values);

Q_SIGNALS:
    void leftByEscape();
    void leftForRows();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void check();
    void offer();
    void take(const QString &completion);
    void paintProblem();

    std::function<QStringList(const QString &)> m_values;
    QCompleter *m_completer;
    QStringListModel *m_offered;
    QLabel *m_problem = nullptr;
};

} // namespace castdeck
