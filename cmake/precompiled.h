// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What nearly every source of the project reads, and nothing of its own: no source may rely on this.
#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QFuture>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QObject>
#include <QSet>
#include <QTimer>
#include <QVariant>
#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <tl/expected.hpp>
#include <variant>
#include <vector>
