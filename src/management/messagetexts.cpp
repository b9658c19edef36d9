// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/messagetexts.h"

#include "core/bounds.h"
#include "core/textlength.h"
#include "core/textwalker.h"

namespace castdeck
{

namespace
{

struct Checker {
    Result<void> &verdict;

    void operator()(const char *key, const QString &text) const
    {
        const qsizetype most = bounds::textBytes(key);
        if (!verdict || text.size() * 6 <= most)
            return;
        if (const qsizetype length = jsonLength(text); length > most)
            verdict = failure(
                ErrorCode::InvalidParameter,
                QStringLiteral("%1: %2 bytes, at most %3").arg(QLatin1String(key)).arg(length).arg(most));
    }
    void operator()(const char *key, const QStringList &texts) const
    {
        for (const QString &text : texts)
            (*this)(key, text);
    }
};

} // namespace

Result<void> checkTexts(const RequestBody &request)
{
    Result<void> verdict;
    json::TextWalker walker(Checker{verdict});
    std::visit([&](const auto &body) { walker.walk("", body); }, request);
    return verdict;
}

void shorten(Message &message, qsizetype bytes)
{
    if (auto *reply = std::get_if<Reply>(&message)) {
        if (reply->body)
            std::visit([bytes](auto &body) { json::shorten(body, bytes); }, *reply->body);
        else
            json::shorten(reply->body.error(), bytes);
    } else if (auto *event = std::get_if<Event>(&message)) {
        auto &step = std::get<InventoryEvent>(*event);
        std::visit([bytes](auto &change) { json::shorten(change, bytes); }, step.change);
        json::shorten(step.ending, bytes);
    } else if (auto *goodbye = std::get_if<Goodbye>(&message)) {
        json::shorten(goodbye->reason, bytes);
    }
}

} // namespace castdeck
