// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>
#include <optional>
#include <string>
#include <vector>

namespace CLI
{
class App;
}

namespace castdeck
{

/// Where a verb declares what may stand behind it. The targets are filled in before the verb runs, and must
/// live as long as it does. Whatever does not fit is a usage error before anything else happens.
class Syntax
{
public:
    enum class Needed : bool { No, Yes };

    explicit Syntax(CLI::App &command) : m_command(command) {}

    void word(const char *name, const char *help, QString &target);
    void optionalWord(const char *name, const char *help, QString &target);
    void words(const char *name, const char *help, std::vector<QString> &target);
    /// Ids of the wire, 1 to 2^32 - 1; each is kept once, in the order given.
    void ids(const char *name, const char *help, std::vector<quint32> &target, Needed needed = Needed::Yes);
    void id(const char *option, const char *help, quint32 &target);
    void number(const char *option, const char *help, quint32 &target);
    void requiredNumber(const char *name, const char *help, quint32 &target);
    /// As large as the management protocol has them.
    void requiredLargeNumber(const char *name, const char *help, quint64 &target);
    void optionalNumber(const char *option, const char *help, std::optional<quint32> &target);
    void optionalNumber(const char *option, const char *help, std::optional<quint64> &target);
    void text(const char *option, const char *valueName, const char *help, QString &target,
              Needed needed = Needed::No);
    /// One whose absence differs from an empty text.
    void optionalText(const char *option, const char *valueName, const char *help,
                      std::optional<QString> &target);
    void choice(const char *option, const char *help, std::vector<std::string> words, QString &target,
                Needed needed = Needed::Yes);
    /// ISO 8601 with its zone.
    void time(const char *option, const char *help, std::optional<QDateTime> &target,
              Needed needed = Needed::No);
    void flag(const char *option, const char *help, bool &target);

private:
    CLI::App &m_command;
};

} // namespace castdeck
