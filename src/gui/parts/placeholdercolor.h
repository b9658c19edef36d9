// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPalette>

class QApplication;

namespace castdeck
{

/// Keeps the colour of quiet text (placeholders, what is idle, the marks of the chart) readable on the
/// colours of the desktop. Qt leaves it black in the palette that it makes of a dark KDE desktop's colours.
class PlaceholderColor : public QObject
{
    Q_OBJECT
public:
    /// Sets it in the application's palette, now and whenever the desktop changes its colours.
    explicit PlaceholderColor(QApplication &app);

    /// Between the text and what is behind it, nearer to the text.
    static QColor of(const QPalette &palette, QPalette::ColorGroup group = QPalette::Active);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void mend();
    QApplication &m_app;
};

} // namespace castdeck
