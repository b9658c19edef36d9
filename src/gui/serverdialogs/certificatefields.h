// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filesystemcalls.h"
#include "gui/servers/serverprofile.h"

#include <QObject>

namespace castdeck
{

class FileField;

/// The fields for the files by which a server is recognised, and we by it; all of them are looked at.
class CertificateFields : public QObject
{
    Q_OBJECT
public:
    struct Fields {
        FileField *authority;
        FileField *certificate;
        FileField *key;
    };
    /// The fields outlive it.
    CertificateFields(const Fields &fields, const ServerProfile &profile, QObject *parent);

    /// Writes what was typed here over it.
    void fill(ServerProfile &profile) const;
    bool areEmpty() const;
    /// Why they cannot be used; empty: they can.
    QString problem() const;

Q_SIGNALS:
    void changed();
    /// problem() may be another now, because they have been read.
    void looked();

private:
    void look();

    Fields m_fields;
    FileSystemCalls m_files;
    int m_looks = 0; ///< number of the look whose outcome is wanted
    QString m_problem;
};

} // namespace castdeck
