// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace castdeck
{

/// What is wrong with the field beside it, in red; takes no space while nothing is.
class ProblemLabel : public QLabel
{
    Q_OBJECT
public:
    explicit ProblemLabel(QWidget *parent = nullptr);

    void say(const QString &problem);

protected:
    void changeEvent(QEvent *event) override;

private:
    void paintRed();
};

} // namespace castdeck
