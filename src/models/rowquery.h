// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/rowfields.h"

#include <QCoreApplication>
#include <QList>
#include <QStringList>
#include <functional>

namespace castdeck
{

/// What a person types to find rows:
///
///     lab "two words" -word state:failed,lost server:berlin ns:drivers is:stalled loss>1 rate<2M done<50
///
/// Every term has to be met; one with a minus must not be. A row meets a term by itself or through a row
/// above it; a row that has the number asked for answers for itself. Any text is taken: what is not
/// understood is a problem that can be shown, never a failure.
class RowQuery
{
    Q_DECLARE_TR_FUNCTIONS(castdeck::RowQuery)
public:
    static constexpr int TermsMost = 32;

    /// One bit a term. decided: the row answers for itself, whatever the rows above say.
    struct Verdict {
        quint32 hits = 0;
        quint32 decided = 0;

        /// Of a row below rows that have met @p above.
        quint32 with(quint32 above) const { return (above & ~decided) | hits; }
        friend bool operator==(const Verdict &, const Verdict &) = default;
    };

    static RowQuery parse(const QString &text);

    bool isEmpty() const { return m_terms.isEmpty(); }
    /// A sentence; empty: everything was understood.
    const QString &problem() const { return m_problem; }
    /// Whether judge() looks at anything but words.
    bool needsFields() const { return m_needsFields; }
    /// @p words: all a person may search the row by, folded by QString::toCaseFolded().
    Verdict judge(const QString &words, const RowFields &fields) const;
    /// @p met: the bits of the row and those above it.
    bool accepts(quint32 met) const { return (met & m_wanted) == m_wanted && (met & m_unwanted) == 0; }

    /// What may stand where the cursor is. Replaces @p length characters from @p start on.
    struct Completion {
        qsizetype start = 0;
        qsizetype length = 0;
        QStringList texts;
    };
    /// @p values: what is known for a key, as "server".
    static Completion complete(const QString &text, qsizetype cursor,
                               const std::function<QStringList(const QString &key)> &values);
    /// A term that asks for one of these.
    static QString term(const QString &key, const QStringList &values);
    /// The text without its terms of that key.
    static QString without(const QString &text, const QString &key);
    /// The values that the text asks of that key, not negated.
    static QStringList valuesOf(const QString &text, const QString &key);

    friend bool operator==(const RowQuery &, const RowQuery &) = default;

private:
    enum class Comparison : quint8 { Contains, Less, LessEqual, Greater, GreaterEqual, Equal };
    struct Term {
        qsizetype key = -1; ///< in the table of keys; -1: any words
        bool isNegative = false;
        Comparison comparison = Comparison::Contains;
        QStringList anyOf;
        double number = 0;

        friend bool operator==(const Term &, const Term &) = default;
    };
    struct Token;

    static QList<Token> tokens(const QString &text);
    /// Empty if the token is a term, which was added; else what is wrong with it.
    QString add(const Token &token);
    QString addNumber(Term term, const Token &token, qsizetype at);
    static bool compare(const Term &term, double value);

    QList<Term> m_terms;
    QString m_problem;
    quint32 m_wanted = 0;
    quint32 m_unwanted = 0;
    bool m_needsFields = false;
};

} // namespace castdeck
