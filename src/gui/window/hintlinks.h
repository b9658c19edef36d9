// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QLineEdit;

namespace castdeck
{

class InventoryModel;
class InventoryView;
class ServerActions;
class SessionActions;

/// Does what a hint of TreeWords offers, for the server that it names.
class HintLinks : public QObject
{
    Q_OBJECT
public:
    /// Everything given outlives it; @p tree shows rows of @p model through a proxy.
    HintLinks(const InventoryModel &model, InventoryView &tree, QLineEdit &filter, SessionActions &sessions,
              ServerActions &servers, QObject *parent);

    void follow(const QString &link);

private:
    const InventoryModel &m_model;
    InventoryView &m_tree;
    QLineEdit &m_filter;
    SessionActions &m_sessions;
    ServerActions &m_servers;
};

} // namespace castdeck
