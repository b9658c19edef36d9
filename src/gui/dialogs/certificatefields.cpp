// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/certificatefields.h"

#include "gui/parts/filefield.h"
#include "gui/parts/named.h"
#include "gui/servers/profiletarget.h"
#include "gui/text/errortext.h"

#include <QFormLayout>

namespace castdeck
{

CertificateFields::CertificateFields(const ServerProfile &profile, QWidget *parent)
    : QGroupBox(tr("&Certificates"), parent)
    , m_authority(named("authority", new FileField(this)))
    , m_certificate(named("certificate", new FileField(this)))
    , m_key(named("key", new FileField(this)))
{
    setObjectName(QStringLiteral("certificates"));
    setCheckable(true);
    setToolTip(
        tr("For servers that are recognised by an authority, or that recognise people by a certificate"));
    m_authority->setToolTip(
        tr("PEM file; without a fingerprint, a certificate that it has signed for this host will do"));
    m_certificate->setToolTip(tr("PEM file, shown to the server instead of a token or beside it"));
    m_key->setToolTip(tr("PEM file with the private key; it stays on this computer"));
    auto *form = new QFormLayout(this);
    form->addRow(tr("A&uthority:"), m_authority);
    form->addRow(tr("&My certificate:"), m_certificate);
    form->addRow(tr("Its &key:"), m_key);
    m_authority->setPath(profile.authorityFile);
    m_certificate->setPath(profile.certificateFile);
    m_key->setPath(profile.keyFile);
    setChecked(!profile.authorityFile.isEmpty() || !profile.certificateFile.isEmpty());
    showFields(isChecked());
    connect(this, &QGroupBox::toggled, this, &CertificateFields::showFields);
    for (const FileField *field : {m_authority, m_certificate, m_key})
        connect(field, &FileField::changed, this, &CertificateFields::look);
}

void CertificateFields::fill(ServerProfile &profile) const
{
    profile.authorityFile = isChecked() ? m_authority->path() : QString();
    profile.certificateFile = isChecked() ? m_certificate->path() : QString();
    profile.keyFile = isChecked() ? m_key->path() : QString();
}

QString CertificateFields::problem() const
{
    ServerProfile profile;
    fill(profile);
    if (profile.certificateFile.isEmpty() != profile.keyFile.isEmpty())
        return tr("A certificate of yours and its key belong together: give both, or neither.");
    return m_problem;
}

void CertificateFields::showFields(bool shown)
{
    for (QWidget *widget : findChildren<QWidget *>(Qt::FindDirectChildrenOnly))
        widget->setVisible(shown);
    look();
}

/// In another thread, since the file system may not answer.
void CertificateFields::look()
{
    ServerProfile profile;
    fill(profile);
    m_problem = tr("Reading the certificates…");
    findTarget(m_files, profile, [this, number = ++m_looks](const Result<TlsTarget> &target) {
        if (number != m_looks)
            return;
        m_problem = target ? QString() : ErrorText::sentence(target.error());
        Q_EMIT looked();
    });
    Q_EMIT changed();
}

} // namespace castdeck
