// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.h"
#include "support/testprogram.h"

#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>
#include <cerrno>

namespace castdeck::test::tst_error
{

class TestError : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyCodeHasAName();
    void publishedNames_data();
    void publishedNames();
    void foreignCodesAreUnknown();
    void systemErrors_data();
    void systemErrors();
    void failureCarriesTheError();
};

void TestError::everyCodeHasAName()
{
    // The enumerators as written, so that a new one without a name is noticed.
    QFile header(QStringLiteral(CASTDECK_SOURCE_DIR "/src/core/error.h"));
    QVERIFY(header.open(QIODevice::ReadOnly));
    const QString source = QString::fromUtf8(header.readAll());
    static const QRegularExpression enumerator(QStringLiteral("^    (\\w+) = 0x([0-9A-F]{8}),"),
                                               QRegularExpression::MultilineOption);
    QSet<QString> names;
    for (auto it = enumerator.globalMatch(source); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const auto code = static_cast<ErrorCode>(match.captured(2).toUInt(nullptr, 16));
        const QString name = errorName(code);
        QVERIFY2(name != QLatin1String("UNKNOWN"), qPrintable(match.captured(1)));
        QVERIFY2(!names.contains(name), qPrintable(name));
        names.insert(name);
        QCOMPARE(errorHex(code), match.captured(2));
    }
    QVERIFY(names.size() > 80);
}

void TestError::publishedNames_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("name");
    const auto row = [](ErrorCode code, const char *name) {
        QTest::addRow("%s", name) << code << QString::fromLatin1(name);
    };
    row(ErrorCode::AccessDenied, "ERROR_ACCESS_DENIED");
    row(ErrorCode::InvalidProperty, "WDSTPTMGMT_E_INVALID_PROPERTY");
    row(ErrorCode::InvalidTftpMaxBlocksize, "WDSTPTMGMT_E_INVALID_TFTP_MAX_BLOCKSIZE");
    row(ErrorCode::ClientNotFound, "WDSMCS_E_CLIENT_NOT_FOUND");
    row(ErrorCode::NamespaceStartFailedNoClients, "WDSMCS_E_NS_START_FAILED_NO_CLIENTS");
    row(ErrorCode::KickedFallback, "WDSTPC_E_KICKED_FALLBACK");
    row(ErrorCode::ConnectionLost, "CASTDECK_E_CONNECTION_LOST");
    row(ErrorCode::Internal, "CASTDECK_E_INTERNAL");
}

void TestError::publishedNames()
{
    QFETCH(const ErrorCode, code);
    QFETCH(const QString, name);
    QCOMPARE(errorName(code), name);
}

void TestError::foreignCodesAreUnknown()
{
    for (const quint32 code : {0U, 1U, 0xC1210111U, 0xE4CD0100U, 0xFFFFFFFFU})
        QCOMPARE(errorName(static_cast<ErrorCode>(code)), QStringLiteral("UNKNOWN"));
    QCOMPARE(errorHex(static_cast<ErrorCode>(5)), QStringLiteral("00000005"));
    QCOMPARE(errorHex(ErrorCode::ClientNotFound), QStringLiteral("C1210104"));
}

void TestError::systemErrors_data()
{
    QTest::addColumn<int>("value");
    QTest::addColumn<ErrorCode>("code");
    QTest::addRow("missing") << ENOENT << ErrorCode::FileNotFound;
    QTest::addRow("denied") << EACCES << ErrorCode::FileAccessDenied;
    QTest::addRow("folder") << EISDIR << ErrorCode::WrongFileKind;
    QTest::addRow("full") << ENOSPC << ErrorCode::DeviceFull;
    QTest::addRow("taken") << EADDRINUSE << ErrorCode::AddressInUse;
    QTest::addRow("other") << EIO << ErrorCode::FileFailure;
}

void TestError::systemErrors()
{
    QFETCH(const int, value);
    QFETCH(const ErrorCode, code);
    const Error error = systemError(value, QStringLiteral("/a/path"), ErrorCode::FileFailure);
    QCOMPARE(error.code, code);
    QCOMPARE(error.detail, QString(QStringLiteral("/a/path: ") + qt_error_string(value)));
    QCOMPARE(systemError(value, QString(), ErrorCode::FileFailure).detail, qt_error_string(value));
}

void TestError::failureCarriesTheError()
{
    const Result<int> result = failure(ErrorCode::Busy, QStringLiteral("eth0"));
    QVERIFY(!result);
    QCOMPARE(result.error(), (Error{ErrorCode::Busy, QStringLiteral("eth0")}));
    QVERIFY(result.error() != (Error{ErrorCode::Busy, QString()}));
}

CASTDECK_TEST(TestError)

} // namespace castdeck::test::tst_error

#include "tst_error.moc"
