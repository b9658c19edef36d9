// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace castdeck
{

/// Paints what a row is by icon and colour, from roles it was given; knows no model. Colours come from the
/// palette and can be read on it, light or dark. A view without focus shows its selection as inactive.
class RowDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    /// -1: the model has no such role.
    struct Roles {
        int icon;          ///< name of an icon in :/icons, without suffix; may be empty
        int alert;         ///< bool: painted in red
        int stale;         ///< bool: painted as faded
        int idle;          ///< bool: painted as a hint
        int severity = -1; ///< int: 1 painted in amber, 2 in red
        int past = -1;     ///< bool: painted as faded
        int struck = -1;   ///< bool: the name is struck through
    };
    explicit RowDelegate(Roles roles, QObject *parent = nullptr);

    /// A red that can be read on this background.
    static QColor alertColor(const QPalette &palette);

protected:
    enum class Tone : quint8 { Plain, Faded, Hint, Warning, Alert };
    Tone toneOf(const QModelIndex &index) const;

    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    struct Colors {
        qint64 palette = 0;
        QColor faded;
        QColor hint;
        QColor warning;
        QColor alert;
    };
    const Colors &colorsOn(const QPalette &palette) const;
    QIcon iconOf(const QString &name, const QColor &color) const;

    Roles m_roles;
    mutable Colors m_colors;
    mutable QHash<QString, QIcon> m_icons;
};

} // namespace castdeck
