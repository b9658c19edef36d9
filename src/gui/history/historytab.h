// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filesystemcalls.h"
#include "core/history.h"
#include "core/ids.h"
#include "models/inventoryfiltermodel.h"
#include "models/recordmodel.h"

#include <QTimer>
#include <QWidget>
#include <memory>

namespace castdeck
{

class Prompter;

namespace Ui
{
class HistoryTab;
}

/// One kind of what servers remember, of all of them in one list: fetched page by page, the newest first;
/// searched, and exported. Whoever searches gets the older pages too, without asking for them. A server that
/// does not answer, or has nothing to tell, has a row that says so.
class HistoryTab : public QWidget
{
    Q_OBJECT
public:
    struct Page {
        QList<Record> records;
        quint64 next = 0; ///< HistoryFilter::before of the next page; 0: this is the last
    };
    using Deliver = std::function<void(const Result<Page> &)>;
    /// Asks a server; the answer comes later, once, unless the context is destroyed before.
    using Fetch = std::function<void(const ServerId &server, const HistoryFilter &filter, QObject *context,
                                     Deliver deliver)>;
    struct Server {
        ServerId id;
        QString name;
    };
    /// Records looked through by themselves for who searches; for more, a person asks.
    static constexpr int SearchedMost = 10'000;

    /// @p levels: names of the first column at each level, for the export. The column behind it is that of
    /// the server's name. @p prompter outlives it.
    HistoryTab(const QList<RecordColumn> &columns, QStringList levels, Fetch fetcher, Prompter &prompter,
               QWidget *parent = nullptr);
    ~HistoryTab() override;

    RecordModel &model() { return m_model; }
    InventoryFilterModel &rows() { return m_rows; }

    /// Fetches the newest page of each of these, anew; only of the one that is @p chosen, if that is valid.
    void show(const QList<Server> &servers, const ServerId &chosen);

private:
    struct Source {
        Server server;
        quint64 next = 0; ///< as of Page
        bool waits = false;
        bool hasRecords = false;
        bool failed = false;
    };
    void layOut();
    int timeColumn() const;
    int outcomeColumn() const;
    void reload();
    void fetchOlder();
    void fetch(Source &source, quint64 before);
    void take(const ServerId &server, const Result<Page> &page);
    void note(const Server &server, const QString &sentence, bool alert);
    void filter(const QString &text);
    void goOnSearching();
    void exportRows();
    void say(const QString &text);
    void showState();
    bool isWaiting() const;
    bool hasOlder() const;

    RecordModel m_model;
    InventoryFilterModel m_rows;
    QStringList m_levels;
    Fetch m_fetch;
    Prompter &m_prompter;
    FileSystemCalls m_files;
    std::unique_ptr<Ui::HistoryTab> m_ui;
    QTimer m_later;
    QList<Server> m_servers;
    std::vector<Source> m_sources; ///< those that are shown
    QString m_said;                ///< what became of the export; empty: how much there is
    int m_notes = 0;               ///< rows that are no records
    int m_asked = 0;               ///< number of the round of questions whose answers are wanted
};

} // namespace castdeck
