// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/server/credentials.h"

#include "apps/server/logcategories.h"
#include "management/privatefile.h"

#include <QFile>
#include <QSysInfo>

namespace castdeck
{

namespace
{

Result<ServerCertificate> certificateOf(const ServerSettings &settings, const StateDirectory &state)
{
    if (!settings.certificatePath.isEmpty())
        return ServerCertificate::load(settings.certificatePath, settings.keyPath);
    return ServerCertificate::loadOrMake(state.certificate(), state.key(), QSysInfo::machineHostName());
}

} // namespace

Result<Credentials> loadCredentials(const ServerSettings &settings, const StateDirectory &state)
{
    auto certificate = certificateOf(settings, state);
    if (!certificate)
        return tl::unexpected(certificate.error());

    Credentials credentials{std::move(*certificate), {}, settings.clientCertificateRole};
    if (settings.clientAuthoritiesPath.isEmpty())
        return credentials;
    const auto pem = readPrivateFile(settings.clientAuthoritiesPath);
    if (!pem)
        return tl::unexpected(pem.error());
    credentials.clientAuthorities = QSslCertificate::fromData(*pem, QSsl::Pem);
    // Without one, nobody would be asked for a certificate at all.
    if (credentials.clientAuthorities.isEmpty())
        return failure(ErrorCode::FileFailure,
                       settings.clientAuthoritiesPath + QStringLiteral(": no certificate in PEM"));
    return credentials;
}

Result<std::unique_ptr<TokenStore>> openTokens(const StateDirectory &state)
{
    const bool isFirstStart = !QFile::exists(state.tokens());
    auto tokens = TokenStore::open(state.tokens());
    if (!tokens || !isFirstStart)
        return tokens;
    // The file is there before the token counts: a start that is cut off between them is a first one again.
    const auto token =
        (*tokens)->create(QStringLiteral("admin"), Role::Admin, std::nullopt, [&](const NewToken &made) {
            return writePrivateFile(state.adminToken(), made.secret.toLatin1() + '\n');
        });
    if (!token)
        return tl::unexpected(token.error());
    qCInfo(managementLog).noquote() << "the first administrator's token is in" << state.adminToken();
    return tokens;
}

} // namespace castdeck
