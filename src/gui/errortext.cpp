// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/errortext.h"

#include "models/format.h"

#include <algorithm>

namespace castdeck
{

namespace
{

struct Row {
    ErrorCode code;
    const char *sentence;
};

#define SAY(text) QT_TRANSLATE_NOOP("castdeck::ErrorText", text)

constexpr Row rows[] = {
    {ErrorCode::AccessDenied, SAY("Access is denied")},
    {ErrorCode::InvalidParameter, SAY("The request makes no sense to the server")},
    {ErrorCode::Busy, SAY("The server is busy")},
    {ErrorCode::NoSystemResources, SAY("The server has run out of resources")},

    {ErrorCode::InvalidProperty, SAY("The value is not allowed")},
    {ErrorCode::InvalidOperation, SAY("This cannot be done now")},
    {ErrorCode::InvalidClass, SAY("The server does not know this kind of object")},
    {ErrorCode::ContentProviderAlreadyRegistered,
     SAY("A content provider of this name is registered already")},
    {ErrorCode::ContentProviderNotRegistered, SAY("There is no content provider of this name")},
    {ErrorCode::InvalidContentProviderName, SAY("This is no name for a content provider")},
    {ErrorCode::TransportServerRoleNotConfigured, SAY("No transport server is set up there")},
    {ErrorCode::NamespaceAlreadyRegistered, SAY("The namespace is published already")},
    {ErrorCode::NamespaceNotRegistered, SAY("The namespace is not published")},
    {ErrorCode::CannotReinitializeObject, SAY("It is set up already")},
    {ErrorCode::InvalidNamespaceName, SAY("This is no name for a namespace")},
    {ErrorCode::InvalidNamespaceData, SAY("The settings of the namespace are not valid")},
    {ErrorCode::NamespaceReadOnly, SAY("A namespace that was published cannot be changed; make a new one")},
    {ErrorCode::InvalidNamespaceStartTime, SAY("The start time is not valid")},
    {ErrorCode::InvalidDiagnosticsComponents, SAY("The server does not know these diagnostics components")},
    {ErrorCode::CannotRefreshDirtyObject, SAY("There are changes that were not saved")},
    {ErrorCode::InvalidServiceIpAddressRange, SAY("The range of addresses is not valid")},
    {ErrorCode::InvalidServicePortRange, SAY("The range of ports is not valid")},
    {ErrorCode::InvalidNamespaceStartParameters, SAY("The conditions for starting are not valid")},
    {ErrorCode::TransportServerUnavailable, SAY("The transport server cannot be reached")},
    {ErrorCode::NamespaceNotOnServer, SAY("The namespace is not on this server")},
    {ErrorCode::NamespaceRemovedFromServer, SAY("The namespace is not on the server any more")},
    {ErrorCode::InvalidIpAddress, SAY("This is no IP address")},
    {ErrorCode::InvalidIpv4MulticastAddress, SAY("This is no IPv4 multicast address")},
    {ErrorCode::InvalidIpv6MulticastAddress, SAY("This is no IPv6 multicast address")},
    {ErrorCode::Ipv6NotSupported, SAY("The server does not support IPv6")},
    {ErrorCode::InvalidIpv6MulticastAddressSource,
     SAY("IPv6 multicast addresses can only come from a range")},
    {ErrorCode::InvalidMultistreamStreamCount, SAY("There can be 2 or 3 streams")},
    {ErrorCode::InvalidAutoDisconnectThreshold,
     SAY("The threshold for disconnecting slow clients is not valid")},
    {ErrorCode::MulticastSessionPolicyNotSupported, SAY("The server has no policy for slow clients")},
    {ErrorCode::InvalidSlowClientHandlingType,
     SAY("The server does not know this way of handling slow clients")},
    {ErrorCode::NetworkProfilesNotSupported, SAY("The server has no network profiles")},
    {ErrorCode::UdpPortPolicyNotSupported, SAY("The server has no port policy")},
    {ErrorCode::TftpMaxBlocksizeNotSupported, SAY("The server has no largest TFTP block size")},
    {ErrorCode::TftpVarWindowNotSupported, SAY("The server has no variable TFTP window")},
    {ErrorCode::InvalidTftpMaxBlocksize, SAY("The TFTP block size is not valid")},

    {ErrorCode::SessionShutdownInProgress, SAY("The session is being ended already")},
    {ErrorCode::ReqCallbacksNotRegistered, SAY("The content provider is not complete")},
    {ErrorCode::IncompatibleVersion, SAY("The two programs speak different versions of the protocol")},
    {ErrorCode::ContentNotFound, SAY("There is no such content any more")},
    {ErrorCode::ClientNotFound, SAY("The client is not there any more")},
    {ErrorCode::NamespaceNotFound, SAY("There is no such namespace")},
    {ErrorCode::ContentProviderNotFound, SAY("There is no such content provider")},
    {ErrorCode::NamespaceAlreadyExists, SAY("A namespace of this name exists already")},
    {ErrorCode::NamespaceShutdownInProgress, SAY("The namespace is being taken back already")},
    {ErrorCode::NamespaceAlreadyStarted, SAY("The transmission has started already")},
    {ErrorCode::NamespaceStartFailedNoClients, SAY("No client has joined, so there is nobody to start for")},
    {ErrorCode::StartTimeInPast, SAY("The start time is in the past")},
    {ErrorCode::PacketNotHashed, SAY("A packet came without its keyed checksum")},
    {ErrorCode::PacketNotSigned, SAY("A packet came without its signature")},
    {ErrorCode::PacketHasSecurity, SAY("A packet came with a protection that was not agreed on")},
    {ErrorCode::PacketNotChecksumed, SAY("A packet came without its checksum")},
    {ErrorCode::ClientDoesNotSupportSecurityMode,
     SAY("The client does not support the protection asked for")},

    {ErrorCode::KickedPolicyNotMet, SAY("The client was too slow for the session")},
    {ErrorCode::KickedFallback, SAY("The client was sent to another way of transfer")},
    {ErrorCode::KickedFail, SAY("The client was disconnected")},
    {ErrorCode::KickedUnknown, SAY("The client was disconnected without a known reason")},
    {ErrorCode::NoIp4Interface, SAY("There is no IPv4 network interface")},

    {ErrorCode::ConnectionLost,
     SAY("The connection to the server was lost before it answered; whether it was done is not known")},
    {ErrorCode::TimedOut, SAY("The server did not answer in time")},
    {ErrorCode::ProtocolViolation, SAY("The other end does not keep to the protocol")},
    {ErrorCode::NotAuthenticated, SAY("The server does not accept the token")},
    {ErrorCode::NotAuthorised, SAY("The role you were given does not allow this")},
    {ErrorCode::FingerprintMismatch, SAY("The server shows another certificate than before")},
    {ErrorCode::UnknownVerb, SAY("The server is too old or too new for this")},
    {ErrorCode::SessionNotFound, SAY("The session has ended already")},
    {ErrorCode::NoInterface, SAY("There is no network interface that can multicast")},
    {ErrorCode::AddressInUse, SAY("The address or port is taken by another program")},
    {ErrorCode::NetworkFailure, SAY("The network failed")},
    {ErrorCode::FileNotFound, SAY("The file or folder does not exist")},
    {ErrorCode::FileAccessDenied, SAY("The system does not allow reading or writing it")},
    {ErrorCode::WrongFileKind,
     SAY("It is a file where a folder is needed, or a folder where a file is needed")},
    {ErrorCode::FolderEmpty, SAY("The folder holds no file")},
    {ErrorCode::FileFailure, SAY("Reading or writing failed")},
    {ErrorCode::DeviceFull, SAY("There is no space left on the device")},
    {ErrorCode::ContentChanged, SAY("The file was changed while it was being sent")},
    {ErrorCode::VerificationFailed, SAY("What was written is not what was sent")},
    {ErrorCode::Cancelled, SAY("It was cancelled")},
    {ErrorCode::Internal, SAY("An error in Castdeck itself; please report it")},
};

#undef SAY

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
               : tr("%1: %2", "sentence: what it is about").arg(text, format::printable(error.detail));
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
