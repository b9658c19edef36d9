// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/untrusted.h"
#include "models/columntext.h"
#include "models/format.h"
#include "models/namespacetext.h"
#include "models/rowtext.h"
#include "models/serverbranch.h"

#include <QLocale>

namespace castdeck
{

namespace
{

/// Lines of "label: value". Tool tips are rich text, and names come from peers: every value is escaped.
class Sheet
{
public:
    explicit Sheet(const QString &title)
        : m_html(QStringLiteral("<qt><b>%1</b><table>").arg(title.toHtmlEscaped()))
    {
    }

    void add(const QString &label, const QString &fromPeer) { addShown(label, printable(fromPeer)); }
    /// What a cell shows too, or was made of a number: harmless, and its marks of direction have to stay.
    void addShown(const QString &label, const QString &value)
    {
        if (!value.isEmpty())
            m_html += QStringLiteral("<tr><td>%1&nbsp;</td><td>%2</td></tr>")
                          .arg(label.toHtmlEscaped(), value.toHtmlEscaped());
    }

    QString html(const QString &advice = {}) const
    {
        return m_html + QStringLiteral("</table>%1</qt>").arg(advice.toHtmlEscaped());
    }

private:
    QString m_html;
};

QString withDetail(const QString &value, const QString &detail)
{
    return detail.isEmpty() ? value : QStringLiteral("%1 (%2)").arg(value, detail);
}

} // namespace

QString RowText::toolTip() const
{
    const ServerBranch &server = *m_node.branch;
    Sheet sheet(display(Column::Name));
    sheet.addShown(ColumnText::title(Column::State), sentence());
    QString advice;
    switch (m_node.kind) {
    case RowKind::Server:
        sheet.add(tr("Group"), server.group());
        sheet.add(tr("Calls itself"), server.info().name);
        sheet.add(tr("Your role"), server.status().role);
        sheet.add(tr("Version"), server.info().version);
        if (!server.info().version.isEmpty()) // it has said how it stands
            sheet.add(tr("Service"), server.info().serviceEnabled ? tr("starts with the server")
                                                                  : tr("does not start with the server"));
        if (server.info().error)
            sheet.add(tr("Not seen now"), m_errorText(*server.info().error));
        if (server.info().initiationError)
            sheet.add(tr("Receivers cannot ask"), m_errorText(*server.info().initiationError));
        if (server.status().state == ConnectionState::Lost) {
            advice = tr("What is shown was true then. The connection is tried again without your doing.");
        }
        break;
    case RowKind::Session: {
        const SessionInfo &session = m_node.session();
        const InventoryNode *pacer = master();
        sheet.addShown(ColumnText::title(Column::Namespace), display(Column::Namespace));
        sheet.addShown(ColumnText::title(Column::Size), display(Column::Size));
        sheet.addShown(ColumnText::title(Column::Started), format::known(session.startedAt, m_now));
        sheet.addShown(ColumnText::title(Column::Remaining), display(Column::Remaining));
        sheet.add(tr("By unicast"),
                  m_node.tally().unicast ? QLocale().toString(m_node.tally().unicast) : QString());
        sheet.add(tr("Session id"), QString::number(session.id.value()));
        sheet.add(tr("Interface"), withDetail(session.interfaceName, session.interfaceMac));
        sheet.add(tr("Server address"), session.serverAddress);
        sheet.addShown(tr("Group"), display(Column::Address));
        sheet.add(tr("Stream"), session.tier ? tr("slower, tier %1").arg(session.tier) : QString());
        sheet.add(tr("Protection"), session.encrypted ? tr("encrypted") : QString());
        sheet.addShown(tr("Limited to"), session.rateLimit ? format::rate(session.rateLimit) : QString());
        sheet.add(tr("Master client"), pacer ? pacer->client().name : QString());
        sheet.add(tr("Rejected packets"), QString::number(session.rejectedPackets));
        if (session.error)
            sheet.add(tr("Error"), withDetail(errorName(session.error->code), errorHex(session.error->code)));
        break;
    }
    case RowKind::Namespace: {
        const NamespaceInfo &info = m_node.nameSpace();
        sheet.add(tr("Title"), info.friendlyName);
        sheet.add(tr("Description"), info.description);
        sheet.add(NamespaceText::providerName(info.contentProvider), info.configuration);
        sheet.add(tr("Unicast from"), info.fallbackUrl);
        advice = info.allowUnauthenticated ? tr("Clients may ask for it without authentication.")
                                           : tr("Clients have to authenticate.");
        break;
    }
    case RowKind::Client: {
        const ClientInfo &client = m_node.client();
        sheet.add(tr("IP address"), client.ipAddress);
        sheet.add(tr("MAC address"), client.macAddress);
        sheet.add(tr("User"), client.userIdentity);
        sheet.add(tr("Client id"), QString::number(client.id.value()));
        if (client.state == ClientState::NoData)
            advice = tr(
                "The client joined, but no multicast packet reaches it. Look at IGMP snooping: the network "
                "needs a querier, and the switch ports must not filter the group.");
        else if (client.byUnicast)
            advice = tr("It left the multicast session and downloads the rest from the server by itself.");
        else if (isMaster())
            advice = tr("The slowest client paces the session: this one, at the moment.");
        break;
    }
    case RowKind::PastSession: {
        const PastSession &past = m_node.pastSession();
        sheet.addShown(ColumnText::title(Column::Namespace), display(Column::Namespace));
        sheet.addShown(ColumnText::title(Column::Size), display(Column::Size));
        sheet.add(tr("Session id"), QString::number(past.info.id.value()));
        sheet.addShown(ColumnText::title(Column::Started), format::known(past.info.startedAt, m_now));
        sheet.addShown(tr("Ended"), format::known(past.ending.at, m_now));
        advice = tr("It is over. The row goes by itself after a while.");
        break;
    }
    case RowKind::PastClient: {
        const PastClient &past = m_node.pastClient();
        sheet.add(tr("IP address"), past.info.ipAddress);
        sheet.add(tr("MAC address"), past.info.macAddress);
        sheet.add(tr("User"), past.info.userIdentity);
        sheet.addShown(tr("Ended"), format::known(past.ending.at, m_now));
        advice = tr("It is over. The row goes by itself after a while.");
        break;
    }
    }
    return sheet.html(advice);
}

QString RowText::accessible() const
{
    QStringList parts;
    const auto add = [&](Column column) {
        const QString text = display(column);
        if (!text.isEmpty() && text != format::unknown())
            parts << QStringLiteral("%1 %2").arg(ColumnText::title(column), text);
    };
    switch (m_node.kind) {
    case RowKind::Server:
        parts << tr("Server %1").arg(display(Column::Name)) << sentence();
        break;
    case RowKind::Session:
        parts << tr("Session of %1").arg(display(Column::Name)) << sentence();
        break;
    case RowKind::Namespace:
        parts << tr("Published folder %1").arg(display(Column::Name)) << sentence();
        break;
    case RowKind::Client:
        parts << tr("Client %1").arg(display(Column::Name)) << sentence();
        break;
    case RowKind::PastSession:
        parts << tr("Past session of %1").arg(display(Column::Name)) << sentence();
        return parts.join(QStringLiteral(", "));
    case RowKind::PastClient:
        parts << tr("Past client %1").arg(display(Column::Name)) << sentence();
        return parts.join(QStringLiteral(", "));
    }
    for (const Column column : {Column::Progress, Column::Rate, Column::Remaining, Column::Clients,
                                Column::Loss, Column::RoundTrip})
        add(column);
    return parts.join(QStringLiteral(", "));
}

} // namespace castdeck
