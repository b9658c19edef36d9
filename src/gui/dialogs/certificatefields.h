// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filesystemcalls.h"
#include "gui/servers/serverprofile.h"

#include <QGroupBox>

namespace castdeck
{

class FileField;

/// The files by which a server is recognised, and we by it; all or none of them are looked at.
class CertificateFields : public QGroupBox
{
    Q_OBJECT
public:
    explicit CertificateFields(const ServerProfile &profile, QWidget *parent = nullptr);

    /// Writes what was typed here over it.
    void fill(ServerProfile &profile) const;
    /// Why they cannot be used; empty: they can.
    QString problem() const;

Q_SIGNALS:
    void changed();
    /// problem() may be another now, because they have been read.
    void looked();

private:
    void showFields(bool shown);
    void look();

    FileField *m_authority;
    FileField *m_certificate;
    FileField *m_key;
    FileSystemCalls m_files;
    int m_looks = 0; ///< number of the look whose outcome is wanted
    QString m_problem;
};

} // namespace castdeck
