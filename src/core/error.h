// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>
#include <QString>
#include <tl/expected.hpp>

namespace castdeck
{

/// HRESULT values. Facilities 0x110, 0x121 and 0x122 are those of WDS (management-api §6);
/// 0x4CD with the customer bit is our own, for what WDS has no code for (Choice M03).
/// The four Win32 codes are those the UDP initiation answers with (session-initiation §2.7).
enum class ErrorCode : quint32 {
    AccessDenied = 0x00000005,
    InvalidParameter = 0x00000057,
    Busy = 0x000000AA,
    NoSystemResources = 0x000005AA,

    InvalidProperty = 0xC1100100,
    InvalidOperation = 0xC1100101,
    InvalidClass = 0xC1100102,
    ContentProviderAlreadyRegistered = 0xC1100103,
    ContentProviderNotRegistered = 0xC1100104,
    InvalidContentProviderName = 0xC1100105,
    TransportServerRoleNotConfigured = 0xC1100106,
    NamespaceAlreadyRegistered = 0xC1100107,
    NamespaceNotRegistered = 0xC1100108,
    CannotReinitializeObject = 0xC1100109,
    InvalidNamespaceName = 0xC110010A,
    InvalidNamespaceData = 0xC110010B,
    NamespaceReadOnly = 0xC110010C,
    InvalidNamespaceStartTime = 0xC110010D,
    InvalidDiagnosticsComponents = 0xC110010E,
    CannotRefreshDirtyObject = 0xC110010F,
    InvalidServiceIpAddressRange = 0xC1100110,
    InvalidServicePortRange = 0xC1100111,
    InvalidNamespaceStartParameters = 0xC1100112,
    TransportServerUnavailable = 0xC1100113,
    NamespaceNotOnServer = 0xC1100114,
    NamespaceRemovedFromServer = 0xC1100115,
    InvalidIpAddress = 0xC1100116,
    InvalidIpv4MulticastAddress = 0xC1100117,
    InvalidIpv6MulticastAddress = 0xC1100118,
    Ipv6NotSupported = 0xC1100119,
    InvalidIpv6MulticastAddressSource = 0xC110011A,
    InvalidMultistreamStreamCount = 0xC110011B,
    InvalidAutoDisconnectThreshold = 0xC110011C,
    MulticastSessionPolicyNotSupported = 0xC110011D,
    InvalidSlowClientHandlingType = 0xC110011E,
    NetworkProfilesNotSupported = 0xC110011F,
    UdpPortPolicyNotSupported = 0xC1100120,
    TftpMaxBlocksizeNotSupported = 0xC1100121,
    TftpVarWindowNotSupported = 0xC1100122,
    InvalidTftpMaxBlocksize = 0xC1100123,

    SessionShutdownInProgress = 0xC1210100,
    ReqCallbacksNotRegistered = 0xC1210101,
    IncompatibleVersion = 0xC1210102,
    ContentNotFound = 0xC1210103,
    ClientNotFound = 0xC1210104,
    NamespaceNotFound = 0xC1210105,
    ContentProviderNotFound = 0xC1210106,
    NamespaceAlreadyExists = 0xC1210107,
    NamespaceShutdownInProgress = 0xC1210108,
    NamespaceAlreadyStarted = 0xC1210109,
    NamespaceStartFailedNoClients = 0xC121010A,
    StartTimeInPast = 0xC121010B,
    PacketNotHashed = 0xC121010C,
    PacketNotSigned = 0xC121010D,
    PacketHasSecurity = 0xC121010E,
    PacketNotChecksumed = 0xC121010F,
    ClientDoesNotSupportSecurityMode = 0xC1210110,

    KickedPolicyNotMet = 0xC1220305,
    KickedFallback = 0xC1220306,
    KickedFail = 0xC1220307,
    KickedUnknown = 0xC1220308,
    NoIp4Interface = 0xC122030C,

