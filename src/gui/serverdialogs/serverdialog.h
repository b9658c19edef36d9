// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filesystemcalls.h"
#include "gui/serverdialogs/serverquestion.h"
#include "gui/servers/serverprobe.h"

#include <QDialog>
#include <memory>

namespace castdeck
{

class CertificateFields;

namespace Ui
{
class ServerDialog;
}

/// Takes a server's kind, address and token, tries them out, and lets the person say whether the certificate
/// is the right one. A server over TLS whose fingerprint nobody has accepted cannot be saved, and is never
/// shown the token; ssh knows by itself whom it may believe.
class ServerDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ServerDialog(const ServerQuestion &question, QWidget *parent = nullptr);
    ~ServerDialog() override;

    ServerAnswer answer() const;

private:
    void fill();
    void showKind();
    void takeAddress();
    ServerKind kind() const;
    bool isOverSsh() const { return kind() != ServerKind::Tls; }
    QString sshProblem() const;
    void showMore(bool shown);
    void test();
    void takeFingerprint(const QString &fingerprint);
    void accepted();
    void greet();
    void takeGreeting(const Welcome &greeting);
    void forgetResult();
    void addressChanged();
    void validate();
    QString addressProblem() const;
    QString fingerprintProblem() const;
    /// Calls it with the certificates as they are now, unless something is changed before they were read.
    void withTarget(const std::function<void(ServerTarget)> &then);
    /// The same with the token, from its file if there is one.
    void withToken(const std::function<void(const QString &)> &then);
    QString token() const;
    void say(const QString &text, bool isBad);

    ServerQuestion m_question;
    std::unique_ptr<Ui::ServerDialog> m_ui;
    CertificateFields *m_certificates;
    ServerProbe m_probe;
    FileSystemCalls m_files;
    int m_step = 0; ///< of the test that is under way
    QString m_seen; ///< what the server showed, and waits to be accepted
    bool m_fingerprintIsTyped = false;
};

} // namespace castdeck
