// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filesystemcalls.h"
#include "gui/prompter.h"
#include "gui/serverprobe.h"

#include <QDialog>
#include <memory>

namespace Ui
{
class ServerDialog;
}

namespace castdeck
{

/// Takes a server's address and token, tries them out, and lets the person say whether the certificate is the
/// right one. A server whose fingerprint nobody has accepted cannot be saved, and is never shown the token.
class ServerDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ServerDialog(const ServerQuestion &question, QWidget *parent = nullptr);
    ~ServerDialog() override;

    ServerAnswer answer() const;

private:
    void test();
    void takeFingerprint(const QString &fingerprint);
    void greet();
    void takeGreeting(const Welcome &greeting);
    void forgetResult();
    void addressChanged();
    void validate();
    QString addressProblem() const;
    QString fingerprintProblem() const;
    void readCertificates();
    QString certificateProblem() const;
    /// Calls it with the certificates as they are now, unless something is changed before they were read.
    void withTarget(const std::function<void(TlsTarget)> &then);
    void showCertificates(bool shown);
    QString token() const;
    void say(const QString &text, bool isBad);

    std::unique_ptr<Ui::ServerDialog> m_ui;
    ServerQuestion m_question;
    ServerProbe m_probe;
    FileSystemCalls m_files;
    int m_reading = 0; ///< number of the reading of the certificates whose outcome is wanted
    int m_step = 0;    ///< of the test that is under way
    QString m_certificatesAreWrong;
    QString m_seen; ///< what the server showed, and waits to be accepted
    bool m_fingerprintIsTyped = false;
};

} // namespace castdeck
