// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/jsoncodec.h"
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

template <size_t... I>
QStringList allMethods(std::index_sequence<I...>)
{
    return {JsonCodec::method(std::variant_alternative_t<I, RequestBody>{})...};
}

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
        if (object.value(QStringLiteral("method")) == QLatin1String("inventory.part")) {
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
        const QStringList all = allMethods(std::make_index_sequence<std::variant_size_v<RequestBody>>());
        for (const QString &method : all) {
            if (!method.isEmpty() && !shown.contains(method))
                missing.append(method);
        }
        QCOMPARE(missing, QStringList());
    }
};

CASTDECK_TEST(TestProtocolDocument)

} // namespace castdeck::tst_protocoldocument
#include "tst_protocoldocument.moc"
