// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/untrusted.h"
#include "models/columntext.h"
#include "models/format.h"
#include "models/namespacetext.h"
#include "models/rowtext.h"
#include "models/serverbranch.h"

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

    void add(const QString &label, const QString &value)
    {
        if (!value.isEmpty())
            m_html += QStringLiteral("<tr><td>%1&nbsp;</td><td>%2</td></tr>")
                          .arg(label.toHtmlEscaped(), printable(value).toHtmlEscaped());
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
    sheet.add(ColumnText::title(Column::State), state());
    QString advice;
    switch (m_node.kind) {
    case RowKind::Server:
        sheet.add(tr("Calls itself"), server.info().name);
        sheet.add(tr("Version"), server.info().version);
        if (!server.info().version.isEmpty()) // it has said how it stands
            sheet.add(tr("Service"), server.info().serviceEnabled ? tr("starts with the server")
                                                                  : tr("does not start with the server"));
        if (server.status().state == ConnectionState::Lost) {
            sheet.add(tr("Reason"), server.status().error ? m_errorText(*server.status().error) : QString());
            advice = tr("What is shown was true then. The connection is tried again without your doing.");
        }
        break;
    case RowKind::Session: {
        const SessionInfo &session = m_node.session();
        const ContentInfo *content = server.content(session.contentId);
        const InventoryNode *master = server.find(RowKind::Client, session.masterClientId.value());
        sheet.add(ColumnText::title(Column::Namespace), display(Column::Namespace));
        sheet.add(tr("Size"), content ? format::size(content->size) : QString());
        sheet.add(tr("Session id"), QString::number(session.id.value()));
        sheet.add(tr("Interface"), withDetail(session.interfaceName, session.interfaceMac));
        sheet.add(tr("Server address"), session.serverAddress);
        sheet.add(tr("Group"), display(Column::Address));
        sheet.add(tr("Stream"), session.tier ? tr("slower, tier %1").arg(session.tier) : QString());
        sheet.add(tr("Limited to"), session.rateLimit ? format::rate(session.rateLimit) : QString());
        sheet.add(tr("Master client"), master ? master->client().name : QString());
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
        else if (isMaster())
            advice = tr("The slowest client paces the session: this one, at the moment.");
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
        parts << tr("Server %1").arg(display(Column::Name)) << state();
        break;
    case RowKind::Session:
        parts << tr("Session of %1").arg(display(Column::Name)) << state();
        break;
    case RowKind::Namespace:
        parts << tr("Published folder %1").arg(display(Column::Name)) << state();
        break;
    case RowKind::Client:
        parts << tr("Client %1").arg(display(Column::Name)) << state();
        break;
    }
    for (const Column column :
         {Column::Progress, Column::Rate, Column::Clients, Column::Loss, Column::RoundTrip})
        add(column);
    return parts.join(QStringLiteral(", "));
}

} // namespace castdeck
