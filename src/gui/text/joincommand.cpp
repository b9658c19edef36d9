// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/text/joincommand.h"

#include "core/hostport.h"
#include "core/untrusted.h"

#include <QRegularExpression>
#include <algorithm>

namespace castdeck
{

namespace
{

/// Where it is written if castjoin would not choose a name that a person finds; empty: it does.
QString outputFor(const HowToAsk &facts, const QString &content)
{
    const QString name = content.section(QLatin1Char('/'), -1);
    if (facts.areImages)
        return QStringLiteral("image-%1.wim").arg(name);
    const bool isHidden = name.startsWith(QLatin1Char('.')) || name == QLatin1String("-");
    return isHidden ? QString(QStringLiteral("./") + name) : QString();
}

} // namespace

QString JoinCommand::quoted(const QString &word)
{
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_@%+=:,./-]+$"));
    if (plain.match(word).hasMatch())
        return word;
    return QLatin1Char('\'') + QString(word).replace(QLatin1Char('\''), QStringLiteral("'\\''")) +
           QLatin1Char('\'');
}

QString JoinCommand::of(const HowToAsk &facts, HowToAsk::Way way, const QString &content)
{
    for (const QString &name : {facts.server, facts.namespaceName, content}) {
        if (name.isEmpty() || name != printable(name))
            return {};
    }
    QStringList words{QStringLiteral("castjoin")};
    if (way == HowToAsk::Way::Tls) {
        words << QStringLiteral("--token-file") << tokenFile();
        if (facts.fingerprint.isEmpty())
            words << QStringLiteral("--ca") << authorityFile();
        else
            words << QStringLiteral("--fingerprint") << facts.fingerprint;
        if (facts.managementPort != ManagementPort)
            words << QStringLiteral("--port") << QString::number(facts.managementPort);
    } else if (facts.initiationPort != InitiationPort) {
        words << QStringLiteral("--initiation-port") << QString::number(facts.initiationPort);
    }
    if (const QString output = outputFor(facts, content); !output.isEmpty())
        words << QStringLiteral("-o") << output;
    const QStringList named{facts.server, facts.namespaceName, content};
    const auto isLikeAnOption = [](const QString &word) { return word.startsWith(QLatin1Char('-')); };
    if (std::ranges::any_of(named, isLikeAnOption))
        words << QStringLiteral("--");
    words << named;
    std::ranges::transform(words, words.begin(), quoted);
    return words.join(QLatin1Char(' '));
}

} // namespace castdeck
