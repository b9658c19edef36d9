// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>
#include <QTimer>
#include <functional>

class QHeaderView;

namespace castdeck
{

class KeptLayout;

/// Keeps how a person has arranged the window: size, docks, columns. Written a second after it was changed,
/// so that a console that is killed loses nothing; the docks come back as wide and as high as they were.
class LayoutKeeper : public QObject
{
    Q_OBJECT
public:
    /// @p window has all its docks, each with a name. It belongs to the window; the layout outlives it.
    LayoutKeeper(QMainWindow &window, KeptLayout &layout);

    /// @p key: under which its columns are kept.
    void add(const QString &key, QHeaderView &header);
    /// Before the window is shown for the first time.
    void restore();
    void keepNow();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void restoreDocks();
    void keepLater();
    QVariantMap docks() const;
    void resizeTo(const QVariantMap &sizes);

    QMainWindow &m_window;
    KeptLayout &m_layout;
    QHash<QString, QHeaderView *> m_headers;
    QTimer m_later;
    bool m_isRestored = false; ///< what is there now is as a person wants it
};

} // namespace castdeck
