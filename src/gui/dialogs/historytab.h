// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filesystemcalls.h"
#include "core/history.h"
#include "models/inventoryfiltermodel.h"
#include "models/recordmodel.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeView;

namespace castdeck
{

class Prompter;

/// One kind of what a server remembers: fetched page by page, the newest first; searched, and exported.
class HistoryTab : public QWidget
{
    Q_OBJECT
public:
    struct Page {
        QList<Record> records;
        quint64 next = 0; ///< HistoryFilter::before of the next page; 0: this is the last
    };
    using Deliver = std::function<void(const Result<Page> &)>;
    /// Asks the server; the answer comes later, once, unless the page is destroyed before.
    using Fetch = std::function<void(const HistoryFilter &filter, QObject *context, Deliver deliver)>;

    /// @p levels: names of the first column at each level, for the export. @p prompter outlives it.
    HistoryTab(QList<RecordColumn> columns, QStringList levels, Fetch fetcher, Prompter &prompter,
               QWidget *parent = nullptr);

    RecordModel &model() { return m_model; }
    InventoryFilterModel &rows() { return m_rows; }

    /// Fetches the newest page, anew.
    void refresh();

private:
    void layOut();
    int timeColumn() const;
    void fetch(quint64 before);
    void take(const Result<Page> &page);
    void exportRows();
    void say(const QString &text);
    void showState();

    RecordModel m_model;
    InventoryFilterModel m_rows;
    QStringList m_levels;
    Fetch m_fetch;
    Prompter &m_prompter;
    FileSystemCalls m_files;
    QLineEdit *m_filter;
    QComboBox *m_period;
    QTreeView *m_view;
    QLabel *m_message;
    QPushButton *m_refresh;
    QPushButton *m_older;
    QPushButton *m_export;
    quint64 m_next = 0;
    int m_asked = 0; ///< number of the question whose answer is wanted
    bool m_waits = false;
};

} // namespace castdeck
