// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/jsoncodec.h"
#include "management/tlslistener.h"
#include "support/testprogram.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace castdeck::tst_protocoldocument
{

namespace
{

/// The lines of the document's examples, without their arrows.
QByteArrayList examples(const QByteArray &document, const char *arrow)
{
    QByteArrayList found;
    for (const QByteArray &line : document.split('\n')) {
        if (line.startsWith(arrow))
            found.append(line.sliced(qsizetype(qstrlen(arrow))));
    }
    return found;
}

QJsonObject objectOf(const QByteArray &line)
{
    return QJsonDocument::fromJson(line).object();
}

template <class... All>
struct MethodsOf {
    static QStringList list() { return {QString::fromLatin1(All::info.name)...}; }
};

} // namespace

/// docs/management-protocol.md is what others write their programs from: its examples are messages that are
/// understood, with nothing in them that is not, and no verb is missing.
class TestProtocolDocument : public QObject
{
    Q_OBJECT

    QByteArray m_document;

private Q_SLOTS:
    void initTestCase()
    {
        QFile file(QStringLiteral(CASTDECK_SOURCE_DIR "/docs/management-protocol.md"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_document = file.readAll();
    }

    void everyExampleIsUnderstood_data()
    {
        QTest::addColumn<QByteArray>("line");
        const QByteArrayList lines = examples(m_document, "→ ") + examples(m_document, "← ");
        QVERIFY(lines.size() > 30);
        for (const QByteArray &line : lines)
            QTest::newRow(line.left(70).constData()) << line;
    }
    void everyExampleIsUnderstood()
    {
        QFETCH(QByteArray, line);
        const QJsonObject object = objectOf(line);
        QVERIFY2(!object.isEmpty(), "no JSON");
        const auto message = JsonCodec().decode(line);
        QVERIFY2(message, qPrintable(message ? QString() : message.error().detail));
        if (object.value(QStringLiteral("method")).toString().endsWith(QLatin1String(".part"))) {
            QVERIFY(!*message); // it waits for the rest
            return;
        }
        QVERIFY2(*message, "not known");
        if (const auto *request = std::get_if<Request>(&**message)) {
            const auto *wrong = std::get_if<UnreadableRequest>(&request->body);
            QVERIFY2(!wrong, qPrintable(wrong ? wrong->error.detail : QString()));
        }
        const auto again = JsonCodec::encode(**message);
        QVERIFY(again);
        QCOMPARE(objectOf(*again), object);
    }

    void noVerbIsMissing()
    {
        QStringList shown;
        for (const QByteArray &line : examples(m_document, "→ "))
            shown.append(objectOf(line).value(QStringLiteral("method")).toString());
        QStringList missing;
        const QStringList all = Verbs::Apply<MethodsOf>::list();
        QVERIFY(!all.isEmpty());
        for (const QString &method : all) {
            if (!shown.contains(method))
                missing.append(method);
        }
        QCOMPARE(missing, QStringList());
    }

    void everyLimitIsTold()
    {
        using namespace bounds;
        const ServerEndpoint::Limits requests;
        const TlsListener::Options listener;
        const auto seconds = [](std::chrono::milliseconds time) -> QByteArray {
            return QByteArray::number(qint64(std::chrono::floor<std::chrono::seconds>(time).count())) + " s";
        };
        const auto bytes = [](qsizetype count) -> QByteArray { return QByteArray::number(count) + " bytes"; };
        const auto number = [](qint64 count) { return QByteArray::number(count); };
        const QList<QByteArray> cells{
            bytes(JsonCodec::MaxLine),
            bytes(LineBeforeHello),
            seconds(requests.hello),
            seconds(listener.channel.line),
            seconds(listener.limits.idle),
            number(requests.requestsPerSecond),
            number(requests.callsInFlight),
            number(requests.refusalsPerMinute),
            bytes(Unread),
            number(listener.places.receiversPerToken),
            number(listener.places.receivers),
            number(listener.places.othersPerToken),
            number(listener.places.others),
            number(listener.doorstep.inAll),
            number(listener.doorstep.perAddress),
        };
        QList<QByteArray> told;
        for (const QByteArray &row : rowsBelow("| what | at most | else |"))
            told.append(row.split('|').value(2).trimmed());
        QCOMPARE(told, cells);

        QList<QByteArray> texts;
        for (const Text &text : bounds::texts)
            texts.append("| `" + QByteArray(text.key.data(), qsizetype(text.key.size())) + "` | " +
                         QByteArray::number(text.bytes) + " |");
        texts.append("| any other | " + QByteArray::number(OtherText) + " |");
        QCOMPARE(rowsBelow("| parameter | bytes |"), texts);
    }

private:
    /// Of the table with that head, without the line below it.
    QList<QByteArray> rowsBelow(const QByteArray &head) const
    {
        QList<QByteArray> lines = m_document.mid(m_document.indexOf(head)).split('\n');
        lines.remove(0, std::min<qsizetype>(2, lines.size()));
        const auto isRow = [](const QByteArray &line) { return line.startsWith('|'); };
        lines.erase(std::ranges::find_if_not(lines, isRow), lines.end());
        return lines;
    }
};

CASTDECK_TEST(TestProtocolDocument)

} // namespace castdeck::tst_protocoldocument
#include "tst_protocoldocument.moc"
