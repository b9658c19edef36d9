// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/catalogue.h"
#include "models/namespacecolumns.h"
#include "models/namespacefacts.h"
#include "models/rowfields.h"

#include <QCoreApplication>
#include <QVariant>
#include <functional>

namespace castdeck
{

/// One row of NamespaceModel as text: of a namespace, or of one of its contents.
class NamespaceText
{
    Q_DECLARE_TR_FUNCTIONS(castdeck::NamespaceText)
public:
    using ErrorSentence = std::function<QString(const Error &)>;

    /// Everything given outlives it. @p content is null for the row of the namespace.
    NamespaceText(const NamespaceFacts &facts, const ContentInfo *content, const ErrorSentence &errorText);

    static QString title(NamespaceColumn column);
    /// Stable name, for other programs.
    static QString key(NamespaceColumn column);
    static QString typeName(NamespaceType type);
    /// What contents come from, for people: "Folder"; a provider's own name where this program knows no word.
    static QString providerName(const QString &provider);
    static Qt::Alignment alignment(NamespaceColumn column);

    QString display(NamespaceColumn column) const;
    QVariant sortKey(NamespaceColumn column) const;
    QVariant value(NamespaceColumn column) const;
    QString toolTip() const;
    QString accessible() const;
    QString searchable() const;
    RowFields fields() const;
    bool needsAttention() const;

private:
    QString namespaceText(NamespaceColumn column) const;
    QString contentText(NamespaceColumn column) const;
    QString state() const;
    QString waiting() const;
    QString digest() const;
    QString stateKey() const;

    const NamespaceFacts &m_facts;
    const ContentInfo *m_content;
    const ErrorSentence &m_errorText;
};

} // namespace castdeck
