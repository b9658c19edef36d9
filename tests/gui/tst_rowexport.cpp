// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/parts/rowexport.h"
#include "models/columntext.h"
#include "models/inventorymodel.h"
#include "models/inventoryrole.h"
#include "support/sampleinventory.h"
#include "support/testprogram.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace castdeck::tst_rowexport
{

class TestRowExport : public QObject
{
    Q_OBJECT

    const ServerId m_id{QStringLiteral("here")};
    InventoryModel m_model{[](const Error &) { return QString(); }};

    static RowExport exporter()
    {
        QStringList keys;
        for (int column = 0; column < ColumnCount; ++column)
            keys << ColumnText::key(static_cast<Column>(column));
        return RowExport(InventoryRole::Value, keys,
                         {QStringLiteral("server"), QStringLiteral("session"), QStringLiteral("client")});
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_model.addServer(m_id, QStringLiteral("Room \"5\", left"));
        Inventory inventory = sampleInventory(1, 2);
        inventory.clients[1].name = QStringLiteral("=cmd()");
        m_model.merge(m_id, inventory);
    }

    void textIsWhatIsShown()
    {
        const QModelIndexList rows = RowExport::allRows(m_model);
        QCOMPARE(rows.size(), 4);
        const QStringList lines =
            RowExport::text(rows, {0, static_cast<int>(Column::Interface)}).split(QLatin1Char('\n'));
        QCOMPARE(lines.at(0), QStringLiteral("Name\tInterface"));
        QCOMPARE(lines.at(3), QStringLiteral("MACHINE-1\t02:00:00:00:00:01"));
        QVERIFY(RowExport::text({}, {0}).isEmpty());
    }

    void csvQuotesAndDefuses()
    {
        const QStringList lines =
            QString::fromUtf8(exporter().csv(RowExport::allRows(m_model))).split(QStringLiteral("\r\n"));
        QCOMPARE(lines.size(), 6);
        QVERIFY(
            lines.at(0).startsWith(QStringLiteral("server,session,client,namespace,state,progress,rate")));
        QVERIFY(lines.at(1).startsWith(QStringLiteral("\"Room \"\"5\"\", left\",,,")));
        QVERIFY2(lines.at(4).contains(QStringLiteral(",'=cmd(),")), qPrintable(lines.at(4)));
    }

    void jsonHoldsNumbersAndTimes()
    {
        const QJsonArray rows = QJsonDocument::fromJson(exporter().json(RowExport::allRows(m_model))).array();
        QCOMPARE(rows.size(), 4);
        const QJsonObject session = rows.at(1).toObject();
        QCOMPARE(session.value(QStringLiteral("rate")).toInteger(), 100'000'000);
        QCOMPARE(session.value(QStringLiteral("state")).toString(), QStringLiteral("sending"));
        QVERIFY(!session.contains(QStringLiteral("cpu")));
        const QJsonObject client = rows.at(2).toObject();
        QCOMPARE(client.value(QStringLiteral("session")).toString(), QStringLiteral("install.wim"));
        QCOMPARE(client.value(QStringLiteral("loss")).toDouble(), 0.125);
        QCOMPARE(client.value(QStringLiteral("joined")).toString(), QStringLiteral("2023-11-14T22:13:20Z"));
        QVERIFY(!client.contains(QStringLiteral("memory")));
    }
};

CASTDECK_TEST(TestRowExport)

} // namespace castdeck::tst_rowexport
#include "tst_rowexport.moc"
