// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testprogram.h"

#include <QFile>
#include <QRegularExpression>

namespace castdeck::test::tst_interfaces
{

namespace
{

struct Interface {
    QString id;
    QString base;
    QStringList members;

    friend bool operator==(const Interface &, const Interface &) = default;
};

QString contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QMap<QString, Interface> published()
{
    QMap<QString, Interface> all;
    const QString text = contentOf(QStringLiteral(CASTDECK_SOURCE_DIR "/tests/wds/interfaces.txt"));
    for (const QString &line : text.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        const QStringList words = line.split(QLatin1Char(' '));
        if (!line.startsWith(QLatin1Char('#')))
            all.insert(words.value(0), {words.value(1), words.value(2), words.mid(3)});
    }
    return all;
}

/// "get_Name put_Name Register" as "Name= Register": a setter stands right behind its getter.
QStringList membersOf(const QString &body)
{
    static const QRegularExpression method(QStringLiteral("STDMETHODCALLTYPE (\\w+)\\("));
    QStringList members;
    for (auto it = method.globalMatch(body); it.hasNext();) {
        const QString name = it.next().captured(1);
        if (name.startsWith(QLatin1String("put_")) && members.value(members.size() - 1) == name.sliced(4))
            members.last() += QLatin1Char('=');
        else
            members.append(name.startsWith(QLatin1String("get_")) ? name.sliced(4) : name);
    }
    return members;
}

QMap<QString, Interface> inHeader(const QString &text)
{
    static const QRegularExpression declared(
        QStringLiteral("MIDL_INTERFACE\\(\"([0-9a-f-]+)\"\\)\\s*I(WdsTransport\\w+) : public "
                       "I?(\\w+)\\s*\\{(.*?)\\n\\};"),
        QRegularExpression::DotMatchesEverythingOption);
    QMap<QString, Interface> all;
    for (auto it = declared.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        const QString base = match.captured(3);
        all.insert(match.captured(2),
                   {match.captured(1), base == QLatin1String("Dispatch") ? QStringLiteral("IDispatch") : base,
                    membersOf(match.captured(4))});
    }
    return all;
}

} // namespace

/// A program for COM finds a method by its place alone. The header comes with the compiler; here it is
/// compared with what is published.
class TestInterfaces : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void headerIsAsPublished()
    {
        const QString text = contentOf(QStringLiteral("/usr/share/mingw-w64/include/wdstptmgmt.h"));
        if (text.isEmpty())
            QSKIP("mingw-w64-common is not installed: ./dev test-wds");
        const auto header = inHeader(text);
        const auto wanted = published();
        QCOMPARE(header.size(), 25);
        QCOMPARE(header.keys(), wanted.keys());
        for (const auto &[name, interface] : wanted.asKeyValueRange()) {
            QCOMPARE(header[name].members.join(QLatin1Char(' ')), interface.members.join(QLatin1Char(' ')));
            QVERIFY2(header[name] == interface, qPrintable(name));
        }
    }
    void aSetterElsewhereIsNoticed()
    {
        QCOMPARE(
            membersOf(QStringLiteral("STDMETHODCALLTYPE get_A(STDMETHODCALLTYPE put_A(STDMETHODCALLTYPE B(")),
            QStringList({QStringLiteral("A="), QStringLiteral("B")}));
        QCOMPARE(
            membersOf(QStringLiteral("STDMETHODCALLTYPE get_A(STDMETHODCALLTYPE B(STDMETHODCALLTYPE put_A(")),
            QStringList({QStringLiteral("A"), QStringLiteral("B"), QStringLiteral("put_A")}));
    }
};

CASTDECK_TEST(TestInterfaces)

} // namespace castdeck::test::tst_interfaces

#include "tst_interfaces.moc"
