// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/console/handover.h"

#include "core/jsonarchive.h"
#include "management/fingerprint.h"

#include <QDir>
#include <QJsonDocument>

namespace castdeck
{

namespace
{

struct HandoverMessage {
    QString publish;
    QString server; ///< HOST:PORT
    QString fingerprint;
    QString authorityFile;
    QString certificateFile;
    QString keyFile;
    QString tokenFile;

    static void describe(auto &a, auto &v)
    {
        a.optional("publish", v.publish);
        a.optional("server", v.server);
        a.optional("fingerprint", v.fingerprint);
        a.optional("authorityFile", v.authorityFile);
        a.optional("certificateFile", v.certificateFile);
        a.optional("keyFile", v.keyFile);
        a.optional("tokenFile", v.tokenFile);
    }
};

struct HandoverReply {
    std::optional<Error> error;

    static void describe(auto &a, auto &v) { a("error", v.error); }
};

template <class T>
QByteArray handoverLine(const T &value)
{
    return QJsonDocument(json::Writer::objectOf(value)).toJson(QJsonDocument::Compact) + '\n';
}

template <class T>
Result<T> readHandover(const QByteArray &line)
{
    const QJsonDocument document = QJsonDocument::fromJson(line);
    if (!document.isObject())
        return failure(ErrorCode::ProtocolViolation, QStringLiteral("not an object"));
    T value;
    const QString problem = json::Reader::read(document.object(), value);
    return problem.isEmpty() ? Result<T>(value) : failure(ErrorCode::ProtocolViolation, problem);
}

} // namespace

QByteArray Handover::line() const
{
    HandoverMessage message;
    message.publish = publish;
    message.tokenFile = tokenFile;
    if (connect) {
        message.server = connect->address();
        message.fingerprint = connect->fingerprint;
        message.authorityFile = connect->authorityFile;
        message.certificateFile = connect->certificateFile;
        message.keyFile = connect->keyFile;
    }
    return handoverLine(message);
}

Result<Handover> Handover::fromLine(const QByteArray &line)
{
    const auto message = readHandover<HandoverMessage>(line);
    if (!message)
        return tl::unexpected(message.error());
    // They were given to a program that stood in another folder.
    for (const QString &path : {message->publish, message->authorityFile, message->certificateFile,
                                message->keyFile, message->tokenFile}) {
        if (!path.isEmpty() && !QDir::isAbsolutePath(path))
            return failure(ErrorCode::InvalidParameter, path);
    }
    Handover handover{message->publish, std::nullopt, message->tokenFile};
    if (message->server.isEmpty())
        return handover;
    const auto profile = profileFromAddress(message->server);
    if (!profile)
        return tl::unexpected(profile.error());
    handover.connect = *profile;
    handover.connect->fingerprint = plainFingerprint(message->fingerprint);
    if (handover.connect->fingerprint.isEmpty() != message->fingerprint.isEmpty())
        return failure(ErrorCode::InvalidParameter, message->fingerprint);
    handover.connect->authorityFile = message->authorityFile;
    handover.connect->certificateFile = message->certificateFile;
    handover.connect->keyFile = message->keyFile;
    return handover;
}

QByteArray handoverReply(const Result<void> &answer)
{
    return handoverLine(HandoverReply{answer ? std::nullopt : std::optional(answer.error())});
}

Result<void> handoverAnswer(const QByteArray &line)
{
    const auto answer = readHandover<HandoverReply>(line);
    if (!answer)
        return tl::unexpected(answer.error());
    if (answer->error)
        return tl::unexpected(*answer->error);
    return {};
}

} // namespace castdeck
