// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/text/report.h"

#include <QFrame>
#include <QPointer>

class QLabel;
class QToolButton;

namespace castdeck
{

class ElidedLabel;

/// A strip of fixed height that says what has not worked, until a person has read it. What comes meanwhile
/// waits behind it, failures before hints; what is said already is not said twice. Never takes the focus, and
/// is as high when it says nothing.
class NoticeLine : public QFrame
{
    Q_OBJECT
public:
    explicit NoticeLine(QWidget *parent = nullptr);

    void add(const Report &report);
    /// Takes back what waits for something to be done about that server: it has been.
    void forget(const ServerId &server);
    /// What is read now; empty: nothing is.
    QString text() const;
    /// What came last, if it is kept still.
    QString newest() const;
    /// All that is kept, in the order it is read in.
    const QList<Report> &reports() const { return m_reports; }

Q_SIGNALS:
    void remedyChosen(const castdeck::Report &report);

protected:
    void changeEvent(QEvent *event) override;

private:
    void read();
    void keepHeight();
    void next();
    void dismiss();
    void showDetails();

    QList<Report> m_reports;
    Report m_newest;
    qsizetype m_current = 0;
    QLabel *m_icon;
    ElidedLabel *m_text;
    QToolButton *m_remedy;
    QToolButton *m_more;
    QLabel *m_count;
    QToolButton *m_next;
    QToolButton *m_close;
};

} // namespace castdeck
