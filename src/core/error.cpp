// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.h"

#include <algorithm>
#include <cerrno>

namespace castdeck
{

namespace
{

struct NamedCode {
    ErrorCode code;
    const char *name;
};

// In the order of the codes: errorName() halves it.
constexpr NamedCode names[] = {
    {ErrorCode::AccessDenied, "ERROR_ACCESS_DENIED"},
    {ErrorCode::InvalidParameter, "ERROR_INVALID_PARAMETER"},
    {ErrorCode::Busy, "ERROR_BUSY"},
    {ErrorCode::NoSystemResources, "ERROR_NO_SYSTEM_RESOURCES"},

    {ErrorCode::InvalidProperty, "WDSTPTMGMT_E_INVALID_PROPERTY"},
    {ErrorCode::InvalidOperation, "WDSTPTMGMT_E_INVALID_OPERATION"},
    {ErrorCode::InvalidClass, "WDSTPTMGMT_E_INVALID_CLASS"},
    {ErrorCode::ContentProviderAlreadyRegistered, "WDSTPTMGMT_E_CONTENT_PROVIDER_ALREADY_REGISTERED"},
    {ErrorCode::ContentProviderNotRegistered, "WDSTPTMGMT_E_CONTENT_PROVIDER_NOT_REGISTERED"},
    {ErrorCode::InvalidContentProviderName, "WDSTPTMGMT_E_INVALID_CONTENT_PROVIDER_NAME"},
    {ErrorCode::TransportServerRoleNotConfigured, "WDSTPTMGMT_E_TRANSPORT_SERVER_ROLE_NOT_CONFIGURED"},
    {ErrorCode::NamespaceAlreadyRegistered, "WDSTPTMGMT_E_NAMESPACE_ALREADY_REGISTERED"},
    {ErrorCode::NamespaceNotRegistered, "WDSTPTMGMT_E_NAMESPACE_NOT_REGISTERED"},
    {ErrorCode::CannotReinitializeObject, "WDSTPTMGMT_E_CANNOT_REINITIALIZE_OBJECT"},
    {ErrorCode::InvalidNamespaceName, "WDSTPTMGMT_E_INVALID_NAMESPACE_NAME"},
    {ErrorCode::InvalidNamespaceData, "WDSTPTMGMT_E_INVALID_NAMESPACE_DATA"},
    {ErrorCode::NamespaceReadOnly, "WDSTPTMGMT_E_NAMESPACE_READ_ONLY"},
    {ErrorCode::InvalidNamespaceStartTime, "WDSTPTMGMT_E_INVALID_NAMESPACE_START_TIME"},
    {ErrorCode::InvalidDiagnosticsComponents, "WDSTPTMGMT_E_INVALID_DIAGNOSTICS_COMPONENTS"},
    {ErrorCode::CannotRefreshDirtyObject, "WDSTPTMGMT_E_CANNOT_REFRESH_DIRTY_OBJECT"},
    {ErrorCode::InvalidServiceIpAddressRange, "WDSTPTMGMT_E_INVALID_SERVICE_IP_ADDRESS_RANGE"},
    {ErrorCode::InvalidServicePortRange, "WDSTPTMGMT_E_INVALID_SERVICE_PORT_RANGE"},
    {ErrorCode::InvalidNamespaceStartParameters, "WDSTPTMGMT_E_INVALID_NAMESPACE_START_PARAMETERS"},
    {ErrorCode::TransportServerUnavailable, "WDSTPTMGMT_E_TRANSPORT_SERVER_UNAVAILABLE"},
    {ErrorCode::NamespaceNotOnServer, "WDSTPTMGMT_E_NAMESPACE_NOT_ON_SERVER"},
    {ErrorCode::NamespaceRemovedFromServer, "WDSTPTMGMT_E_NAMESPACE_REMOVED_FROM_SERVER"},
    {ErrorCode::InvalidIpAddress, "WDSTPTMGMT_E_INVALID_IP_ADDRESS"},
    {ErrorCode::InvalidIpv4MulticastAddress, "WDSTPTMGMT_E_INVALID_IPV4_MULTICAST_ADDRESS"},
    {ErrorCode::InvalidIpv6MulticastAddress, "WDSTPTMGMT_E_INVALID_IPV6_MULTICAST_ADDRESS"},
    {ErrorCode::Ipv6NotSupported, "WDSTPTMGMT_E_IPV6_NOT_SUPPORTED"},
    {ErrorCode::InvalidIpv6MulticastAddressSource, "WDSTPTMGMT_E_INVALID_IPV6_MULTICAST_ADDRESS_SOURCE"},
    {ErrorCode::InvalidMultistreamStreamCount, "WDSTPTMGMT_E_INVALID_MULTISTREAM_STREAM_COUNT"},
    {ErrorCode::InvalidAutoDisconnectThreshold, "WDSTPTMGMT_E_INVALID_AUTO_DISCONNECT_THRESHOLD"},
    {ErrorCode::MulticastSessionPolicyNotSupported, "WDSTPTMGMT_E_MULTICAST_SESSION_POLICY_NOT_SUPPORTED"},
    {ErrorCode::InvalidSlowClientHandlingType, "WDSTPTMGMT_E_INVALID_SLOW_CLIENT_HANDLING_TYPE"},
    {ErrorCode::NetworkProfilesNotSupported, "WDSTPTMGMT_E_NETWORK_PROFILES_NOT_SUPPORTED"},
    {ErrorCode::UdpPortPolicyNotSupported, "WDSTPTMGMT_E_UDP_PORT_POLICY_NOT_SUPPORTED"},
    {ErrorCode::TftpMaxBlocksizeNotSupported, "WDSTPTMGMT_E_TFTP_MAX_BLOCKSIZE_NOT_SUPPORTED"},
    {ErrorCode::TftpVarWindowNotSupported, "WDSTPTMGMT_E_TFTP_VAR_WINDOW_NOT_SUPPORTED"},
    {ErrorCode::InvalidTftpMaxBlocksize, "WDSTPTMGMT_E_INVALID_TFTP_MAX_BLOCKSIZE"},

    {ErrorCode::SessionShutdownInProgress, "WDSMCS_E_SESSION_SHUTDOWN_IN_PROGRESS"},
    {ErrorCode::ReqCallbacksNotRegistered, "WDSMCS_E_REQCALLBACKS_NOT_REG"},
    {ErrorCode::IncompatibleVersion, "WDSMCS_E_INCOMPATIBLE_VERSION"},
    {ErrorCode::ContentNotFound, "WDSMCS_E_CONTENT_NOT_FOUND"},
    {ErrorCode::ClientNotFound, "WDSMCS_E_CLIENT_NOT_FOUND"},
    {ErrorCode::NamespaceNotFound, "WDSMCS_E_NAMESPACE_NOT_FOUND"},
    {ErrorCode::ContentProviderNotFound, "WDSMCS_E_CONTENT_PROVIDER_NOT_FOUND"},
    {ErrorCode::NamespaceAlreadyExists, "WDSMCS_E_NAMESPACE_ALREADY_EXISTS"},
    {ErrorCode::NamespaceShutdownInProgress, "WDSMCS_E_NAMESPACE_SHUTDOWN_IN_PROGRESS"},
    {ErrorCode::NamespaceAlreadyStarted, "WDSMCS_E_NAMESPACE_ALREADY_STARTED"},
    {ErrorCode::NamespaceStartFailedNoClients, "WDSMCS_E_NS_START_FAILED_NO_CLIENTS"},
    {ErrorCode::StartTimeInPast, "WDSMCS_E_START_TIME_IN_PAST"},
    {ErrorCode::PacketNotHashed, "WDSMCS_E_PACKET_NOT_HASHED"},
    {ErrorCode::PacketNotSigned, "WDSMCS_E_PACKET_NOT_SIGNED"},
    {ErrorCode::PacketHasSecurity, "WDSMCS_E_PACKET_HAS_SECURITY"},
    {ErrorCode::PacketNotChecksumed, "WDSMCS_E_PACKET_NOT_CHECKSUMED"},
    {ErrorCode::ClientDoesNotSupportSecurityMode, "WDSMCS_E_CLIENT_DOESNOT_SUPPORT_SECURITY_MODE"},

    {ErrorCode::KickedPolicyNotMet, "WDSTPC_E_KICKED_POLICY_NOT_MET"},
    {ErrorCode::KickedFallback, "WDSTPC_E_KICKED_FALLBACK"},
    {ErrorCode::KickedFail, "WDSTPC_E_KICKED_FAIL"},
    {ErrorCode::KickedUnknown, "WDSTPC_E_KICKED_UNKNOWN"},
    {ErrorCode::NoIp4Interface, "WDSTPC_E_NO_IP4_INTERFACE"},

    {ErrorCode::ConnectionLost, "CASTDECK_E_CONNECTION_LOST"},
    {ErrorCode::TimedOut, "CASTDECK_E_TIMED_OUT"},
    {ErrorCode::ProtocolViolation, "CASTDECK_E_PROTOCOL_VIOLATION"},
    {ErrorCode::NotAuthenticated, "CASTDECK_E_NOT_AUTHENTICATED"},
    {ErrorCode::NotAuthorised, "CASTDECK_E_NOT_AUTHORISED"},
    {ErrorCode::FingerprintMismatch, "CASTDECK_E_FINGERPRINT_MISMATCH"},
    {ErrorCode::UnknownVerb, "CASTDECK_E_UNKNOWN_VERB"},
    {ErrorCode::SessionNotFound, "CASTDECK_E_SESSION_NOT_FOUND"},
    {ErrorCode::CertificateRefused, "CASTDECK_E_CERTIFICATE_REFUSED"},
    {ErrorCode::LoginRefused, "CASTDECK_E_LOGIN_REFUSED"},
    {ErrorCode::HostKeyUnknown, "CASTDECK_E_HOST_KEY_UNKNOWN"},
    {ErrorCode::CommandFailed, "CASTDECK_E_COMMAND_FAILED"},
    {ErrorCode::NoInterface, "CASTDECK_E_NO_INTERFACE"},
    {ErrorCode::AddressInUse, "CASTDECK_E_ADDRESS_IN_USE"},
    {ErrorCode::NetworkFailure, "CASTDECK_E_NETWORK_FAILURE"},
    {ErrorCode::FileNotFound, "CASTDECK_E_FILE_NOT_FOUND"},
    {ErrorCode::FileAccessDenied, "CASTDECK_E_FILE_ACCESS_DENIED"},
    {ErrorCode::WrongFileKind, "CASTDECK_E_WRONG_FILE_KIND"},
    {ErrorCode::FolderEmpty, "CASTDECK_E_FOLDER_EMPTY"},
    {ErrorCode::FileFailure, "CASTDECK_E_FILE_FAILURE"},
    {ErrorCode::DeviceFull, "CASTDECK_E_DEVICE_FULL"},
    {ErrorCode::ContentChanged, "CASTDECK_E_CONTENT_CHANGED"},
    {ErrorCode::VerificationFailed, "CASTDECK_E_VERIFICATION_FAILED"},
    {ErrorCode::PolicyConflict, "CASTDECK_E_POLICY_CONFLICT"},
    {ErrorCode::ServiceNotRunning, "CASTDECK_E_SERVICE_NOT_RUNNING"},
    {ErrorCode::FolderNotAnswering, "CASTDECK_E_FOLDER_NOT_ANSWERING"},
    {ErrorCode::ServerEnded, "CASTDECK_E_SERVER_ENDED"},
    {ErrorCode::Cancelled, "CASTDECK_E_CANCELLED"},
    {ErrorCode::Internal, "CASTDECK_E_INTERNAL"},
};
static_assert(std::ranges::is_sorted(names, {}, &NamedCode::code));

struct ErrnoCode {
    int value;
    ErrorCode code;
};

constexpr ErrnoCode errnoCodes[] = {
    {ENOENT, ErrorCode::FileNotFound},       {EACCES, ErrorCode::FileAccessDenied},
    {EPERM, ErrorCode::FileAccessDenied},    {EROFS, ErrorCode::FileAccessDenied},
    {EISDIR, ErrorCode::WrongFileKind},      {ENOTDIR, ErrorCode::WrongFileKind},
    {ENOSPC, ErrorCode::DeviceFull},         {EDQUOT, ErrorCode::DeviceFull},
    {EADDRINUSE, ErrorCode::AddressInUse},   {EADDRNOTAVAIL, ErrorCode::NoInterface},
    {ENODEV, ErrorCode::NoInterface},        {ETIMEDOUT, ErrorCode::TimedOut},
    {ECONNRESET, ErrorCode::ConnectionLost}, {EPIPE, ErrorCode::ConnectionLost},
    {EMFILE, ErrorCode::NoSystemResources},  {ENFILE, ErrorCode::NoSystemResources},
    {ENOMEM, ErrorCode::NoSystemResources},  {ENOBUFS, ErrorCode::NoSystemResources},
    {EAGAIN, ErrorCode::NoSystemResources},
};

} // namespace

QString errorName(ErrorCode code)
{
    const auto row = std::ranges::lower_bound(names, code, {}, &NamedCode::code);
    const bool known = row != std::end(names) && row->code == code;
    return QString::fromLatin1(known ? row->name : "UNKNOWN");
}

QString errorHex(ErrorCode code)
{
    return QStringLiteral("%1").arg(static_cast<quint32>(code), 8, 16, QLatin1Char('0')).toUpper();
}

Error systemError(int errnoValue, const QString &subject, ErrorCode otherwise)
{
    const auto row = std::ranges::find(errnoCodes, errnoValue, &ErrnoCode::value);
    const QString words = qt_error_string(errnoValue);
    return {row == std::end(errnoCodes) ? otherwise : row->code,
            subject.isEmpty() ? words : QString(subject % QLatin1String(": ") % words)};
}

tl::unexpected<Error> systemFailure(const QString &subject, ErrorCode otherwise)
{
    return tl::unexpected(systemError(errno, subject, otherwise));
}

} // namespace castdeck
