// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/request.h"
#include "support/testprogram.h"

#include <QFile>
#include <QTest>

namespace castdeck::tst_securitydocument
{

namespace
{

template <size_t... I>
QList<RequestBody> everyRequest(std::index_sequence<I...>)
{
    return {RequestBody(std::variant_alternative_t<I, RequestBody>{})...};
}

} // namespace

/// docs/security.md says who may what: the table there is what the program does.
class TestSecurityDocument : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rolesAndVerbs()
    {
        QFile file(QStringLiteral(CASTDECK_SOURCE_DIR "/docs/security.md"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArrayList lines = file.readAll().split('\n');
        const qsizetype head = lines.indexOf("| verb | viewer | operator | admin | receiver |");
        QVERIFY(head >= 0);
        QStringList told;
        for (qsizetype i = head + 2; i < lines.size() && lines[i].startsWith('|'); ++i)
            told.append(QString::fromUtf8(lines[i]));

        QStringList derived;
        const auto requests = everyRequest(std::make_index_sequence<std::variant_size_v<RequestBody>>());
        for (const RequestBody &request : requests) {
            const auto verb = verbOf(request);
            if (!verb)
                continue;
            QString row = QStringLiteral("| `%1` |").arg(QLatin1String(verb->name));
            for (const Role role : {Role::Viewer, Role::Operator, Role::Admin, Role::Receiver})
                row += allows(role, request) ? QStringLiteral(" yes |") : QStringLiteral(" |");
            derived.append(row);
        }
        told.sort();
        derived.sort();
        QCOMPARE(told.join(u'\n'), derived.join(u'\n'));
    }

    /// What cannot be read is refused by the rights of what it would have been.
    void unreadableVerbsHaveTheSameRights()
    {
        const auto requests = everyRequest(std::make_index_sequence<std::variant_size_v<RequestBody>>());
        for (const RequestBody &request : requests) {
            const UnreadableRequest unreadable{{}, request.index()};
            for (const Role role : {Role::Viewer, Role::Operator, Role::Admin, Role::Receiver})
                QCOMPARE(allows(role, unreadable), allows(role, request));
        }
        QVERIFY(allows(Role::Receiver, UnreadableRequest{{ErrorCode::UnknownVerb, {}}}));
    }
};

CASTDECK_TEST(TestSecurityDocument)

} // namespace castdeck::tst_securitydocument
#include "tst_securitydocument.moc"
