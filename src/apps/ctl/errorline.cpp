// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/errorline.h"

#include <QStringList>
#include <algorithm>

namespace castdeck
{

namespace
{

struct Sentence {
    ErrorCode code;
    const char *text;
};

constexpr Sentence sentences[] = {
    {ErrorCode::ContentNotFound, "there is no such content"},
    {ErrorCode::ClientNotFound, "there is no such client"},
    {ErrorCode::SessionNotFound, "there is no such session"},
    {ErrorCode::NamespaceNotFound, "there is no such namespace"},
    {ErrorCode::NamespaceAlreadyExists, "the name is taken"},
    {ErrorCode::NamespaceReadOnly, "what is registered is changed by namespace edit"},
    {ErrorCode::NamespaceAlreadyStarted, "it was started before"},
    {ErrorCode::NamespaceStartFailedNoClients, "no client waits"},
    {ErrorCode::NamespaceShutdownInProgress, "it is ending"},
    {ErrorCode::StartTimeInPast, "the start time has passed"},
    {ErrorCode::ContentProviderNotFound, "there is no such content provider"},
    {ErrorCode::FolderEmpty, "the folder holds no file"},
    {ErrorCode::FolderNotAnswering, "its folder does not answer"},
    {ErrorCode::ServerEnded, "the server was gone before it was over"},
    {ErrorCode::PolicyConflict, "somebody else has changed it meanwhile; look at it and try again"},
    {ErrorCode::ServiceNotRunning, "the service is stopped"},
    {ErrorCode::TransportServerUnavailable, "no server answers there"},
    {ErrorCode::ConnectionLost, "the connection ended before the answer; whether it was done is not known"},
    {ErrorCode::TimedOut, "no answer in time; whether it was done is not known"},
    {ErrorCode::NotAuthenticated, "the token is unknown, expired or revoked"},
    {ErrorCode::NotAuthorised, "the role of the token does not allow this"},
    {ErrorCode::FingerprintMismatch,
     "this is not the certificate the server is known by; it was replaced, or somebody is in between"},
    {ErrorCode::CertificateRefused, "its certificate will not do"},
    {ErrorCode::LoginRefused, "no key is accepted there without a password, and nobody can be asked"},
    {ErrorCode::HostKeyUnknown,
     "the host's key is not known, or is another than before; connect to it once with ssh and compare it"},
    {ErrorCode::CommandFailed, "the command that leads to the server does not lead there"},
    {ErrorCode::IncompatibleVersion, "the server speaks another protocol"},
    {ErrorCode::UnknownVerb, "the server does not know this"},
};

} // namespace

QString errorLine(const Error &error, const QString &subject)
{
    const auto sentence = std::ranges::find(sentences, error.code, &Sentence::code);
    QStringList parts{QStringLiteral("%1 (%2)").arg(errorName(error.code), errorHex(error.code)), subject,
                      sentence == std::end(sentences) ? QString() : QString::fromLatin1(sentence->text),
                      error.detail};
    parts.removeAll(QString());
    return parts.join(QStringLiteral(": "));
}

QJsonObject errorObject(const Error &error)
{
    return {{QStringLiteral("code"), qint64(error.code)},
            {QStringLiteral("name"), errorName(error.code)},
            {QStringLiteral("detail"), error.detail}};
}

ExitCode exitCodeFor(const Error &error)
{
    switch (error.code) {
    case ErrorCode::NotAuthenticated:
    case ErrorCode::NotAuthorised:
    case ErrorCode::AccessDenied:
        return ExitCode::NotAuthorised;
    case ErrorCode::TransportServerUnavailable:
    case ErrorCode::ConnectionLost:
    case ErrorCode::FingerprintMismatch:
    case ErrorCode::CertificateRefused:
    case ErrorCode::LoginRefused:
    case ErrorCode::HostKeyUnknown:
    case ErrorCode::CommandFailed:
        return ExitCode::Unreachable;
    default:
        return ExitCode::Failed;
    }
}

} // namespace castdeck
