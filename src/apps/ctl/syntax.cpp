// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/syntax.h"

#include "core/jsonarchive.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <limits>

namespace castdeck
{

namespace
{

template <class Target>
void append(Target &target, const std::vector<quint32> &found)
{
    for (const quint32 id : found) {
        if (std::ranges::find(target, id) == target.end())
            target.push_back(id);
    }
}

CLI::Range idRange()
{
    return {1U, std::numeric_limits<quint32>::max()};
}

/// One that JSON keeps as it is.
quint64 checkedLarge(quint64 number)
{
    if (number > json::MaxInteger)
        throw CLI::ValidationError("at most " + std::to_string(json::MaxInteger));
    return number;
}

void keep(CLI::Option *option, const char *valueName)
{
    option->option_text(valueName);
}

} // namespace

void Syntax::word(const char *name, const char *help, QString &target)
{
    m_command
        .add_option_function<std::string>(
            name, [&target](const std::string &text) { target = QString::fromStdString(text); }, help)
        ->required();
}

void Syntax::optionalWord(const char *name, const char *help, QString &target)
{
    m_command.add_option_function<std::string>(
        name, [&target](const std::string &text) { target = QString::fromStdString(text); }, help);
}

void Syntax::words(const char *name, const char *help, std::vector<QString> &target)
{
    auto *option = m_command.add_option_function<std::vector<std::string>>(
        name,
        [&target](const std::vector<std::string> &texts) {
            for (const std::string &text : texts) {
                const QString word = QString::fromStdString(text);
                if (std::ranges::find(target, word) == target.end())
                    target.push_back(word);
            }
        },
        help);
    option->required()->option_text("...");
}

void Syntax::ids(const char *name, const char *help, std::vector<quint32> &target, Needed needed)
{
    auto *option = m_command.add_option_function<std::vector<quint32>>(
        name, [&target](const std::vector<quint32> &found) { append(target, found); }, help);
    option->check(idRange())->required(needed == Needed::Yes)->option_text("...");
}

void Syntax::id(const char *option, const char *help, quint32 &target)
{
    keep(m_command.add_option(option, target, help)->check(idRange()), "ID");
}

void Syntax::number(const char *option, const char *help, quint32 &target)
{
    keep(m_command.add_option(option, target, help), "N");
}

void Syntax::requiredNumber(const char *name, const char *help, quint32 &target)
{
    m_command.add_option(name, target, help)->required();
}

void Syntax::requiredLargeNumber(const char *name, const char *help, quint64 &target)
{
    m_command
        .add_option_function<quint64>(
            name, [&target](quint64 found) { target = checkedLarge(found); }, help)
        ->required();
}

void Syntax::optionalNumber(const char *option, const char *help, std::optional<quint32> &target)
{
    keep(m_command.add_option_function<quint32>(
             option, [&target](quint32 number) { target = number; }, help),
         "N");
}

void Syntax::optionalNumber(const char *option, const char *help, std::optional<quint64> &target)
{
    keep(m_command.add_option_function<quint64>(
             option, [&target](quint64 number) { target = checkedLarge(number); }, help),
         "N");
}

void Syntax::optionalText(const char *option, const char *valueName, const char *help,
                          std::optional<QString> &target)
{
    keep(m_command.add_option_function<std::string>(
             option, [&target](const std::string &text) { target = QString::fromStdString(text); }, help),
         valueName);
}

void Syntax::text(const char *option, const char *valueName, const char *help, QString &target, Needed needed)
{
    keep(m_command
             .add_option_function<std::string>(
                 option, [&target](const std::string &text) { target = QString::fromStdString(text); }, help)
             ->required(needed == Needed::Yes),
         valueName);
}

void Syntax::choice(const char *option, const char *help, std::vector<std::string> words, QString &target,
                    Needed needed)
{
    std::string valueName;
    for (const std::string &word : words)
        valueName += (valueName.empty() ? "" : "|") + word;
    m_command
        .add_option_function<std::string>(
            option, [&target](const std::string &text) { target = QString::fromStdString(text); }, help)
        ->check(CLI::IsMember(std::move(words)))
        ->required(needed == Needed::Yes)
        ->option_text(valueName);
}

void Syntax::time(const char *option, const char *help, std::optional<QDateTime> &target, Needed needed)
{
    const auto parse = [](const std::string &text) {
        return QDateTime::fromString(QString::fromStdString(text), Qt::ISODateWithMs);
    };
    m_command
        .add_option_function<std::string>(
            option, [&target, parse](const std::string &text) { target = parse(text).toUTC(); }, help)
        ->check([parse](const std::string &text) {
            const QDateTime found = parse(text);
            return found.isValid() && found.timeSpec() != Qt::LocalTime
                       ? std::string()
                       : "not a time of ISO 8601 with its zone, such as 2030-01-31T12:00:00Z";
        })
        ->required(needed == Needed::Yes)
        ->option_text("ISO8601");
}

void Syntax::flag(const char *option, const char *help, bool &target)
{
    m_command.add_flag(option, target, help);
}

} // namespace castdeck
