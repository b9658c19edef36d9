// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transportserver.h"

#include <QDialog>
#include <functional>
#include <memory>

namespace castdeck
{

namespace Ui
{
class SetupDialog;
}

/// What a server is: where it is and how it is recognised, what we may do there, its ports, version,
/// features, protocols, and where its contents can come from.
class SetupDialog : public QDialog
{
    Q_OBJECT
public:
    /// What is known of it without asking; what is empty is left out.
    struct Known {
        QString name;
        QString address;
        QString fingerprint;
        QString role;
        ServerInfo info;
    };
    /// @p server is asked once; it may be null.
    SetupDialog(const Known &known, const std::function<TransportServer *()> &server,
                QWidget *parent = nullptr);
    ~SetupDialog() override;

    /// All of it, a line each.
    QString text() const;

private:
    void tell(const Known &known);
    void take(const Result<SetupInfo> &setup);
    void add(const QString &label, const QString &value, const char *name);

    std::unique_ptr<Ui::SetupDialog> m_ui;
};

} // namespace castdeck
