// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filesystemcalls.h"
#include "gui/dialogs/prompter.h"
#include "gui/servers/serverprobe.h"

#include <QDialog>

class QCheckBox;
class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace castdeck
{

class CertificateFields;

/// Takes a server's address and token, tries them out, and lets the person say whether the certificate is the
/// right one. A server whose fingerprint nobody has accepted cannot be saved, and is never shown the token.
class ServerDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ServerDialog(const ServerQuestion &question, QWidget *parent = nullptr);

    ServerAnswer answer() const;

private:
    void layOut();
    void test();
    void takeFingerprint(const QString &fingerprint);
    void greet();
    void takeGreeting(const Welcome &greeting);
    void forgetResult();
    void addressChanged();
    void validate();
    QString addressProblem() const;
    QString fingerprintProblem() const;
    /// Calls it with the certificates as they are now, unless something is changed before they were read.
    void withTarget(const std::function<void(TlsTarget)> &then);
    QString token() const;
    void say(const QString &text, bool isBad);

    ServerQuestion m_question;
    QLabel *m_hint;
    QLineEdit *m_host;
    QSpinBox *m_port;
    QLineEdit *m_name;
    QLineEdit *m_token;
    QLabel *m_keychain;
    QLineEdit *m_fingerprint;
    CertificateFields *m_certificates;
    QLabel *m_problem;
    QPushButton *m_test;
    QLabel *m_result;
    QCheckBox *m_accept;
    QDialogButtonBox *m_buttons;
    ServerProbe m_probe;
    FileSystemCalls m_files;
    int m_step = 0; ///< of the test that is under way
    QString m_seen; ///< what the server showed, and waits to be accepted
    bool m_fingerprintIsTyped = false;
};

} // namespace castdeck
