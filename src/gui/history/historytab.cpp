// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/history/historytab.h"

#include "gui/dialogs/prompter.h"
#include "gui/parts/headermenu.h"
#include "gui/parts/rowdelegate.h"
#include "gui/parts/rowexport.h"
#include "gui/text/errortext.h"
#include "models/inventoryrole.h"
#include "ui_historytab.h"

#include <algorithm>

namespace castdeck
{

namespace
{

constexpr quint32 pageSize = 200;
constexpr int serverColumn = 1;

QList<RecordColumn> withServer(QList<RecordColumn> columns)
{
    columns.insert(serverColumn, {QStringLiteral("server"), HistoryTab::tr("Server")});
    return columns;
}

Record ofServer(Record record, const QString &server)
{
    record.cells.insert(serverColumn, {server, server});
    for (Record &child : record.children)
        child = ofServer(child, server);
    return record;
}

} // namespace

HistoryTab::HistoryTab(const QList<RecordColumn> &columns, QStringList levels, Fetch fetcher,
                       Prompter &prompter, QWidget *parent)
    : QWidget(parent)
    , m_model(withServer(columns))
    , m_rows(InventoryRole::Filter, InventoryRole::Sort, InventoryRole::Group)
    , m_levels(std::move(levels))
    , m_fetch(std::move(fetcher))
    , m_prompter(prompter)
    , m_ui(std::make_unique<Ui::HistoryTab>())
{
    m_rows.setSourceModel(&m_model);
    layOut();
    // Many rows are filtered a slice at a time.
    m_later.setSingleShot(true);
    m_later.setInterval(0);
    connect(&m_later, &QTimer::timeout, this, [this] {
        goOnSearching();
        showState();
    });
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&m_rows, signal, &m_later, qOverload<>(&QTimer::start));
    connect(m_ui->historyFilter, &QLineEdit::textChanged, this, &HistoryTab::filter);
    for (const QComboBox *box : {m_ui->server, m_ui->period})
        connect(box, &QComboBox::currentIndexChanged, this, &HistoryTab::reload);
    connect(m_ui->historyReload, &QPushButton::clicked, this, &HistoryTab::reload);
    connect(m_ui->older, &QPushButton::clicked, this, &HistoryTab::fetchOlder);
    connect(m_ui->historyExport, &QPushButton::clicked, this, &HistoryTab::exportRows);
}

HistoryTab::~HistoryTab() = default;

int HistoryTab::timeColumn() const
{
    const QList<RecordColumn> &columns = m_model.columns();
    const auto found = std::ranges::find(columns, RecordColumn::Kind::Time, &RecordColumn::kind);
    return static_cast<int>(found - columns.begin());
}

/// Where the list says how something went.
int HistoryTab::outcomeColumn() const
{
    const QList<RecordColumn> &columns = m_model.columns();
    const auto found = std::ranges::find_if(columns, [](const RecordColumn &column) {
        return column.key == QLatin1String("outcome") || column.key == QLatin1String("result");
    });
    return static_cast<int>(found - columns.begin());
}

void HistoryTab::layOut()
{
    m_ui->setupUi(this);
    setFocusProxy(m_ui->historyFilter);
    m_ui->period->addItem(tr("All times"), 0);
    m_ui->period->addItem(tr("Last 24 hours"), 1);
    m_ui->period->addItem(tr("Last 7 days"), 7);
    m_ui->period->addItem(tr("Last 30 days"), 30);
    QTreeView *const view = m_ui->rows;
    view->setModel(&m_rows);
    // The newest first, as they are fetched.
    view->sortByColumn(timeColumn(), Qt::DescendingOrder);
    view->setRootIsDecorated(m_levels.size() > 1);
    constexpr int none = -1;
    view->setItemDelegate(new RowDelegate({none, InventoryRole::Alert, none, none}, view));
    new HeaderMenu(view->header());
}

void HistoryTab::show(const QList<Server> &servers, const ServerId &chosen)
{
    m_servers = servers;
    const QSignalBlocker quiet(m_ui->server);
    m_ui->server->clear();
    m_ui->server->addItem(tr("All servers"), QString());
    for (const Server &server : servers)
        m_ui->server->addItem(server.name, server.id.value());
    m_ui->server->setCurrentIndex(std::max(0, m_ui->server->findData(chosen.value())));
    m_ui->server->setVisible(servers.size() > 1);
    reload();
}

void HistoryTab::reload()
{
    ++m_asked;
    m_model.clear();
    m_notes = 0;
    m_sources.clear();
    const QString chosen = m_ui->server->currentData().toString();
    for (const Server &server : std::as_const(m_servers)) {
        if (chosen.isEmpty() || server.id.value() == chosen)
            m_sources.push_back({server});
    }
    say({});
    for (Source &source : m_sources)
        fetch(source, 0);
    showState();
}

void HistoryTab::fetchOlder()
{
    say({});
    for (Source &source : m_sources) {
        if (source.next != 0 && !source.waits)
            fetch(source, source.next);
    }
    showState();
}

void HistoryTab::fetch(Source &source, quint64 before)
{
    HistoryFilter filter;
    filter.before = before;
    filter.limit = pageSize;
    if (const int days = m_ui->period->currentData().toInt(); days > 0)
        filter.since = QDateTime::currentDateTimeUtc().addDays(-days);
    source.waits = true;
    m_fetch(source.server.id, filter, this,
            [this, round = m_asked, id = source.server.id](const Result<Page> &page) {
                if (round == m_asked)
                    take(id, page);
            });
}

