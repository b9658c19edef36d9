// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFileDialog>
#include <QLineEdit>
#include <QToolButton>

namespace castdeck
{

/// A path that can be typed, or chosen in a dialog.
class FileField : public QWidget
{
    Q_OBJECT
public:
    explicit FileField(QWidget *parent = nullptr);

    QString path() const { return m_line->text().trimmed(); }
    void setPath(const QString &path) { m_line->setText(path); }
    /// What the dialog lets choose; an existing file by default.
    void setMode(QFileDialog::FileMode mode) { m_mode = mode; }
    /// Of the files that it shows; empty: all.
    void setNameFilters(const QStringList &filters) { m_nameFilters = filters; }
    /// Off where the path belongs to another machine.
    void setCanBrowse(bool can) { m_browse->setVisible(can); }
    QLineEdit *line() const { return m_line; }

Q_SIGNALS:
    void changed();

private:
    void browse();

    QLineEdit *m_line;
    QToolButton *m_browse;
    QStringList m_nameFilters;
    QFileDialog::FileMode m_mode = QFileDialog::ExistingFile;
};

} // namespace castdeck
