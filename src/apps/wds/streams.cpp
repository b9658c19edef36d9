// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/wds/streams.h"

#include "apps/wds/lines.h"

#include <algorithm>

namespace castdeck::wds
{

namespace
{

constexpr std::size_t chunk = 64 * 1'024;

/// Takes the whole lines off the front of @p text.
void takeLines(std::string &text, const std::function<void(std::string)> &line)
{
    std::size_t begin = 0;
    for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
        const bool hasReturn = end > begin && text[end - 1] == '\r';
        line(text.substr(begin, end - begin - (hasReturn ? 1 : 0)));
        begin = end + 1;
    }
    text.erase(0, begin);
}

void read(const std::function<void(std::string)> &line, const std::function<void()> &end)
{
    const HANDLE input = GetStdHandle(STD_INPUT_HANDLE);
    std::string text;
    std::string bytes(chunk, '\0');
    DWORD count = 0;
    while (ReadFile(input, bytes.data(), static_cast<DWORD>(bytes.size()), &count, nullptr) && count > 0) {
        text.append(bytes, 0, count);
        takeLines(text, line);
        if (text.size() >= LineMost) {
            line(std::move(text));
            break;
        }
    }
    end();
}

} // namespace

bool startReader(std::function<void(std::string)> line, std::function<void()> end)
{
    return startThread([line = std::move(line), end = std::move(end)] { read(line, end); });
}

bool writeAll(DWORD standardHandle, const std::string &text)
{
    const HANDLE output = GetStdHandle(standardHandle);
    for (std::size_t done = 0; done < text.size();) {
        DWORD written = 0;
        const auto size = static_cast<DWORD>(std::min(chunk, text.size() - done));
        if (!WriteFile(output, text.data() + done, size, &written, nullptr))
            return false;
        done += written;
    }
    return true;
}

bool Writer::start(std::function<void()> broken)
{
    return startThread([shared = m_shared, broken = std::move(broken)] {
        for (;;) {
            const auto text = shared->texts.take(milliseconds(60'000));
            if (text && !writeAll(STD_OUTPUT_HANDLE, *text))
                return broken();
            if (text)
                shared->unsent -= text->size();
        }
    });
}

void Writer::write(std::string text)
{
    m_shared->unsent += text.size();
    m_shared->texts.put(std::move(text));
}

void Writer::finish(milliseconds most) const
{
    const Instant until = monotonicNow() + most;
    while (unsent() > 0 && monotonicNow() < until)
        Sleep(5);
}

void endProcess(unsigned code)
{
    TerminateProcess(GetCurrentProcess(), code);
    for (;;)
        Sleep(INFINITE);
}

} // namespace castdeck::wds
