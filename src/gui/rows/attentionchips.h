// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>
#include <QWidget>

namespace castdeck
{

/// How many are in trouble, as small buttons: pressed, only these are shown. What nobody is in has no button.
class AttentionChips : public QWidget
{
    Q_OBJECT
public:
    struct Counts {
        int failed = 0;
        int lost = 0;
        int stalled = 0;
    };
    explicit AttentionChips(QWidget *parent = nullptr);

    void show(const Counts &counts);
    /// Which are pressed, as values of the key "is".
    void setPressed(const QStringList &values);

Q_SIGNALS:
    /// Somebody pressed or released one; these are pressed now.
    void chosen(const QStringList &values);

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Chip {
        QString value;
        QToolButton *button;
    };
    QStringList pressed() const;
    void color();
    static void explain(QToolButton &button, bool isPressed);

    QList<Chip> m_chips;
};

} // namespace castdeck