    /// The connection to the server ended before the answer came; whether it was done is not known.
    ConnectionLost = 0xE4CD0001,
    /// No answer within the time limit.
    TimedOut = 0xE4CD0002,
    /// The other end broke the management protocol.
    ProtocolViolation = 0xE4CD0003,
    /// Token unknown, expired or revoked.
    NotAuthenticated = 0xE4CD0004,
    /// The role that was granted does not allow this verb.
    NotAuthorised = 0xE4CD0005,
    /// The server's certificate is not the one that was pinned.
    FingerprintMismatch = 0xE4CD0006,
    /// The verb is not known to this server.
    UnknownVerb = 0xE4CD0007,
    /// No session with this id.
    SessionNotFound = 0xE4CD0008,
    /// The other end's certificate is expired, not yet valid, or not from an authority that is trusted.
    CertificateRefused = 0xE4CD0009,
    /// The way to the server asks for a password, or takes none of the keys that were shown.
    LoginRefused = 0xE4CD000A,
    /// The way to the server leads over a host whose key is not known, or is another than before.
    HostKeyUnknown = 0xE4CD000B,
    /// The command that leads to the server cannot be started, or is not one that does.
    CommandFailed = 0xE4CD000C,
    /// No interface of that name or address, or none that can multicast.
    NoInterface = 0xE4CD0010,
    /// Address or port is taken.
    AddressInUse = 0xE4CD0011,
    /// A socket call failed; the detail holds the system's words.
    NetworkFailure = 0xE4CD0012,
    /// A file or folder is missing.
    FileNotFound = 0xE4CD0020,
    /// The system refuses to read or write it.
    FileAccessDenied = 0xE4CD0021,
    /// It is not a regular file, or not a folder, where one is needed.
    WrongFileKind = 0xE4CD0022,
    /// The published folder holds no file.
    FolderEmpty = 0xE4CD0023,
    /// Reading or writing failed; the detail holds the system's words.
    FileFailure = 0xE4CD0024,
    /// No space left on the device.
    DeviceFull = 0xE4CD0025,
    /// The file was changed or cut while a session carried it.
    ContentChanged = 0xE4CD0026,
    /// What was written is not what was sent.
    VerificationFailed = 0xE4CD0027,
    /// Somebody else has committed this policy since it was read.
    PolicyConflict = 0xE4CD0028,
    /// The transport service is stopped.
    ServiceNotRunning = 0xE4CD0029,
    /// Nothing comes back from the file system that holds the folder or file.
    FolderNotAnswering = 0xE4CD002A,
    /// The server was gone before the session was over: killed, or its machine was.
    ServerEnded = 0xE4CD002B,
    /// Given up by the person or program that asked.
    Cancelled = 0xE4CD0030,
    /// Our own invariant is broken; please report.
    Internal = 0xE4CD00FF,
};

/// What went wrong and with what. The detail names the thing (a path, an interface, an id) or repeats the
/// system's own words; it is never a sentence for a person, those are made in the programs.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    QString detail;

    static void describe(auto &a, auto &v)
    {
        a("code", v.code);
        a.optional("detail", v.detail);
    }
    friend bool operator==(const Error &, const Error &) = default;
};

template <class T>
using Result = tl::expected<T, Error>;

/// The symbol WDS (or we) use for the code, such as "WDSMCS_E_CLIENT_NOT_FOUND"; "UNKNOWN" for others.
QString errorName(ErrorCode code);
/// "C1210104", as shown next to the name.
QString errorHex(ErrorCode code);

inline tl::unexpected<Error> failure(ErrorCode code, QString detail = {})
{
    return tl::unexpected<Error>(Error{code, std::move(detail)});
}

/// The system's words for an errno value, prefixed with the thing it happened to: "PATH: No such file…".
/// The code is chosen from the errno (ENOENT, EACCES, ENOSPC, EADDRINUSE …), @p otherwise if none fits.
Error systemError(int errnoValue, const QString &subject, ErrorCode otherwise);

/// The same as a result, for a call that has just failed and left its reason in `errno`.
tl::unexpected<Error> systemFailure(const QString &subject, ErrorCode otherwise = ErrorCode::FileFailure);

} // namespace castdeck

Q_DECLARE_METATYPE(castdeck::Error)