void HistoryTab::take(const ServerId &server, const Result<Page> &page)
{
    const auto source =
        std::ranges::find_if(m_sources, [&server](const Source &one) { return one.server.id == server; });
    if (source == m_sources.end())
        return;
    const bool isFirst = m_model.rowCount() == m_notes;
    source->waits = false;
    if (!page) {
        source->next = 0;
        source->failed = true;
        note(source->server,
             page.error().code == ErrorCode::TransportServerUnavailable
                 ? tr("Not connected: what it remembers cannot be asked for")
                 : ErrorText::sentence(page.error()),
             true);
    } else {
        QList<Record> records;
        for (const Record &record : page->records)
            records << ofServer(record, source->server.name);
        m_model.append(records);
        source->next = page->next;
        source->hasRecords |= !records.isEmpty();
        if (!source->hasRecords && m_sources.size() > 1)
            note(source->server, tr("Nothing is recorded"), false);
    }
    if (isFirst && m_model.rowCount() > m_notes) {
        for (int column = 0; column < m_model.columnCount(); ++column)
            m_ui->rows->resizeColumnToContents(column);
    }
    goOnSearching();
    showState();
}

void HistoryTab::note(const Server &server, const QString &sentence, bool alert)
{
    Record record;
    record.cells.resize(m_model.columnCount());
    if (timeColumn() != 0)
        record.cells[0] = {server.name, {}};
    record.cells[serverColumn] = {server.name, server.name};
    record.cells[outcomeColumn()] = {sentence, {}};
    record.toolTip = QStringLiteral("%1: %2").arg(server.name, sentence);
    record.alert = alert;
    record.isNote = true;
    m_model.append({record});
    ++m_notes;
    const QAbstractItemView &view = *m_ui->rows;
    for (const int column : {0, serverColumn, outcomeColumn()}) {
        const int needed = view.sizeHintForColumn(column);
        if (m_ui->rows->columnWidth(column) < needed)
            m_ui->rows->setColumnWidth(column, needed);
    }
}

void HistoryTab::filter(const QString &text)
{
    m_rows.setFilterText(text);
    say({});
    goOnSearching();
    showState();
}

/// What was on a machine is not to be answered out of the newest page alone.
void HistoryTab::goOnSearching()
{
    if (!m_rows.isFiltering())
        return;
    constexpr int seenAtOnce = 100;
    if (m_rows.rowCount() <= seenAtOnce)
        m_ui->rows->expandAll();
    if (!isWaiting() && hasOlder() && m_model.rowCount() < SearchedMost)
        fetchOlder();
}

bool HistoryTab::isWaiting() const
{
    return std::ranges::any_of(m_sources, &Source::waits);
}

bool HistoryTab::hasOlder() const
{
    return std::ranges::any_of(m_sources, [](const Source &source) { return source.next != 0; });
}

void HistoryTab::exportRows()
{
    m_prompter.askWhereToExport(this, [this](const QString &path) {
        const QItemSelectionModel &chosen = *m_ui->rows->selectionModel();
        QModelIndexList rows = RowExport::allRows(m_rows);
        if (chosen.hasSelection())
            rows.removeIf([&chosen](const QModelIndex &row) {
                return !chosen.isSelected(row) && !chosen.isSelected(row.parent());
            });
        QStringList keys;
        for (const RecordColumn &column : m_model.columns())
            keys << column.key;
        RowExport(InventoryRole::Value, keys, m_levels)
            .write(m_files, path, rows, [this](const Report &report) { say(report.text); });
    });
}

void HistoryTab::say(const QString &text)
{
    m_said = text;
    showState();
}

void HistoryTab::showState()
{
    const bool waits = isWaiting();
    m_ui->historyReload->setEnabled(!waits);
    m_ui->older->setEnabled(!waits && hasOlder());
    m_ui->older->setToolTip(hasOlder() ? QString() : tr("There is nothing older."));
    m_ui->historyExport->setEnabled(m_rows.rowCount() > 0);
    const int records = m_model.rowCount() - m_notes;
    QString words;
    if (m_sources.empty())
        words = tr("There is no server to ask.");
    else if (waits && m_rows.isFiltering())
        words = tr("Searching: %n record(s) so far…", nullptr, records);
    else if (waits)
        words = m_sources.size() > 1 ? tr("Asking the servers…") : tr("Asking the server…");
    else if (records == 0)
        words = m_notes > 0 ? QString() : tr("Nothing is recorded.");
    else if (m_rows.isFiltering())
        words = (m_rows.rowCount() == 0 ? tr("Nothing matches.")
                                        : tr("%1 of %n record(s)", nullptr, records).arg(m_rows.rowCount())) +
                (hasOlder() ? QLatin1Char(' ') + tr("What is older was not searched.") : QString());
    else
        words = tr("%n record(s)", nullptr, records);
    QStringList silent;
    for (const Source &source : m_sources) {
        if (source.failed)
            silent << source.server.name;
    }
    if (m_rows.isFiltering() && !silent.isEmpty())
        words += QLatin1Char(' ') + tr("Not searched: %1.").arg(silent.join(QStringLiteral(", ")));
    m_ui->historyMessage->setText(m_said.isEmpty() ? words : m_said);
}

} // namespace castdeck
