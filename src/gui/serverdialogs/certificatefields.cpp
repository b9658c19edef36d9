// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/serverdialogs/certificatefields.h"

#include "gui/parts/filefield.h"
#include "gui/servers/profiletarget.h"
#include "gui/text/errortext.h"

namespace castdeck
{

CertificateFields::CertificateFields(const Fields &fields, const ServerProfile &profile, QObject *parent)
    : QObject(parent), m_fields(fields)
{
    m_fields.authority->setPath(profile.authorityFile);
    m_fields.certificate->setPath(profile.certificateFile);
    m_fields.key->setPath(profile.keyFile);
    for (const FileField *field : {m_fields.authority, m_fields.certificate, m_fields.key})
        connect(field, &FileField::changed, this, &CertificateFields::look);
    look();
}

void CertificateFields::fill(ServerProfile &profile) const
{
    profile.authorityFile = m_fields.authority->path();
    profile.certificateFile = m_fields.certificate->path();
    profile.keyFile = m_fields.key->path();
}

bool CertificateFields::areEmpty() const
{
    return m_fields.authority->path().isEmpty() && m_fields.certificate->path().isEmpty() &&
           m_fields.key->path().isEmpty();
}

QString CertificateFields::problem() const
{
    if (m_fields.certificate->path().isEmpty() != m_fields.key->path().isEmpty())
        return tr("A certificate of yours and its key belong together: give both, or neither.");
    return m_problem;
}

/// In another thread, since the file system may not answer.
void CertificateFields::look()
{
    ServerProfile profile;
    fill(profile);
    m_problem = tr("Reading the certificates…");
    findTarget(m_files, profile, [this, number = ++m_looks](const Result<ServerTarget> &target) {
        if (number != m_looks)
            return;
        m_problem = target ? QString() : ErrorText::sentence(target.error());
        Q_EMIT looked();
    });
    Q_EMIT changed();
}

} // namespace castdeck
