// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rowquery.h"

#include <QLocale>
#include <algorithm>
#include <cmath>

namespace castdeck
{

namespace
{

/// A key asks either for a text or for a number.
struct QueryKey {
    const char *name;
    QString RowFields::*text;
    std::optional<double> RowFields::*number;
};

constexpr QueryKey queryKeys[] = {
    {"state", &RowFields::state, nullptr},     {"server", &RowFields::server, nullptr},
    {"site", &RowFields::site, nullptr},       {"ns", &RowFields::nameSpace, nullptr},
    {"name", &RowFields::name, nullptr},       {"address", &RowFields::address, nullptr},
    {"is", &RowFields::attention, nullptr},    {"loss", nullptr, &RowFields::loss},
    {"rate", nullptr, &RowFields::rate},       {"done", nullptr, &RowFields::done},
    {"clients", nullptr, &RowFields::clients},
};

qsizetype keyNamed(const QString &name)
{
    const auto found = std::ranges::find_if(queryKeys, [&](const QueryKey &key) {
        return name.compare(QLatin1String(key.name), Qt::CaseInsensitive) == 0;
    });
    return found != std::end(queryKeys) ? found - std::begin(queryKeys) : -1;
}

QString keyList()
{
    QStringList names;
    for (const QueryKey &key : queryKeys)
        names << QLatin1String(key.name) + QLatin1Char(key.text ? ':' : '>');
    return names.join(QLatin1Char(' '));
}

/// Whether a person means a key by it: not the beginning of "host:5042" or of a hardware address.
bool looksLikeKey(const QString &word, QChar mark, const QString &rest)
{
    const auto isLetter = [](QChar c) { return c.isLetter(); };
    const auto isHex = [](QChar c) { return isxdigit(c.toLatin1()) != 0; };
    const auto isDigit = [](QChar c) { return c.isDigit(); };
    return word.size() > 1 && std::ranges::all_of(word, isLetter) && !std::ranges::all_of(word, isHex) &&
           (mark != QLatin1Char(':') || rest.isEmpty() || !std::ranges::all_of(rest, isDigit));
}

/// "2M", "1.5", "50 %", "500 kB/s"; nothing if it is no number.
std::optional<double> numberOf(QString text)
{
    for (const auto &unit : {QLatin1String("%"), QLatin1String("/s"), QLatin1String("B")}) {
        if (text.endsWith(unit, Qt::CaseInsensitive))
            text.chop(unit.size());
    }
    double factor = 1;
    static const QString prefixes = QStringLiteral("kmgt");
    if (const qsizetype at = text.isEmpty() ? -1 : prefixes.indexOf(text.back().toLower()); at >= 0) {
        factor = std::pow(1000.0, double(at + 1));
        text.chop(1);
    }
    bool ok = false;
    const double number = QLocale::c().toDouble(text.replace(QLatin1Char(','), QLatin1Char('.')), &ok);
    return ok && std::isfinite(number * factor) ? std::optional(number * factor) : std::nullopt;
}

QString quoted(const QString &value)
{
    return value.contains(QLatin1Char(' ')) || value.contains(QLatin1Char(','))
               ? QLatin1Char('"') + value + QLatin1Char('"')
               : value;
}

} // namespace

/// A word as it was typed, without its quotation marks and its minus.
struct RowQuery::Token {
    QString text;
    qsizetype start = 0;
    qsizetype end = 0;
    qsizetype firstQuoted = -1; ///< in text; -1: no quotation mark in it
    bool isNegative = false;

