// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace castdeck
{

/// Paints what a row is by icon and colour, from roles it was given; knows no model. Colours come from the
/// palette, so that they suit light and dark.
class RowDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    struct Roles {
        int icon;  ///< name of an icon in :/icons, without suffix; may be empty
        int alert; ///< bool: painted in red
        int stale; ///< bool: painted as disabled
        int idle;  ///< bool: painted as a hint
    };
    explicit RowDelegate(Roles roles, QObject *parent = nullptr);

    /// A red that can be read on this background.
    static QColor alertColor(const QPalette &palette);

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    Roles m_roles;
    mutable QHash<QString, QIcon> m_icons;
};

} // namespace castdeck
