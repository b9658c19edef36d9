// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/console/qtoptions.h"

#include <algorithm>
#include <array>

namespace castdeck
{

namespace
{

/// What QApplication, QGuiApplication and the plug-in for X11 know (Qt 6.4). Each with one dash or two.
constexpr std::array QtFlags{"reverse", "nograb", "dograb", "widgetcount", "sync", "qdebug"};
/// With a value, the next argument or after "=".
constexpr std::array QtValues{
    "style",           "stylesheet", "platform",    "platformpluginpath",
    "platformtheme",   "plugin",     "qwindowicon", "qwindowtitle",
    "qwindowgeometry", "icon",       "title",       "geometry",
    "display",         "session",    "fontengine",  "qmljsdebugger",
};

bool isOne(const auto &names, const QString &name)
{
    return std::ranges::any_of(names, [&](const char *known) { return name == QLatin1String(known); });
}

} // namespace

QStringList withoutQtOptions(const QStringList &arguments)
{
    QStringList ours = arguments.mid(0, 1);
    for (qsizetype i = 1; i < arguments.size(); ++i) {
        const QString &argument = arguments[i];
        // After it nothing is an option.
        if (argument == QStringLiteral("--"))
            return ours + arguments.mid(i);
        const qsizetype dashes = argument.startsWith(QStringLiteral("--")) ? 2 : 1;
        const QString name = argument.startsWith(u'-') ? argument.mid(dashes) : QString();
        if (isOne(QtFlags, name))
            continue;
        if (isOne(QtValues, name) && i + 1 < arguments.size()) {
            ++i;
            continue;
        }
        if (isOne(QtValues, name.section(u'=', 0, 0)) && name.contains(u'='))
            continue;
        ours << argument;
    }
    return ours;
}

} // namespace castdeck