    /// Where the key ends; -1: it is a word.
    qsizetype mark() const
    {
        const auto isMark = [](QChar c) { return QStringLiteral(":<>=").contains(c); };
        const auto found = std::ranges::find_if(text, isMark);
        const qsizetype at = found != text.end() ? found - text.begin() : -1;
        return firstQuoted >= 0 && at >= firstQuoted ? -1 : at;
    }
    qsizetype key() const { return mark() > 0 ? keyNamed(text.left(mark())) : -1; }
    QStringList values() const
    {
        const QString rest = text.mid(mark() + 1);
        return firstQuoted >= 0 ? QStringList{rest} : rest.split(QLatin1Char(','), Qt::SkipEmptyParts);
    }
};

QList<RowQuery::Token> RowQuery::tokens(const QString &text)
{
    QList<Token> found;
    qsizetype at = 0;
    while (at < text.size()) {
        if (text.at(at).isSpace()) {
            ++at;
            continue;
        }
        Token token;
        token.start = at;
        if (text.at(at) == QLatin1Char('-')) {
            token.isNegative = true;
            ++at;
        }
        bool isQuoted = false;
        for (; at < text.size() && (isQuoted || !text.at(at).isSpace()); ++at) {
            const QChar c = text.at(at);
            if (c == QLatin1Char('"') || c == QChar(0x201e) || c == QChar(0x201c) || c == QChar(0x201d)) {
                isQuoted = !isQuoted;
                if (token.firstQuoted < 0)
                    token.firstQuoted = token.text.size();
            } else {
                token.text += c;
            }
        }
        token.end = at;
        found << token;
    }
    return found;
}

RowQuery RowQuery::parse(const QString &text)
{
    RowQuery query;
    const QList<Token> all = tokens(text);
    for (const Token &token : all) {
        if (const QString wrong = query.add(token); query.m_problem.isEmpty())
            query.m_problem = wrong;
    }
    return query;
}

QString RowQuery::add(const Token &token)
{
    if (token.text.isEmpty())
        return {}; // a minus or a quotation mark that somebody has just typed
    if (m_terms.size() == TermsMost)
        return tr("More than %1 terms are too many.").arg(TermsMost);
    Term term;
    term.isNegative = token.isNegative;
    const qsizetype mark = token.mark();
    term.key = token.key();
    if (term.key < 0) {
        if (mark > 0 && looksLikeKey(token.text.left(mark), token.text.at(mark), token.text.mid(mark + 1)))
            return tr("There is no “%1”. Possible are: %2").arg(token.text.left(mark + 1), keyList());
        term.anyOf = {token.text.toCaseFolded()};
    } else if (queryKeys[term.key].number) {
        return addNumber(term, token, mark);
    } else {
        if (token.text.at(mark) != QLatin1Char(':'))
            return tr("“%1” is no number: write “%1:” and a word.").arg(token.text.left(mark));
        for (const QString &value : token.values()) {
            if (!value.isEmpty())
                term.anyOf << value.toCaseFolded();
        }
        if (term.anyOf.isEmpty())
            return {}; // its value is still to come
        m_needsFields = true;
    }
    (term.isNegative ? m_unwanted : m_wanted) |= 1u << m_terms.size();
    m_terms << term;
    return {};
}

QString RowQuery::addNumber(Term term, const Token &token, qsizetype at)
{
    const QString name = token.text.left(at);
    const QChar sign = token.text.at(at);
    QString rest = token.text.mid(at + 1);
    const bool orEqual = sign != QLatin1Char('=') && rest.startsWith(QLatin1Char('='));
    if (orEqual)
        rest.remove(0, 1);
    if (sign == QLatin1Char(':'))
        return tr("“%1” is a number: write “%1>” or “%1<”, as in “%1>10”.").arg(name);
    if (sign == QLatin1Char('='))
        term.comparison = Comparison::Equal;
    else if (sign == QLatin1Char('<'))
        term.comparison = orEqual ? Comparison::LessEqual : Comparison::Less;
    else
        term.comparison = orEqual ? Comparison::GreaterEqual : Comparison::Greater;
    if (rest.isEmpty())
        return {}; // its number is still to come
    const std::optional<double> number = numberOf(rest);
    if (!number)
        return tr("“%1” is no number; write it as in “%2>10” or “%2<2M”.").arg(rest, name);
    term.number = *number;
    m_needsFields = true;
    (term.isNegative ? m_unwanted : m_wanted) |= 1u << m_terms.size();
    m_terms << term;
    return {};
}

bool RowQuery::compare(const Term &term, double value)
{
    switch (term.comparison) {
    case Comparison::Less:
        return value < term.number;
    case Comparison::LessEqual:
        return value <= term.number;
    case Comparison::Greater:
        return value > term.number;
    case Comparison::GreaterEqual:
        return value >= term.number;
    case Comparison::Equal:
        return std::abs(value - term.number) < 1e-9 * std::max(1.0, std::abs(term.number));
    case Comparison::Contains:
        break;
    }
    return false;
}

RowQuery::Verdict RowQuery::judge(const QString &words, const RowFields &fields) const
{
    Verdict verdict;
    for (qsizetype i = 0; i < m_terms.size(); ++i) {
        const Term &term = m_terms.at(i);
        bool isMet = false;
        if (term.key < 0) {
            isMet = words.contains(term.anyOf.constFirst());
        } else if (const auto text = queryKeys[term.key].text) {
            isMet = std::ranges::any_of(term.anyOf, [&](const QString &wanted) {
                return (fields.*text).contains(wanted, Qt::CaseInsensitive);
            });
        } else if (const std::optional<double> &value = fields.*(queryKeys[term.key].number)) {
            verdict.decided |= 1u << i;
            isMet = compare(term, *value);
        }
        if (isMet)
            verdict.hits |= 1u << i;
    }
    return verdict;
}

RowQuery::Completion RowQuery::complete(const QString &text, qsizetype cursor,
                                        const std::function<QStringList(const QString &)> &values)
{
    const QList<Token> all = tokens(text.left(cursor));
    if (all.isEmpty() || all.constLast().end != cursor || text.at(cursor - 1).isSpace())
        return {};
    const Token &token = all.constLast();
    Completion completion{token.start, cursor - token.start, {}};
    const QString minus = token.isNegative ? QStringLiteral("-") : QString();
    if (token.mark() < 0 && token.firstQuoted < 0 && !token.text.isEmpty()) {
        for (const QueryKey &key : queryKeys) {
            const QString name = QLatin1String(key.name);
            if (name.startsWith(token.text, Qt::CaseInsensitive))
                completion.texts << minus + name + QLatin1Char(key.text ? ':' : '>');
        }
    } else if (token.key() >= 0 && queryKeys[token.key()].text) {
        const QStringList typed = token.text.mid(token.mark() + 1).split(QLatin1Char(','));
        QString before = minus + QLatin1String(queryKeys[token.key()].name) + QLatin1Char(':');
        for (qsizetype i = 0; i + 1 < typed.size(); ++i)
            before += quoted(typed.at(i)) + QLatin1Char(',');
        for (const QString &value : values(QLatin1String(queryKeys[token.key()].name))) {
            const bool isTyped = value.compare(typed.constLast(), Qt::CaseInsensitive) == 0;
            if (!isTyped && value.contains(typed.constLast(), Qt::CaseInsensitive))
                completion.texts << before + quoted(value) + QLatin1Char(' ');
        }
    }
    return completion;
}

QString RowQuery::term(const QString &key, const QStringList &values)
{
    QStringList marked;
    for (const QString &value : values)
        marked << quoted(value);
    return key + QLatin1Char(':') + marked.join(QLatin1Char(','));
}

QString RowQuery::without(const QString &text, const QString &key)
{
    QStringList kept;
    const QList<Token> all = tokens(text);
    for (const Token &token : all) {
        if (token.key() < 0 || token.key() != keyNamed(key) || token.isNegative)
            kept << text.mid(token.start, token.end - token.start);
    }
    return kept.join(QLatin1Char(' '));
}

QStringList RowQuery::valuesOf(const QString &text, const QString &key)
{
    QStringList found;
    const QList<Token> all = tokens(text);
    for (const Token &token : all) {
        if (token.key() >= 0 && token.key() == keyNamed(key) && !token.isNegative)
            found << token.values();
    }
    return found;
}

} // namespace castdeck
