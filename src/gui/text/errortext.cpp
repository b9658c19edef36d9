// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/text/errortext.h"

#include "core/untrusted.h"

#include <algorithm>

namespace castdeck
{

namespace
{

struct Row {
    ErrorCode code;
    const char *sentence;
};

constexpr Row rows[] = {
    {ErrorCode::AccessDenied, QT_TRANSLATE_NOOP("castdeck::ErrorText", "Access is denied")},
    {ErrorCode::InvalidParameter,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The request makes no sense to the server")},
    {ErrorCode::Busy, QT_TRANSLATE_NOOP("castdeck::ErrorText", "The server is busy")},
    {ErrorCode::NoSystemResources,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The server has run out of resources")},

    {ErrorCode::InvalidProperty, QT_TRANSLATE_NOOP("castdeck::ErrorText", "The value is not allowed")},
    {ErrorCode::InvalidOperation, QT_TRANSLATE_NOOP("castdeck::ErrorText", "This cannot be done now")},
    {ErrorCode::InvalidClass,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The server does not know this kind of object")},
    {ErrorCode::ContentProviderAlreadyRegistered,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "A content provider of this name is registered already")},
    {ErrorCode::ContentProviderNotRegistered,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "There is no content provider of this name")},
    {ErrorCode::InvalidContentProviderName,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "This is no name for a content provider")},
    {ErrorCode::TransportServerRoleNotConfigured,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "No transport server is set up there")},
    {ErrorCode::NamespaceAlreadyRegistered,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The namespace is published already")},
    {ErrorCode::NamespaceNotRegistered,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The namespace is not published")},
    {ErrorCode::CannotReinitializeObject, QT_TRANSLATE_NOOP("castdeck::ErrorText", "It is set up already")},
    {ErrorCode::InvalidNamespaceName,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "This is no name for a namespace")},
    {ErrorCode::InvalidNamespaceData,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The settings of the namespace are not valid")},
    {ErrorCode::NamespaceReadOnly,
     QT_TRANSLATE_NOOP("castdeck::ErrorText",
                       "A namespace that was published cannot be changed; make a new one")},
    {ErrorCode::InvalidNamespaceStartTime,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The start time is not valid")},
    {ErrorCode::InvalidDiagnosticsComponents,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The server does not know these diagnostics components")},
    {ErrorCode::CannotRefreshDirtyObject,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "There are changes that were not saved")},
    {ErrorCode::InvalidServiceIpAddressRange,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The range of addresses is not valid")},
    {ErrorCode::InvalidServicePortRange,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The range of ports is not valid")},
    {ErrorCode::InvalidNamespaceStartParameters,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The conditions for starting are not valid")},
    {ErrorCode::TransportServerUnavailable,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The transport server cannot be reached")},
    {ErrorCode::NamespaceNotOnServer,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The namespace is not on this server")},
    {ErrorCode::NamespaceRemovedFromServer,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The namespace is not on the server any more")},
    {ErrorCode::InvalidIpAddress, QT_TRANSLATE_NOOP("castdeck::ErrorText", "This is no IP address")},
    {ErrorCode::InvalidIpv4MulticastAddress,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "This is no IPv4 multicast address")},
    {ErrorCode::InvalidIpv6MulticastAddress,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "This is no IPv6 multicast address")},
    {ErrorCode::Ipv6NotSupported,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The server does not support IPv6")},
    {ErrorCode::InvalidIpv6MulticastAddressSource,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "IPv6 multicast addresses can only come from a range")},
    {ErrorCode::InvalidMultistreamStreamCount,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "There can be 2 or 3 streams")},
    {ErrorCode::InvalidAutoDisconnectThreshold,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The threshold for disconnecting slow clients is not valid")},
    {ErrorCode::MulticastSessionPolicyNotSupported,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The server has no policy for slow clients")},
    {ErrorCode::InvalidSlowClientHandlingType,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The server does not know this way of handling slow clients")},
    {ErrorCode::NetworkProfilesNotSupported,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The server has no network profiles")},
    {ErrorCode::UdpPortPolicyNotSupported,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The server has no port policy")},
    {ErrorCode::TftpMaxBlocksizeNotSupported,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The server has no largest TFTP block size")},
    {ErrorCode::TftpVarWindowNotSupported,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The server has no variable TFTP window")},
    {ErrorCode::InvalidTftpMaxBlocksize,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The TFTP block size is not valid")},

    {ErrorCode::SessionShutdownInProgress,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The session is being ended already")},
    {ErrorCode::ReqCallbacksNotRegistered,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The content provider is not complete")},
    {ErrorCode::IncompatibleVersion,
     QT_TRANSLATE_NOOP("castdeck::ErrorText",
                       "The two programs speak different versions of the protocol; update the older one")},
    {ErrorCode::ContentNotFound,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "There is no such content any more")},
    {ErrorCode::ClientNotFound, QT_TRANSLATE_NOOP("castdeck::ErrorText", "The client is not there any more")},
    {ErrorCode::NamespaceNotFound, QT_TRANSLATE_NOOP("castdeck::ErrorText", "There is no such namespace")},
    {ErrorCode::ContentProviderNotFound,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "There is no such content provider")},
    {ErrorCode::NamespaceAlreadyExists,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "A namespace of this name exists already")},
    {ErrorCode::NamespaceShutdownInProgress,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The namespace is being taken back already")},
    {ErrorCode::NamespaceAlreadyStarted,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The transmission has started already")},
    {ErrorCode::NamespaceStartFailedNoClients,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "No client has joined, so there is nobody to start for")},
    {ErrorCode::StartTimeInPast, QT_TRANSLATE_NOOP("castdeck::ErrorText", "The start time is in the past")},
    {ErrorCode::PacketNotHashed,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "A packet came without its keyed checksum")},
    {ErrorCode::PacketNotSigned,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "A packet came without its signature")},
    {ErrorCode::PacketHasSecurity,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "A packet came with a protection that was not agreed on")},
    {ErrorCode::PacketNotChecksumed,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "A packet came without its checksum")},
    {ErrorCode::ClientDoesNotSupportSecurityMode,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The client does not support the protection asked for")},

    {ErrorCode::KickedPolicyNotMet,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The client was too slow for the session")},
    {ErrorCode::KickedFallback,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The client was sent to another way of transfer")},
    {ErrorCode::KickedFail, QT_TRANSLATE_NOOP("castdeck::ErrorText", "The client was disconnected")},
    {ErrorCode::KickedUnknown,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The client was disconnected without a known reason")},
    {ErrorCode::NoIp4Interface,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "There is no IPv4 network interface")},

    {ErrorCode::ConnectionLost,
     QT_TRANSLATE_NOOP(
         "castdeck::ErrorText",
         "The connection to the server was lost before it answered; whether it was done is not known")},
    {ErrorCode::TimedOut, QT_TRANSLATE_NOOP("castdeck::ErrorText", "The server did not answer in time")},
    {ErrorCode::ProtocolViolation,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The other end does not keep to the protocol")},
    {ErrorCode::NotAuthenticated,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The server does not accept the token")},
    {ErrorCode::NotAuthorised,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The role you were given does not allow this")},
    {ErrorCode::FingerprintMismatch,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The server shows another certificate than before")},
    {ErrorCode::UnknownVerb,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The server is too old or too new for this")},
    {ErrorCode::SessionNotFound, QT_TRANSLATE_NOOP("castdeck::ErrorText", "The session has ended already")},
    {ErrorCode::CertificateRefused,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The certificate is not accepted")},
    {ErrorCode::LoginRefused,
     QT_TRANSLATE_NOOP("castdeck::ErrorText",
                       "No key of yours is accepted there without a password being asked for; nobody can be "
                       "asked from here")},
    {ErrorCode::HostKeyUnknown,
     QT_TRANSLATE_NOOP("castdeck::ErrorText",
                       "The host's key is not known here, or is another than before; connect to it once with "
                       "ssh in a terminal and compare it")},
    {ErrorCode::CommandFailed,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The command that leads to the server does not lead there")},
    {ErrorCode::NoInterface,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "There is no network interface that can multicast")},
    {ErrorCode::AddressInUse,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The address or port is taken by another program")},
    {ErrorCode::NetworkFailure, QT_TRANSLATE_NOOP("castdeck::ErrorText", "The network failed")},
    {ErrorCode::FileNotFound, QT_TRANSLATE_NOOP("castdeck::ErrorText", "The file or folder does not exist")},
    {ErrorCode::FileAccessDenied,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The system does not allow reading or writing it")},
    {ErrorCode::WrongFileKind,
     QT_TRANSLATE_NOOP("castdeck::ErrorText",
                       "It is a file where a folder is needed, or a folder where a file is needed")},
    {ErrorCode::FolderEmpty, QT_TRANSLATE_NOOP("castdeck::ErrorText", "The folder holds no file")},
    {ErrorCode::FolderNotAnswering, QT_TRANSLATE_NOOP("castdeck::ErrorText", "Its folder does not answer")},
    {ErrorCode::ServerEnded,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The server was gone before it was over")},
    {ErrorCode::FileFailure, QT_TRANSLATE_NOOP("castdeck::ErrorText", "Reading or writing failed")},
    {ErrorCode::DeviceFull, QT_TRANSLATE_NOOP("castdeck::ErrorText", "There is no space left on the device")},
    {ErrorCode::ContentChanged,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The file was changed while it was being sent")},
    {ErrorCode::VerificationFailed,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "What was written is not what was sent")},
    {ErrorCode::PolicyConflict,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "Somebody else has changed these settings in the meantime")},
    {ErrorCode::ServiceNotRunning,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "The transport service is stopped")},
    {ErrorCode::Cancelled, QT_TRANSLATE_NOOP("castdeck::ErrorText", "It was cancelled")},
    {ErrorCode::Internal,
     QT_TRANSLATE_NOOP("castdeck::ErrorText", "An error in Castdeck itself; please report it")},
};

const Row *find(ErrorCode code)
{
    const auto at =
        std::find_if(std::begin(rows), std::end(rows), [code](const Row &row) { return row.code == code; });
    return at != std::end(rows) ? at : nullptr;
}

} // namespace

QString ErrorText::sentence(const Error &error)
{
    const Row *row = find(error.code);
    const QString text =
        row ? tr(row->sentence) : tr("The server reports error %1").arg(errorHex(error.code));
    return error.detail.isEmpty()
               ? text
               : tr("%1: %2", "sentence: what it is about").arg(text, printable(error.detail));
}

QString ErrorText::details(const Error &error)
{
    return QStringLiteral("%1, %2").arg(errorName(error.code), errorHex(error.code));
}

bool ErrorText::isKnown(ErrorCode code)
{
    return find(code);
}

} // namespace castdeck
