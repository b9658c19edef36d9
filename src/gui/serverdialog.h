// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
    QString certificateProblem() const;
    void showCertificates(bool shown);
    QString token() const;
    void say(const QString &text, bool isBad);

    std::unique_ptr<Ui::ServerDialog> m_ui;
    ServerQuestion m_question;
    ServerProbe m_probe;
    QString m_seen; ///< what the server showed, and waits to be accepted
    bool m_fingerprintIsTyped = false;
};

} // namespace castdeck
