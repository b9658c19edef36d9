<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
    <context>
    <name>castdeck::BlockStrip</name>
    <message>
        <source>Blocks it still misses</source>
        <translation>Blöcke, die ihm noch fehlen</translation>
    </message>
    <message>
        <source>It misses nothing any more.</source>
        <translation>Ihm fehlt nichts mehr.</translation>
    </message>
    <message>
        <source>From the first block to the last: what is pale is missing, %1 in all.</source>
        <translation>Vom ersten Block bis zum letzten: Was blass ist, fehlt, insgesamt %1.</translation>
    </message>
</context>
<context>
        <name>castdeck::AboutBox</name>
        <message>
            <source>About Castdeck</source>
            <translation>Über Castdeck</translation>
        </message>
        <message>
            <source>&amp;Copy</source>
            <translation>&amp;Kopieren</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>Copy the versions</source>
            <translation>Die Versionen kopieren</translation>
        </message>
        <message>
            <source>Deploys images to many machines at once by multicast, and lets you see and stop what is going on.</source>
            <translation>Verteilt Abbilder per Multicast an viele Rechner auf einmal, zeigt, was vor sich geht, und kann es beenden.</translation>
        </message>
        <message>
            <source>Free software under the GPL, version 3 or later.</source>
            <translation>Freie Software unter der GPL, Version 3 oder später.</translation>
        </message>
    </context>
    <context>
        <name>castdeck::Announcer</name>
        <message>
            <source>It is not there any more.</source>
            <translation>Das gibt es nicht mehr.</translation>
        </message>
    </context>
    <context>
        <name>castdeck::CertificateFields</name>
        <message>
            <source>Reading the certificates…</source>
            <translation>Die Zertifikate werden gelesen…</translation>
        </message>
        <message>
            <source>A certificate of yours and its key belong together: give both, or neither.</source>
            <translation>Ein eigenes Zertifikat und sein Schlüssel gehören zusammen: bitte beide angeben oder keines.</translation>
        </message>
    </context>
    <context>
        <name>castdeck::CommandPalette</name>
        <message>
            <source>Go to Anything</source>
            <translation>Gehe zu</translation>
        </message>
        <message>
            <source>A verb, a server, a session, a machine…</source>
            <translation>Ein Befehl, ein Server, eine Sitzung, ein Rechner…</translation>
        </message>
        <message>
            <source>Name of what to do or to show</source>
            <translation>Name dessen, was zu tun oder zu zeigen ist</translation>
        </message>
        <message>
            <source>What answers to the name</source>
            <translation>Was zu dem Namen passt</translation>
        </message>
    </context>
    <context>
        <name>castdeck::CutNames</name>
        <message>
            <source>  %1, nobody is in it</source>
            <comment>session</comment>
            <translation>  %1, niemand ist darin</translation>
        </message>
        <message>
            <source>  %1: %2</source>
            <comment>session: machines</comment>
            <translation>  %1: %2</translation>
        </message>
        <message>
            <source>%1 (%2) on %3</source>
            <comment>client (address) on server</comment>
            <translation>%1 (%2) auf %3</translation>
        </message>
        <message>
            <source>%1 on %2</source>
            <comment>client on server</comment>
            <translation>%1 auf %2</translation>
        </message>
        <message>
            <source>%1 on %2, %3, %4</source>
            <comment>namespace on server, sessions, clients</comment>
            <translation>%1 auf %2, %3, %4</translation>
        </message>
        <message numerus="yes">
            <source>%n client(s)</source>
            <translation>
                <numerusform>%n Client</numerusform>
                <numerusform>%n Clients</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n session(s)</source>
            <translation>
                <numerusform>%n Sitzung</numerusform>
                <numerusform>%n Sitzungen</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>castdeck::DetailsPane</name>
        <message>
            <source>Progress</source>
            <translation>Fortschritt</translation>
        </message>
    </context>
    <context>
        <name>castdeck::DetailsWatch</name>
        <message>
            <source>Select a row to see its details.</source>
            <translation>Wählen Sie eine Zeile, um ihre Einzelheiten zu sehen.</translation>
        </message>
        <message numerus="yes">
            <source>%n row(s) are selected.</source>
            <translation>
                <numerusform>%n Zeile ist gewählt.</numerusform>
                <numerusform>%n Zeilen sind gewählt.</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 on %2</source>
            <comment>row on server</comment>
            <translation>%1 auf %2</translation>
        </message>
        <message>
            <source>Description</source>
            <translation>Beschreibung</translation>
        </message>
    </context>
    <context>
        <name>castdeck::EventTabs</name>
        <message>
            <source>&amp;Show in Tree</source>
            <translation>Im Baum &amp;zeigen</translation>
        </message>
        <message>
            <source>A&amp;gain…</source>
            <translation>&amp;Noch einmal…</translation>
        </message>
        <message>
            <source>All</source>
            <translation>Alle</translation>
        </message>
        <message>
            <source>Trouble</source>
            <translation>Probleme</translation>
        </message>
        <message>
            <source>Mine</source>
            <translation>Meine</translation>
        </message>
        <message>
            <source>What somebody should look at</source>
            <translation>Was jemand ansehen sollte</translation>
        </message>
        <message>
            <source>The orders you gave, and what became of each</source>
            <translation>Ihre Anweisungen und was aus jeder geworden ist</translation>
        </message>
        <message>
            <source>Which events</source>
            <translation>Welche Ereignisse</translation>
        </message>
        <message>
            <source>Filter events</source>
            <translation>Ereignisse filtern</translation>
        </message>
        <message>
            <source>Your orders</source>
            <translation>Ihre Anweisungen</translation>
        </message>
        <message>
            <source>Events</source>
            <translation>Ereignisse</translation>
        </message>
    </context>
    <context>
        <name>castdeck::FactList</name>
        <message>
            <source>What</source>
            <translation>Was</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>Wert</translation>
        </message>
        <message>
            <source>Details of the selected row</source>
            <translation>Einzelheiten der gewählten Zeile</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <comment>label: value</comment>
            <translation>%1: %2</translation>
        </message>
    </context>
    <context>
        <name>castdeck::HistoryWindow</name>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>History</source>
            <translation>Verlauf</translation>
        </message>
        <message>
            <source>Sessions that ended</source>
            <translation>Beendete Sitzungen</translation>
        </message>
        <message>
            <source>What administrators have ordered</source>
            <translation>Was Verwalter angeordnet haben</translation>
        </message>
    </context>
    <context>
        <name>castdeck::HowToAskCard</name>
        <message>
            <source>&amp;Copy Command</source>
            <translation>Befehl &amp;kopieren</translation>
        </message>
        <message>
            <source>A WDS client cannot ask for it: such clients have no token to show.</source>
            <translation>Ein WDS-Client kann nicht danach fragen: solche Clients haben kein Token zum Vorzeigen.</translation>
        </message>
        <message>
            <source>A boot image with a WDS client is told the same: this server, the namespace, and the file as its content. That has not been tried with Windows itself.</source>
            <translation>Einem Startabbild mit WDS-Client wird dasselbe gesagt: dieser Server, der Namensraum und die Datei als Inhalt. Mit Windows selbst ist das nicht ausprobiert.</translation>
        </message>
        <message>
            <source>A name in it holds characters that cannot be seen: it is not for pasting.</source>
            <translation>Ein Name darin enthält unsichtbare Zeichen: so etwas fügt man nicht ein.</translation>
        </message>
        <message>
            <source>Asking the server which files there are…</source>
            <translation>Der Server wird gefragt, welche Dateien es gibt …</translation>
        </message>
        <message>
            <source>Copied</source>
            <translation>Kopiert</translation>
        </message>
        <message>
            <source>Each machine needs a token in the file %1: the secret that this command shows: %2</source>
            <translation>Jeder Rechner braucht ein Token in der Datei %1: das Geheimnis, das dieser Befehl zeigt: %2</translation>
        </message>
        <message>
            <source>File</source>
            <translation>Datei</translation>
        </message>
        <message>
            <source>Files that can be asked for</source>
            <translation>Dateien, nach denen gefragt werden kann</translation>
        </message>
        <message>
            <source>How machines ask for “%1”</source>
            <translation>So fragen Rechner nach „%1“</translation>
        </message>
        <message>
            <source>Machines cannot ask this server now: it takes no questions over the network.</source>
            <translation>Rechner können diesen Server jetzt nicht fragen: er nimmt keine Fragen aus dem Netz an.</translation>
        </message>
        <message>
            <source>No machine can ask for it as it is: this server knows no tokens, and without one nobody is let in. Edit the namespace, and let clients ask without authentication.</source>
            <translation>So kann kein Rechner danach fragen: dieser Server kennt keine Token, und ohne eines wird niemand eingelassen. Bearbeiten Sie den Namensraum, und lassen Sie Clients ohne Anmeldung fragen.</translation>
        </message>
        <message>
            <source>No token and no certificate is needed; what arrives is not verified.</source>
            <translation>Weder Token noch Zertifikat ist nötig; was ankommt, wird nicht geprüft.</translation>
        </message>
        <message>
            <source>On the &amp;machine that is to get the chosen file, type:</source>
            <translation>Auf dem &amp;Rechner, der die gewählte Datei bekommen soll, eingeben:</translation>
        </message>
        <message>
            <source>Other machines cannot find the server at this address: it is this computer's own.</source>
            <translation>Unter dieser Adresse finden andere Rechner den Server nicht: sie gilt nur auf diesem Computer.</translation>
        </message>
        <message>
            <source>Server %1, %2 port %3</source>
            <comment>address, protocol, number</comment>
            <translation>Server %1, %2-Port %3</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <source>TCP</source>
            <translation>TCP</translation>
        </message>
        <message>
            <source>The address of the server is not known.</source>
            <translation>Die Adresse des Servers ist nicht bekannt.</translation>
        </message>
        <message>
            <source>The authority that vouches for the server is expected in %1.</source>
            <translation>Die Stelle, die für den Server bürgt, wird in %1 erwartet.</translation>
        </message>
        <message>
            <source>The files cannot be listed: %1</source>
            <translation>Die Dateien lassen sich nicht auflisten: %1</translation>
        </message>
        <message>
            <source>The&amp;y ask:</source>
            <translation>Sie &amp;fragen:</translation>
        </message>
        <message>
            <source>There are more files than are shown here.</source>
            <translation>Es gibt mehr Dateien, als hier gezeigt werden.</translation>
        </message>
        <message>
            <source>There is no file in it yet.</source>
            <translation>Es ist noch keine Datei darin.</translation>
        </message>
        <message>
            <source>UDP</source>
            <translation>UDP</translation>
        </message>
        <message>
            <source>With a token, verified (TLS)</source>
            <translation>mit Token, geprüft (TLS)</translation>
        </message>
        <message>
            <source>Without a token (UDP)</source>
            <translation>ohne Token (UDP)</translation>
        </message>
    </context>
    <context>
        <name>castdeck::InventoryTree</name>
        <message>
            <source>Servers, sessions and clients</source>
            <translation>Server, Sitzungen und Clients</translation>
        </message>
    </context>
    <context>
        <name>castdeck::LogWriter</name>
        <message>
            <source>Connected as %1</source>
            <comment>role</comment>
            <translation>Verbunden als %1</translation>
        </message>
    </context>
    <context>
        <name>castdeck::NoticeDetails</name>
        <message>
            <source>Details</source>
            <translation>Einzelheiten</translation>
        </message>
        <message>
            <source>&amp;Copy</source>
            <translation>&amp;Kopieren</translation>
        </message>
    </context>
    <context>
        <name>castdeck::OrderActions</name>
        <message>
            <source>Again</source>
            <translation>Noch einmal</translation>
        </message>
        <message numerus="yes">
            <source>Give the order “%1” again for %n target(s)?</source>
            <translation>
                <numerusform>Die Anweisung „%1“ noch einmal für %n Ziel geben?</numerusform>
                <numerusform>Die Anweisung „%1“ noch einmal für %n Ziele geben?</numerusform>
            </translation>
        </message>
        <message>
            <source>It is given as it was, with the same reason. A machine that is cut off while its disk is half written may not start any more.</source>
            <translation>Sie wird gegeben, wie sie war, mit demselben Grund. Ein Rechner, der abgeschnitten wird, während seine Platte halb beschrieben ist, startet womöglich nicht mehr.</translation>
        </message>
        <message>
            <source>&amp;Again</source>
            <translation>&amp;Noch einmal</translation>
        </message>
    </context>
    <context>
        <name>castdeck::OrderLog</name>
        <message>
            <source>%1 on %2</source>
            <comment>name on server</comment>
            <translation>%1 auf %2</translation>
        </message>
        <message>
            <source>waits for the answer</source>
            <translation>wartet auf die Antwort</translation>
        </message>
        <message numerus="yes">
            <source>%n done</source>
            <translation>
                <numerusform>%n erledigt</numerusform>
                <numerusform>%n erledigt</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n failed</source>
            <translation>
                <numerusform>%n fehlgeschlagen</numerusform>
                <numerusform>%n fehlgeschlagen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n wait(s) for the answer</source>
            <translation>
                <numerusform>%n wartet auf die Antwort</numerusform>
                <numerusform>%n warten auf die Antwort</numerusform>
            </translation>
        </message>
        <message>
            <source>%1: %2</source>
            <comment>order: target</comment>
            <translation>%1: %2</translation>
        </message>
        <message numerus="yes">
            <source>%1: %n target(s)</source>
            <comment>order</comment>
            <translation>
                <numerusform>%1: %n Ziel</numerusform>
                <numerusform>%1: %n Ziele</numerusform>
            </translation>
        </message>
        <message>
            <source>Time</source>
            <translation>Zeit</translation>
        </message>
        <message>
            <source>Order</source>
            <translation>Anweisung</translation>
        </message>
        <message>
            <source>Server</source>
            <translation>Server</translation>
        </message>
        <message>
            <source>Outcome</source>
            <translation>Ergebnis</translation>
        </message>
    </context>
    <context>
        <name>castdeck::PaneActions</name>
        <message>
            <source>&amp;Copy</source>
            <translation>&amp;Kopieren</translation>
        </message>
        <message>
            <source>Select A&amp;ll</source>
            <translation>Alles auswäh&amp;len</translation>
        </message>
        <message>
            <source>Copy the selected rows as text</source>
            <translation>Die gewählten Zeilen als Text kopieren</translation>
        </message>
        <message>
            <source>Select every row of the pane</source>
            <translation>Jede Zeile des Bereichs wählen</translation>
        </message>
        <message numerus="yes">
            <source>%n row(s) copied</source>
            <translation>
                <numerusform>%n Zeile kopiert</numerusform>
                <numerusform>%n Zeilen kopiert</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>castdeck::PublishedDialog</name>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>How Machines Ask</source>
            <translation>Wie Rechner fragen</translation>
        </message>
        <message>
            <source>Published</source>
            <translation>Veröffentlicht</translation>
        </message>
    </context>
    <context>
        <name>castdeck::RowDetails</name>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Server</source>
            <translation>Server</translation>
        </message>
        <message>
            <source>Session</source>
            <translation>Sitzung</translation>
        </message>
        <message>
            <source>Calls itself</source>
            <translation>Nennt sich</translation>
        </message>
        <message>
            <source>Version</source>
            <translation>Version</translation>
        </message>
        <message>
            <source>Your role</source>
            <translation>Ihre Rolle</translation>
        </message>
        <message>
            <source>Host</source>
            <translation>Rechner</translation>
        </message>
        <message>
            <source>Management port</source>
            <translation>Verwaltungsport</translation>
        </message>
        <message>
            <source>TCP %1</source>
            <translation>TCP %1</translation>
        </message>
        <message>
            <source>Fingerprint</source>
            <translation>Fingerabdruck</translation>
        </message>
        <message>
            <source>Authority</source>
            <translation>Zertifizierungsstelle</translation>
        </message>
        <message>
            <source>Paced by</source>
            <translation>Das Tempo gibt vor</translation>
        </message>
        <message>
            <source>%1, %2</source>
            <comment>client, state</comment>
            <translation>%1, %2</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>Art</translation>
        </message>
        <message>
            <source>Reached by</source>
            <translation>Erreicht über</translation>
        </message>
    </context>
    <context>
        <name>castdeck::RowExport</name>
        <message>
            <source>%1 could not be written: %2</source>
            <translation>%1 konnte nicht geschrieben werden: %2</translation>
        </message>
        <message numerus="yes">
            <source>%n row(s)</source>
            <translation>
                <numerusform>%n Zeile</numerusform>
                <numerusform>%n Zeilen</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 written to %2</source>
            <translation>%1 nach %2 geschrieben</translation>
        </message>
        <message numerus="yes">
            <source>the %n selected row(s)</source>
            <translation>
                <numerusform>die %n gewählte Zeile</numerusform>
                <numerusform>die %n gewählten Zeilen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>the %n row(s) shown</source>
            <translation>
                <numerusform>die %n gezeigte Zeile</numerusform>
                <numerusform>die %n gezeigten Zeilen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>all %n row(s)</source>
            <translation>
                <numerusform>die eine Zeile</numerusform>
                <numerusform>alle %n Zeilen</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>castdeck::SettingsDialog</name>
        <message>
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <source>&amp;General</source>
            <translation>&amp;Allgemein</translation>
        </message>
        <message>
            <source>&amp;Language:</source>
            <translation>&amp;Sprache:</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>Sprache</translation>
        </message>
        <message>
            <source>Another language is spoken from the next start on.</source>
            <translation>Eine andere Sprache gilt vom nächsten Start an.</translation>
        </message>
        <message>
            <source>Tokens:</source>
            <translation>Token:</translation>
        </message>
        <message>
            <source>Keep them in the &amp;keychain of the desktop</source>
            <translation>Im Schlüssel&amp;bund des Schreibtischs aufbewahren</translation>
        </message>
        <message>
            <source>Read them from the &amp;files that the servers name, and keep none</source>
            <translation>Aus den Date&amp;ien lesen, die bei den Servern stehen, und keines aufbewahren</translation>
        </message>
        <message>
            <source>Used from the next start on. A token that is in no file is asked for then.</source>
            <translation>Gilt vom nächsten Start an. Nach einem Token, das in keiner Datei steht, wird dann gefragt.</translation>
        </message>
        <message>
            <source>&amp;Notices</source>
            <translation>&amp;Meldungen</translation>
        </message>
        <message>
            <source>The desktop tells you, while you look at something else, when</source>
            <translation>Der Schreibtisch sagt Ihnen, während Sie etwas anderes ansehen, wenn</translation>
        </message>
        <message>
            <source>a session has &amp;ended</source>
            <translation>eine Sitzung geende&amp;t hat</translation>
        </message>
        <message>
            <source>a session has f&amp;ailed or cannot send</source>
            <translation>eine Sitzung &amp;fehlgeschlagen ist oder nicht senden kann</translation>
        </message>
        <message>
            <source>a &amp;start time was missed</source>
            <translation>eine &amp;Startzeit versäumt wurde</translation>
        </message>
        <message>
            <source>a machine has &amp;vanished or holds the others up</source>
            <translation>ein Rechner &amp;verschwunden ist oder die anderen aufhält</translation>
        </message>
        <message>
            <source>&amp;Columns</source>
            <translation>S&amp;palten</translation>
        </message>
        <message>
            <source>Columns of servers, &amp;sessions and clients that are shown:</source>
            <translation>Spalten von Servern, S&amp;itzungen und Clients, die gezeigt werden:</translation>
        </message>
        <message>
            <source>Columns that are shown</source>
            <translation>Spalten, die gezeigt werden</translation>
        </message>
        <message>
            <source>&amp;This Computer</source>
            <translation>&amp;Dieser Computer</translation>
        </message>
        <message>
            <source>&amp;Interface:</source>
            <translation>Schni&amp;ttstelle:</translation>
        </message>
        <message>
            <source>Interface that this computer sends on</source>
            <translation>Schnittstelle, auf der dieser Computer sendet</translation>
        </message>
        <message>
            <source>&amp;Remembers in:</source>
            <translation>Me&amp;rkt sich alles in:</translation>
        </message>
        <message>
            <source>Folder in which this computer remembers what it has published</source>
            <translation>Ordner, in dem dieser Computer sich merkt, was er veröffentlicht hat</translation>
        </message>
        <message>
            <source>Used from the next start on. The addresses and ports that it sends to are policies of this computer.</source>
            <translation>Gilt vom nächsten Start an. Die Adressen und Ports, an die er sendet, sind Richtlinien dieses Computers.</translation>
        </message>
        <message>
            <source>&amp;Addresses and Ports…</source>
            <translation>Adressen &amp;und Ports…</translation>
        </message>
        <message>
            <source>As the system</source>
            <translation>Wie das System</translation>
        </message>
        <message>
            <source>The first that can multicast</source>
            <translation>Die erste, die Multicast kann</translation>
        </message>
        <message>
            <source>The usual folder</source>
            <translation>Der übliche Ordner</translation>
        </message>
        <message>
            <source>&amp;OK</source>
            <translation>&amp;OK</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
    </context>
    <context>
        <name>castdeck::ShortcutList</name>
        <message>
            <source>Keyboard Shortcuts</source>
            <translation>Tastenkürzel</translation>
        </message>
        <message>
            <source>Filter shortcuts</source>
            <translation>Tastenkürzel filtern</translation>
        </message>
        <message>
            <source>Filter by verb or key</source>
            <translation>Nach Befehl oder Taste filtern</translation>
        </message>
        <message>
            <source>Shortcuts</source>
            <translation>Tastenkürzel</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>Tasten</translation>
        </message>
        <message>
            <source>What they do</source>
            <translation>Was sie tun</translation>
        </message>
        <message>
            <source>Where</source>
            <translation>Wo</translation>
        </message>
        <message>
            <source>%1: %2, %3</source>
            <comment>keys: verb, menu</comment>
            <translation>%1: %2, %3</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
    </context>
    <context>
        <name>castdeck::TreeWords</name>
        <message numerus="yes">
            <source>%n server(s)</source>
            <translation>
                <numerusform>%n Server</numerusform>
                <numerusform>%n Server</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n session(s)</source>
            <translation>
                <numerusform>%n Sitzung</numerusform>
                <numerusform>%n Sitzungen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n client(s)</source>
            <translation>
                <numerusform>%n Client</numerusform>
                <numerusform>%n Clients</numerusform>
            </translation>
        </message>
        <message>
            <source>&lt;p&gt;Nothing matches “%1”.&lt;/p&gt;&lt;p&gt;&lt;a href=&quot;clear&quot;&gt;Show all&lt;/a&gt;&lt;/p&gt;</source>
            <translation>&lt;p&gt;Nichts passt zu „%1“.&lt;/p&gt;&lt;p&gt;&lt;a href=&quot;clear&quot;&gt;Alles zeigen&lt;/a&gt;&lt;/p&gt;</translation>
        </message>
        <message>
            <source>&lt;h3&gt;No server yet&lt;/h3&gt;&lt;p&gt;&lt;a href=&quot;add&quot;&gt;Add a server&lt;/a&gt; to see its sessions and clients.&lt;/p&gt;</source>
            <translation>&lt;h3&gt;Noch kein Server&lt;/h3&gt;&lt;p&gt;&lt;a href=&quot;add&quot;&gt;Fügen Sie einen Server hinzu&lt;/a&gt;, um seine Sitzungen und Clients zu sehen.&lt;/p&gt;</translation>
        </message>
        <message>
            <source>&lt;p&gt;Nothing is sent any more. What is over stays here for a while.&lt;/p&gt;</source>
            <translation>&lt;p&gt;Es wird nichts mehr gesendet. Was vorbei ist, bleibt noch eine Weile hier.&lt;/p&gt;</translation>
        </message>
        <message>
            <source>&lt;h3&gt;Nothing is published yet&lt;/h3&gt;&lt;p&gt;The token you use may only watch. Sessions and their clients appear here as soon as somebody publishes and the first machine asks.&lt;/p&gt;</source>
            <translation>&lt;h3&gt;Noch ist nichts veröffentlicht&lt;/h3&gt;&lt;p&gt;Ihr Token erlaubt nur zuzusehen. Sitzungen und ihre Clients erscheinen hier, sobald jemand etwas veröffentlicht und der erste Rechner danach fragt.&lt;/p&gt;</translation>
        </message>
        <message>
            <source>Machines can then ask for its files: sessions and their clients appear here as soon as the first one does.</source>
            <translation>Danach können Rechner nach seinen Dateien fragen: Sitzungen und ihre Clients erscheinen hier, sobald der erste es tut.</translation>
        </message>
        <message>
            <source>&lt;h3&gt;Nothing is published yet&lt;/h3&gt;&lt;p&gt;%1 on %2.&lt;/p&gt;&lt;p&gt;%3&lt;/p&gt;</source>
            <translation>&lt;h3&gt;Noch ist nichts veröffentlicht&lt;/h3&gt;&lt;p&gt;%1 auf %2.&lt;/p&gt;&lt;p&gt;%3&lt;/p&gt;</translation>
        </message>
        <message>
            <source>Publish a folder</source>
            <translation>Einen Ordner veröffentlichen</translation>
        </message>
        <message>
            <source>&lt;h3&gt;Nothing is published yet&lt;/h3&gt;&lt;p&gt;Publish a folder on %1.&lt;/p&gt;&lt;p&gt;%2&lt;/p&gt;</source>
            <translation>&lt;h3&gt;Noch ist nichts veröffentlicht&lt;/h3&gt;&lt;p&gt;Einen Ordner veröffentlichen auf %1.&lt;/p&gt;&lt;p&gt;%2&lt;/p&gt;</translation>
        </message>
        <message>
            <source>Connecting to %1…</source>
            <translation>%1 wird verbunden…</translation>
        </message>
        <message>
            <source>%1 cannot be reached; it is tried again by itself. %2</source>
            <translation>%1 ist nicht zu erreichen; es wird von selbst wieder versucht. %2</translation>
        </message>
        <message>
            <source>Try now</source>
            <translation>Jetzt versuchen</translation>
        </message>
        <message>
            <source>%1 refuses the connection.</source>
            <translation>%1 lehnt die Verbindung ab.</translation>
        </message>
        <message>
            <source>Edit the server</source>
            <translation>Server bearbeiten</translation>
        </message>
        <message>
            <source>%1 is not connected.</source>
            <translation>%1 ist nicht verbunden.</translation>
        </message>
        <message>
            <source>Connect</source>
            <translation>Verbinden</translation>
        </message>
        <message>
            <source>&lt;h3&gt;Not connected&lt;/h3&gt;</source>
            <translation>&lt;h3&gt;Nicht verbunden&lt;/h3&gt;</translation>
        </message>
        <message numerus="yes">
            <source>%1 of %n row(s) shown</source>
            <translation>
                <numerusform>%1 von %n Zeile zu sehen</numerusform>
                <numerusform>%1 von %n Zeilen zu sehen</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 wants a token that is not known here.</source>
            <translation>%1 will ein Token, das hier nicht bekannt ist.</translation>
        </message>
        <message>
            <source>Enter tokens</source>
            <translation>Tokens eingeben</translation>
        </message>
    </context>
    <context>
        <name>Console</name>
        <message>
            <source>Receivers that multicast does not reach cannot get files from this computer by unicast: %1</source>
            <translation>Empfänger, die Multicast nicht erreicht, können Dateien nicht per Unicast von diesem Computer holen: %1</translation>
        </message>
        <message>
            <source>The token could not be read: %1</source>
            <translation>Das Token konnte nicht gelesen werden: %1</translation>
        </message>
        <message>
            <source>This computer cannot serve: %1</source>
            <translation>Dieser Computer kann kein Server sein: %1</translation>
        </message>
        <message>
            <source>What this computer publishes is forgotten when Castdeck is closed: %1</source>
            <translation>Was dieser Computer veröffentlicht, wird vergessen, wenn Castdeck geschlossen wird: %1</translation>
        </message>
    </context>
    <context>
        <name>castdeck::AddressRangeField</name>
        <message>
            <source>A range that the server chooses for itself</source>
            <translation>Ein Bereich, den der Server selbst wählt</translation>
        </message>
        <message>
            <source>From this range:</source>
            <translation>Aus diesem Bereich:</translation>
        </message>
        <message>
            <source>So that two servers on one network do not use the same groups</source>
            <translation>Damit zwei Server in einem Netz nicht dieselben Gruppen verwenden</translation>
        </message>
        <message>
            <source>First address</source>
            <translation>Erste Adresse</translation>
        </message>
        <message>
            <source>Last address</source>
            <translation>Letzte Adresse</translation>
        </message>
        <message>
            <source>From a MADCAP server (DHCP for multicast)</source>
            <translation>Von einem MADCAP-Server (DHCP für Multicast)</translation>
        </message>
    </context>
    <context>
        <name>castdeck::ColumnText</name>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Server, content that a session carries, or client</source>
            <translation>Server, Inhalt einer Sitzung oder Client</translation>
        </message>
        <message>
            <source>Namespace</source>
            <translation>Namensraum</translation>
        </message>
        <message>
            <source>The published name the content belongs to</source>
            <translation>Der veröffentlichte Name, zu dem der Inhalt gehört</translation>
        </message>
        <message>
            <source>State</source>
            <translation>Zustand</translation>
        </message>
        <message>
            <source>What is going on</source>
            <translation>Was gerade geschieht</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>Fortschritt</translation>
        </message>
        <message>
            <source>How much the client has; for a session the mean of its clients</source>
            <translation>Wie viel der Client schon hat; bei einer Sitzung der Mittelwert ihrer Clients</translation>
        </message>
        <message>
            <source>Rate</source>
            <translation>Rate</translation>
        </message>
        <message>
            <source>Clients</source>
            <translation>Clients</translation>
        </message>
        <message>
            <source>Number of clients joined</source>
            <translation>Anzahl der beigetretenen Clients</translation>
        </message>
        <message>
            <source>Joined for</source>
            <translation>Dabei seit</translation>
        </message>
        <message>
            <source>Time since the client joined the session</source>
            <translation>Zeit, seit der Client der Sitzung beigetreten ist</translation>
        </message>
        <message>
            <source>CPU</source>
            <translation>CPU</translation>
        </message>
        <message>
            <source>Processor use of the client, as it reports it</source>
            <translation>Prozessorlast des Clients, wie er sie meldet</translation>
        </message>
        <message>
            <source>Memory</source>
            <translation>Speicher</translation>
        </message>
        <message>
            <source>Memory use of the client, as it reports it</source>
            <translation>Speichernutzung des Clients, wie er sie meldet</translation>
        </message>
        <message>
            <source>Network</source>
            <translation>Netz</translation>
        </message>
        <message>
            <source>Network use of the client, as it reports it</source>
            <translation>Netzlast des Clients, wie er sie meldet</translation>
        </message>
        <message>
            <source>Loss</source>
            <translation>Verlust</translation>
        </message>
        <message>
            <source>Round trip</source>
            <translation>Umlauf</translation>
        </message>
        <message>
            <source>Time from a question to the client's answer</source>
            <translation>Zeit von einer Frage bis zur Antwort des Clients</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>Adresse</translation>
        </message>
        <message>
            <source>Multicast group and port of a session, IP address of a client</source>
            <translation>Multicast-Gruppe und Port einer Sitzung, IP-Adresse eines Clients</translation>
        </message>
        <message>
            <source>Interface</source>
            <translation>Schnittstelle</translation>
        </message>
        <message>
            <source>The server's network interface, or the client's MAC address</source>
            <translation>Die Netzwerkschnittstelle des Servers oder die MAC-Adresse des Clients</translation>
        </message>
        <message>
            <source>Rejected</source>
            <translation>Abgewiesen</translation>
        </message>
        <message>
            <source>Forged, corrupt or foreign packets that the session dropped</source>
            <translation>Gefälschte, beschädigte oder fremde Pakete, die die Sitzung verworfen hat</translation>
        </message>
        <message>
            <source>Remaining</source>
            <translation>Restzeit</translation>
        </message>
        <message>
            <source>Started</source>
            <translation>Begonnen</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <source>Health</source>
            <translation>Befinden</translation>
        </message>
        <message>
            <source>Payload per second: of a session the mean of the last 5 seconds, of a client as its progress grows</source>
            <translation>Nutzdaten je Sekunde: bei einer Sitzung im Mittel der letzten 5 Sekunden, bei einem Client nach seinem Fortschritt</translation>
        </message>
        <message>
            <source>About how long it takes until the client has all of it; for a session, until its slowest client that gets on has</source>
            <translation>Wie lange es etwa dauert, bis der Client alles hat; bei einer Sitzung, bis der langsamste es hat, der vorankommt</translation>
        </message>
        <message>
            <source>When the session began, or the client joined it</source>
            <translation>Wann die Sitzung begann oder der Client ihr beitrat</translation>
        </message>
        <message>
            <source>Size of the content</source>
            <translation>Größe des Inhalts</translation>
        </message>
        <message>
            <source>The worst of the row and of what is below it</source>
            <translation>Das Schlimmste der Zeile und dessen, was darunter ist</translation>
        </message>
        <message>
            <source>Share of the packets that did not reach the client; for a session the mean of its clients</source>
            <translation>Anteil der Pakete, die den Client nicht erreichten; bei einer Sitzung im Mittel ihrer Clients</translation>
        </message>
    </context>
    <context>
        <name>castdeck::CloseGuard</name>
        <message>
            <source>Close Castdeck</source>
            <translation>Castdeck schließen</translation>
        </message>
        <message numerus="yes">
            <source>%n machine(s) receive from this computer.</source>
            <translation>
                <numerusform>%n Rechner empfängt von diesem Computer.</numerusform>
                <numerusform>%n Rechner empfangen von diesem Computer.</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 (%2), %3</source>
            <comment>content (namespace), clients</comment>
            <translation>%1 (%2), %3</translation>
        </message>
        <message numerus="yes">
            <source>%n client(s)</source>
            <translation>
                <numerusform>%n Client</numerusform>
                <numerusform>%n Clients</numerusform>
            </translation>
        </message>
        <message>
            <source>What this computer sends ends with Castdeck: if they may finish, the window closes by itself after the last one. A machine that is cut off while its disk is half written may not start any more.</source>
            <translation>Was dieser Computer sendet, endet mit Castdeck: Dürfen sie fertig werden, schließt sich das Fenster nach dem letzten von selbst. Ein Rechner, der abgeschnitten wird, während sein Datenträger halb geschrieben ist, startet womöglich nicht mehr.</translation>
        </message>
        <message>
            <source>&amp;Close</source>
            <translation>&amp;Schließen</translation>
        </message>
        <message>
            <source>Castdeck closes when the last machine has finished</source>
            <translation>Castdeck schließt sich, wenn der letzte Rechner fertig ist</translation>
        </message>
    </context>
    <context>
        <name>castdeck::ConfirmDialog</name>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>What it is about</source>
            <translation>Worum es geht</translation>
        </message>
        <message>
            <source>&amp;Reason, shown on the machines and kept in the log:</source>
            <translation>&amp;Grund, den die Rechner anzeigen und das Protokoll behält:</translation>
        </message>
        <message>
            <source>optional, such as “wrong image”</source>
            <translation>freiwillig, etwa „falsches Abbild“</translation>
        </message>
        <message>
            <source>Those who are connected &amp;finish; nobody new joins</source>
            <translation>Wer verbunden ist, wird &amp;fertig; niemand Neues kommt dazu</translation>
        </message>
        <message>
            <source>C&amp;ut off those who are connected, now</source>
            <translation>Wer verbunden ist, wird &amp;jetzt abgeschnitten</translation>
        </message>
    </context>
    <context>
        <name>castdeck::ContentPage</name>
        <message>
            <source>&amp;Let clients ask without authentication</source>
            <translation>C&amp;lients ohne Anmeldung fragen lassen</translation>
        </message>
        <message>
            <source>What is published</source>
            <translation>Was veröffentlicht wird</translation>
        </message>
        <message>
            <source>Clients can ask %1 for it by this name.</source>
            <translation>Clients können %1 unter diesem Namen danach fragen.</translation>
        </message>
        <message>
            <source>What clients ask for</source>
            <translation>Wonach Clients fragen</translation>
        </message>
        <message>
            <source>For people; may be empty</source>
            <translation>Für Menschen; darf leer sein</translation>
        </message>
        <message>
            <source>&amp;From:</source>
            <translation>&amp;Aus:</translation>
        </message>
        <message>
            <source>&amp;Name:</source>
            <translation>&amp;Name:</translation>
        </message>
        <message>
            <source>&amp;Title:</source>
            <translation>&amp;Titel:</translation>
        </message>
        <message>
            <source>&amp;Description:</source>
            <translation>&amp;Beschreibung:</translation>
        </message>
        <message>
            <source>F&amp;older:</source>
            <translation>&amp;Ordner:</translation>
        </message>
        <message>
            <source>F&amp;ile:</source>
            <translation>&amp;Datei:</translation>
        </message>
        <message>
            <source>Any machine on the network can then read what is published here</source>
            <translation>Dann kann jeder Rechner im Netz lesen, was hier veröffentlicht wird</translation>
        </message>
        <message>
            <source>This provider serves only receivers that show a token.</source>
            <translation>Dieser Anbieter bedient nur Empfänger, die ein Token zeigen.</translation>
        </message>
        <message>
            <source>Choose a folder.</source>
            <translation>Bitte einen Ordner wählen.</translation>
        </message>
        <message>
            <source>Choose a file.</source>
            <translation>Bitte eine Datei wählen.</translation>
        </message>
        <message>
            <source>Give the whole path, from the root.</source>
            <translation>Bitte den ganzen Pfad angeben, von der Wurzel an.</translation>
        </message>
        <message>
            <source>This folder does not exist.</source>
            <translation>Diesen Ordner gibt es nicht.</translation>
        </message>
        <message>
            <source>This file does not exist.</source>
            <translation>Diese Datei gibt es nicht.</translation>
        </message>
        <message>
            <source>This is a file, not a folder.</source>
            <translation>Das ist eine Datei, kein Ordner.</translation>
        </message>
        <message>
            <source>You are not allowed to read this folder.</source>
            <translation>Sie dürfen diesen Ordner nicht lesen.</translation>
        </message>
        <message>
            <source>This folder is empty.</source>
            <translation>Dieser Ordner ist leer.</translation>
        </message>
        <message>
            <source>This is a folder, not a file.</source>
            <translation>Das ist ein Ordner, keine Datei.</translation>
        </message>
        <message>
            <source>You are not allowed to read this file.</source>
            <translation>Sie dürfen diese Datei nicht lesen.</translation>
        </message>
        <message>
            <source>Give it a name.</source>
            <translation>Bitte einen Namen geben.</translation>
        </message>
        <message>
            <source>A name has at most 511 characters and no line breaks or tabs.</source>
            <translation>Ein Name hat höchstens 511 Zeichen und keine Zeilenumbrüche oder Tabulatoren.</translation>
        </message>
        <message>
            <source>Something is published under this name already.</source>
            <translation>Unter diesem Namen ist schon etwas veröffentlicht.</translation>
        </message>
        <message>
            <source>Where receivers get by unicast what multicast does not bring them; empty: from the server itself, if it offers that</source>
            <translation>Woher Empfänger per Unicast bekommen, was Multicast ihnen nicht bringt; leer: vom Server selbst, falls er das anbietet</translation>
        </message>
        <message>
            <source>&amp;Unicast from:</source>
            <translation>&amp;Unicast von:</translation>
        </message>
        <message>
            <source>Give a URL with {content} in it, or nothing.</source>
            <comment>{content} stays as it is</comment>
            <translation>Geben Sie eine URL mit {content} darin an, oder nichts.</translation>
        </message>
        <message>
            <source>Clients ask for an image by its number: 1, 2 … Each gets it as a WIM file of its own.</source>
            <translation>Clients fragen mit der Nummer nach einem Abbild: 1, 2 … Jeder bekommt es als eigene WIM-Datei.</translation>
        </message>
        <message>
            <source>WIM files (*.wim *.esd)</source>
            <translation>WIM-Dateien (*.wim *.esd)</translation>
        </message>
        <message>
            <source>All files (*)</source>
            <translation>Alle Dateien (*)</translation>
        </message>
        <message>
            <source>Looking whether it is there…</source>
            <translation>Es wird nachgesehen, ob es da ist…</translation>
        </message>
        <message>
            <source>This folder does not answer.</source>
            <translation>Dieser Ordner antwortet nicht.</translation>
        </message>
        <message>
            <source>This file does not answer.</source>
            <translation>Diese Datei antwortet nicht.</translation>
        </message>
        <message>
            <source>A WDS server has this for each of its content providers, not for one that is published</source>
            <translation>Bei einem WDS-Server gilt das für jeden seiner Inhaltsanbieter, nicht für eine einzelne Veröffentlichung</translation>
        </message>
    </context>
    <context>
        <name>castdeck::DesktopNotices</name>
        <message>
            <source>&amp;Tell When a Cast Ends</source>
            <translation>Das Ende von Übertragungen &amp;melden</translation>
        </message>
        <message>
            <source>By a notice of the desktop, while this window is not in use</source>
            <translation>Durch eine Meldung der Arbeitsfläche, solange dieses Fenster nicht benutzt wird</translation>
        </message>
    </context>
    <context>
        <name>castdeck::DiagnosticsPage</name>
        <message>
            <source>&amp;Log more than usual, about:</source>
            <translation>Mehr als üblich &amp;protokollieren, und zwar zu:</translation>
        </message>
        <message>
            <source>M&amp;ulticast</source>
            <translation>&amp;Multicast</translation>
        </message>
        <message>
            <source>Ima&amp;ge server</source>
            <translation>Abbild&amp;server</translation>
        </message>
        <message>
            <source>&amp;PXE</source>
            <translation>&amp;PXE</translation>
        </message>
        <message>
            <source>&amp;TFTP</source>
            <translation>&amp;TFTP</translation>
        </message>
    </context>
    <context>
        <name>castdeck::DialogPrompter</name>
        <message>
            <source>Export</source>
            <translation>Exportieren</translation>
        </message>
    </context>
    <context>
        <name>castdeck::ErrorText</name>
        <message>
            <source>The server reports error %1</source>
            <translation>Der Server meldet den Fehler %1</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <comment>sentence: what it is about</comment>
            <translation>%1: %2</translation>
        </message>
        <message>
            <source>Access is denied</source>
            <translation>Der Zugriff wurde verweigert</translation>
        </message>
        <message>
            <source>The request makes no sense to the server</source>
            <translation>Der Server kann mit der Anfrage nichts anfangen</translation>
        </message>
        <message>
            <source>The server is busy</source>
            <translation>Der Server ist ausgelastet</translation>
        </message>
        <message>
            <source>The server has run out of resources</source>
            <translation>Dem Server fehlen Ressourcen</translation>
        </message>
        <message>
            <source>The value is not allowed</source>
            <translation>Der Wert ist nicht zulässig</translation>
        </message>
        <message>
            <source>This cannot be done now</source>
            <translation>Das geht im Augenblick nicht</translation>
        </message>
        <message>
            <source>The server does not know this kind of object</source>
            <translation>Der Server kennt diese Art von Objekt nicht</translation>
        </message>
        <message>
            <source>A content provider of this name is registered already</source>
            <translation>Ein Inhaltsanbieter dieses Namens ist schon angemeldet</translation>
        </message>
        <message>
            <source>There is no content provider of this name</source>
            <translation>Es gibt keinen Inhaltsanbieter dieses Namens</translation>
        </message>
        <message>
            <source>This is no name for a content provider</source>
            <translation>Das ist kein Name für einen Inhaltsanbieter</translation>
        </message>
        <message>
            <source>No transport server is set up there</source>
            <translation>Dort ist kein Transportserver eingerichtet</translation>
        </message>
        <message>
            <source>The namespace is published already</source>
            <translation>Der Namensraum ist schon veröffentlicht</translation>
        </message>
        <message>
            <source>The namespace is not published</source>
            <translation>Der Namensraum ist nicht veröffentlicht</translation>
        </message>
        <message>
            <source>It is set up already</source>
            <translation>Es ist schon eingerichtet</translation>
        </message>
        <message>
            <source>This is no name for a namespace</source>
            <translation>Das ist kein Name für einen Namensraum</translation>
        </message>
        <message>
            <source>The settings of the namespace are not valid</source>
            <translation>Die Einstellungen des Namensraums sind ungültig</translation>
        </message>
        <message>
            <source>A namespace that was published cannot be changed; make a new one</source>
            <translation>Ein veröffentlichter Namensraum lässt sich nicht ändern; legen Sie einen neuen an</translation>
        </message>
        <message>
            <source>The start time is not valid</source>
            <translation>Die Startzeit ist ungültig</translation>
        </message>
        <message>
            <source>The server does not know these diagnostics components</source>
            <translation>Der Server kennt diese Diagnosekomponenten nicht</translation>
        </message>
        <message>
            <source>There are changes that were not saved</source>
            <translation>Es gibt Änderungen, die nicht gespeichert sind</translation>
        </message>
        <message>
            <source>The range of addresses is not valid</source>
            <translation>Der Adressbereich ist ungültig</translation>
        </message>
        <message>
            <source>The range of ports is not valid</source>
            <translation>Der Portbereich ist ungültig</translation>
        </message>
        <message>
            <source>The conditions for starting are not valid</source>
            <translation>Die Startbedingungen sind ungültig</translation>
        </message>
        <message>
            <source>The transport server cannot be reached</source>
            <translation>Der Transportserver ist nicht erreichbar</translation>
        </message>
        <message>
            <source>The namespace is not on this server</source>
            <translation>Der Namensraum liegt nicht auf diesem Server</translation>
        </message>
        <message>
            <source>The namespace is not on the server any more</source>
            <translation>Der Namensraum liegt nicht mehr auf dem Server</translation>
        </message>
        <message>
            <source>This is no IP address</source>
            <translation>Das ist keine IP-Adresse</translation>
        </message>
        <message>
            <source>This is no IPv4 multicast address</source>
            <translation>Das ist keine IPv4-Multicast-Adresse</translation>
        </message>
        <message>
            <source>This is no IPv6 multicast address</source>
            <translation>Das ist keine IPv6-Multicast-Adresse</translation>
        </message>
        <message>
            <source>The server does not support IPv6</source>
            <translation>Der Server unterstützt kein IPv6</translation>
        </message>
        <message>
            <source>IPv6 multicast addresses can only come from a range</source>
            <translation>IPv6-Multicast-Adressen können nur aus einem Bereich kommen</translation>
        </message>
        <message>
            <source>There can be 2 or 3 streams</source>
            <translation>Es sind 2 oder 3 Ströme möglich</translation>
        </message>
        <message>
            <source>The threshold for disconnecting slow clients is not valid</source>
            <translation>Die Schwelle zum Trennen langsamer Clients ist ungültig</translation>
        </message>
        <message>
            <source>The server has no policy for slow clients</source>
            <translation>Der Server hat keine Regel für langsame Clients</translation>
        </message>
        <message>
            <source>The server does not know this way of handling slow clients</source>
            <translation>Der Server kennt diesen Umgang mit langsamen Clients nicht</translation>
        </message>
        <message>
            <source>The server has no network profiles</source>
            <translation>Der Server hat keine Netzwerkprofile</translation>
        </message>
        <message>
            <source>The server has no port policy</source>
            <translation>Der Server hat keine Portregel</translation>
        </message>
        <message>
            <source>The server has no largest TFTP block size</source>
            <translation>Der Server hat keine größte TFTP-Blockgröße</translation>
        </message>
        <message>
            <source>The server has no variable TFTP window</source>
            <translation>Der Server hat kein variables TFTP-Fenster</translation>
        </message>
        <message>
            <source>The TFTP block size is not valid</source>
            <translation>Die TFTP-Blockgröße ist ungültig</translation>
        </message>
        <message>
            <source>The session is being ended already</source>
            <translation>Die Sitzung wird schon beendet</translation>
        </message>
        <message>
            <source>The content provider is not complete</source>
            <translation>Der Inhaltsanbieter ist unvollständig</translation>
        </message>
        <message>
            <source>There is no such content any more</source>
            <translation>Diesen Inhalt gibt es nicht mehr</translation>
        </message>
        <message>
            <source>The client is not there any more</source>
            <translation>Der Client ist nicht mehr da</translation>
        </message>
        <message>
            <source>There is no such namespace</source>
            <translation>Diesen Namensraum gibt es nicht</translation>
        </message>
        <message>
            <source>There is no such content provider</source>
            <translation>Diesen Inhaltsanbieter gibt es nicht</translation>
        </message>
        <message>
            <source>A namespace of this name exists already</source>
            <translation>Einen Namensraum dieses Namens gibt es schon</translation>
        </message>
        <message>
            <source>The namespace is being taken back already</source>
            <translation>Der Namensraum wird schon zurückgezogen</translation>
        </message>
        <message>
            <source>The transmission has started already</source>
            <translation>Die Übertragung hat schon begonnen</translation>
        </message>
        <message>
            <source>No client has joined, so there is nobody to start for</source>
            <translation>Kein Client ist beigetreten, es gibt niemanden, für den man starten könnte</translation>
        </message>
        <message>
            <source>The start time is in the past</source>
            <translation>Die Startzeit liegt in der Vergangenheit</translation>
        </message>
        <message>
            <source>A packet came without its keyed checksum</source>
            <translation>Ein Paket kam ohne seine geschützte Prüfsumme</translation>
        </message>
        <message>
            <source>A packet came without its signature</source>
            <translation>Ein Paket kam ohne Unterschrift</translation>
        </message>
        <message>
            <source>A packet came with a protection that was not agreed on</source>
            <translation>Ein Paket kam mit einem Schutz, der nicht vereinbart war</translation>
        </message>
        <message>
            <source>A packet came without its checksum</source>
            <translation>Ein Paket kam ohne Prüfsumme</translation>
        </message>
        <message>
            <source>The client does not support the protection asked for</source>
            <translation>Der Client beherrscht den verlangten Schutz nicht</translation>
        </message>
        <message>
            <source>The client was too slow for the session</source>
            <translation>Der Client war zu langsam für die Sitzung</translation>
        </message>
        <message>
            <source>The client was sent to another way of transfer</source>
            <translation>Der Client wurde auf einen anderen Übertragungsweg verwiesen</translation>
        </message>
        <message>
            <source>The client was disconnected</source>
            <translation>Der Client wurde getrennt</translation>
        </message>
        <message>
            <source>The client was disconnected without a known reason</source>
            <translation>Der Client wurde ohne bekannten Grund getrennt</translation>
        </message>
        <message>
            <source>There is no IPv4 network interface</source>
            <translation>Es gibt keine IPv4-Netzwerkschnittstelle</translation>
        </message>
        <message>
            <source>The connection to the server was lost before it answered; whether it was done is not known</source>
            <translation>Die Verbindung zum Server ging verloren, bevor er antwortete; ob es ausgeführt wurde, ist nicht bekannt</translation>
        </message>
        <message>
            <source>The server did not answer in time</source>
            <translation>Der Server hat nicht rechtzeitig geantwortet</translation>
        </message>
        <message>
            <source>The other end does not keep to the protocol</source>
            <translation>Die Gegenseite hält sich nicht an das Protokoll</translation>
        </message>
        <message>
            <source>The server does not accept the token</source>
            <translation>Der Server nimmt das Token nicht an</translation>
        </message>
        <message>
            <source>The role you were given does not allow this</source>
            <translation>Ihre Rolle erlaubt das nicht</translation>
        </message>
        <message>
            <source>The server shows another certificate than before</source>
            <translation>Der Server zeigt ein anderes Zertifikat als bisher</translation>
        </message>
        <message>
            <source>The server is too old or too new for this</source>
            <translation>Der Server ist dafür zu alt oder zu neu</translation>
        </message>
        <message>
            <source>The session has ended already</source>
            <translation>Die Sitzung ist schon zu Ende</translation>
        </message>
        <message>
            <source>There is no network interface that can multicast</source>
            <translation>Es gibt keine Netzwerkschnittstelle, die Multicast beherrscht</translation>
        </message>
        <message>
            <source>The address or port is taken by another program</source>
            <translation>Adresse oder Port sind von einem anderen Programm belegt</translation>
        </message>
        <message>
            <source>The network failed</source>
            <translation>Das Netzwerk hat versagt</translation>
        </message>
        <message>
            <source>The file or folder does not exist</source>
            <translation>Die Datei oder den Ordner gibt es nicht</translation>
        </message>
        <message>
            <source>The system does not allow reading or writing it</source>
            <translation>Das System erlaubt nicht, es zu lesen oder zu schreiben</translation>
        </message>
        <message>
            <source>It is a file where a folder is needed, or a folder where a file is needed</source>
            <translation>Es ist eine Datei, wo ein Ordner nötig ist, oder umgekehrt</translation>
        </message>
        <message>
            <source>The folder holds no file</source>
            <translation>Der Ordner enthält keine Datei</translation>
        </message>
        <message>
            <source>The server was gone before it was over</source>
            <translation>Der Server war weg, bevor es vorbei war</translation>
        </message>
        <message>
            <source>Its folder does not answer</source>
            <translation>Der Ordner antwortet nicht</translation>
        </message>
        <message>
            <source>Reading or writing failed</source>
            <translation>Lesen oder Schreiben ist fehlgeschlagen</translation>
        </message>
        <message>
            <source>There is no space left on the device</source>
            <translation>Auf dem Gerät ist kein Platz mehr</translation>
        </message>
        <message>
            <source>The file was changed while it was being sent</source>
            <translation>Die Datei wurde verändert, während sie gesendet wurde</translation>
        </message>
        <message>
            <source>What was written is not what was sent</source>
            <translation>Geschrieben wurde nicht das, was gesendet wurde</translation>
        </message>
        <message>
            <source>It was cancelled</source>
            <translation>Es wurde abgebrochen</translation>
        </message>
        <message>
            <source>An error in Castdeck itself; please report it</source>
            <translation>Ein Fehler in Castdeck selbst; bitte melden Sie ihn</translation>
        </message>
        <message>
            <source>Somebody else has changed these settings in the meantime</source>
            <translation>Jemand anderes hat diese Einstellungen inzwischen geändert</translation>
        </message>
        <message>
            <source>The transport service is stopped</source>
            <translation>Der Transportdienst ist angehalten</translation>
        </message>
        <message>
            <source>The two programs speak different versions of the protocol; update the older one</source>
            <translation>Die beiden Programme sprechen verschiedene Fassungen des Protokolls; aktualisieren Sie das ältere</translation>
        </message>
        <message>
            <source>The certificate is not accepted</source>
            <translation>Das Zertifikat wird nicht anerkannt</translation>
        </message>
        <message>
            <source>No key of yours is accepted there without a password being asked for; nobody can be asked from here</source>
            <translation>Keiner Ihrer Schlüssel wird dort ohne Nachfrage nach einem Passwort anerkannt; von hier aus kann niemand gefragt werden</translation>
        </message>
        <message>
            <source>The command that leads to the server does not lead there</source>
            <translation>Der Befehl, der zum Server führen soll, führt nicht dorthin</translation>
        </message>
        <message>
            <source>The host&apos;s key is not known here, or is another than before; connect to it once with ssh in a terminal and compare it</source>
            <translation>Der Schlüssel des Rechners ist hier nicht bekannt oder ein anderer als bisher; verbinden Sie sich einmal mit ssh in einem Terminal und vergleichen Sie ihn</translation>
        </message>
    </context>
    <context>
        <name>castdeck::EventLog</name>
        <message>
            <source>Time</source>
            <translation>Zeit</translation>
        </message>
        <message>
            <source>Server</source>
            <translation>Server</translation>
        </message>
        <message>
            <source>Event</source>
            <translation>Ereignis</translation>
        </message>
    </context>
    <context>
        <name>castdeck::FileField</name>
        <message>
            <source>Browse</source>
            <translation>Durchsuchen</translation>
        </message>
        <message>
            <source>Choose</source>
            <translation>Auswählen</translation>
        </message>
    </context>
    <context>
        <name>castdeck::HistoryRecords</name>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Ended</source>
            <translation>Beendet</translation>
        </message>
        <message>
            <source>Outcome</source>
            <translation>Ausgang</translation>
        </message>
        <message>
            <source>Duration</source>
            <translation>Dauer</translation>
        </message>
        <message>
            <source>Clients</source>
            <translation>Clients</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>Fortschritt</translation>
        </message>
        <message>
            <source>Sent</source>
            <translation>Gesendet</translation>
        </message>
        <message>
            <source>Rate</source>
            <translation>Rate</translation>
        </message>
        <message>
            <source>By</source>
            <translation>Von</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>Grund</translation>
        </message>
        <message>
            <source>Namespace</source>
            <translation>Namensraum</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>Adresse</translation>
        </message>
        <message>
            <source>Finished</source>
            <translation>Fertig</translation>
        </message>
        <message>
            <source>Terminated</source>
            <translation>Abgebrochen</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>Fehlgeschlagen</translation>
        </message>
        <message>
            <source>Has everything</source>
            <translation>Hat alles</translation>
        </message>
        <message>
            <source>Gave up</source>
            <translation>Hat aufgegeben</translation>
        </message>
        <message>
            <source>Disconnected</source>
            <translation>Getrennt</translation>
        </message>
        <message>
            <source>Vanished</source>
            <translation>Verschwunden</translation>
        </message>
        <message>
            <source>From %1 to %2</source>
            <translation>Von %1 bis %2</translation>
        </message>
        <message numerus="yes">
            <source>%n more client(s) found no room in the record</source>
            <translation>
                <numerusform>Ein weiterer Client fand im Eintrag keinen Platz</numerusform>
                <numerusform>%n weitere Clients fanden im Eintrag keinen Platz</numerusform>
            </translation>
        </message>
        <message>
            <source>Time</source>
            <translation>Zeit</translation>
        </message>
        <message>
            <source>Who</source>
            <translation>Wer</translation>
        </message>
        <message>
            <source>Verb</source>
            <translation>Befehl</translation>
        </message>
        <message>
            <source>About</source>
            <translation>Betrifft</translation>
        </message>
        <message>
            <source>Result</source>
            <translation>Ergebnis</translation>
        </message>
        <message>
            <source>Role</source>
            <translation>Rolle</translation>
        </message>
        <message>
            <source>From</source>
            <translation>Von</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Erledigt</translation>
        </message>
        <message>
            <source>Went on in a slower session</source>
            <translation>In einer langsameren Sitzung fortgesetzt</translation>
        </message>
        <message>
            <source>%1, %2 of %3 complete</source>
            <comment>how it ended, clients</comment>
            <translation>%1, %2 von %3 vollständig</translation>
        </message>
        <message>
            <source>Complete</source>
            <translation>Vollständig</translation>
        </message>
    </context>
    <context>
        <name>castdeck::HistoryTab</name>
        <message>
            <source>Fetch &amp;Older</source>
            <translation>Ä&amp;ltere holen</translation>
        </message>
        <message>
            <source>&amp;Export…</source>
            <translation>&amp;Exportieren…</translation>
        </message>
        <message>
            <source>Period</source>
            <translation>Zeitraum</translation>
        </message>
        <message>
            <source>Last 24 hours</source>
            <translation>Letzte 24 Stunden</translation>
        </message>
        <message>
            <source>Last 7 days</source>
            <translation>Letzte 7 Tage</translation>
        </message>
        <message>
            <source>Last 30 days</source>
            <translation>Letzte 30 Tage</translation>
        </message>
        <message>
            <source>Asking the server…</source>
            <translation>Der Server wird gefragt…</translation>
        </message>
        <message>
            <source>The selected rows and what is below them; all rows if none is selected</source>
            <translation>Die gewählten Zeilen und was unter ihnen steht; alle Zeilen, wenn keine gewählt ist</translation>
        </message>
        <message>
            <source>There is nothing older.</source>
            <translation>Es gibt nichts Älteres.</translation>
        </message>
        <message>
            <source>Nothing is recorded.</source>
            <translation>Es ist nichts verzeichnet.</translation>
        </message>
        <message numerus="yes">
            <source>%n record(s)</source>
            <translation>
                <numerusform>%n Eintrag</numerusform>
                <numerusform>%n Einträge</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1 of %n record(s)</source>
            <translation>
                <numerusform>%1 von %n Eintrag</numerusform>
                <numerusform>%1 von %n Einträgen</numerusform>
            </translation>
        </message>
        <message>
            <source>All servers</source>
            <translation>Alle Server</translation>
        </message>
        <message>
            <source>All times</source>
            <translation>Alle Zeiten</translation>
        </message>
        <message>
            <source>Asking the servers…</source>
            <translation>Die Server werden gefragt …</translation>
        </message>
        <message>
            <source>Filter</source>
            <translation>Filter</translation>
        </message>
        <message>
            <source>Name of a machine, file, namespace or person</source>
            <translation>Name eines Rechners, einer Datei, eines Namensraums oder einer Person</translation>
        </message>
        <message>
            <source>Not connected: what it remembers cannot be asked for</source>
            <translation>Nicht verbunden: was er noch weiß, lässt sich nicht erfragen</translation>
        </message>
        <message>
            <source>Not searched: %1.</source>
            <translation>Nicht durchsucht: %1.</translation>
        </message>
        <message>
            <source>Nothing is recorded</source>
            <translation>Nichts ist aufgezeichnet</translation>
        </message>
        <message>
            <source>Nothing matches.</source>
            <translation>Nichts passt.</translation>
        </message>
        <message>
            <source>Re&amp;load</source>
            <translation>&amp;Neu laden</translation>
        </message>
        <message numerus="yes">
            <source>Searching: %n record(s) so far…</source>
            <translation>
                <numerusform>Suche läuft: bisher %n Eintrag …</numerusform>
                <numerusform>Suche läuft: bisher %n Einträge …</numerusform>
            </translation>
        </message>
        <message>
            <source>Server</source>
            <translation>Server</translation>
        </message>
        <message>
            <source>There is no server to ask.</source>
            <translation>Es gibt keinen Server, der gefragt werden könnte.</translation>
        </message>
        <message>
            <source>What is older was not searched.</source>
            <translation>Älteres ist nicht durchsucht.</translation>
        </message>
        <message>
            <source>What servers remember</source>
            <translation>Was Server noch wissen</translation>
        </message>
    </context>
    <context>
        <name>castdeck::LocalServer</name>
        <message>
            <source>This computer</source>
            <translation>Dieser Computer</translation>
        </message>
        <message>
            <source>the console was closed</source>
            <translation>die Konsole wurde geschlossen</translation>
        </message>
    </context>
    <context>
        <name>castdeck::LossText</name>
        <message>
            <source>The server is stopping</source>
            <translation>Der Server wird beendet</translation>
        </message>
        <message>
            <source>The server is stopping: %1</source>
            <translation>Der Server wird beendet: %1</translation>
        </message>
        <message>
            <source>Connection lost</source>
            <translation>Verbindung verloren</translation>
        </message>
        <message>
            <source>Connection lost: %1</source>
            <translation>Verbindung verloren: %1</translation>
        </message>
        <message>
            <source>Not connected: %1</source>
            <comment>why</comment>
            <translation>Nicht verbunden: %1</translation>
        </message>
        <message>
            <source>its rows were last true at %1</source>
            <translation>seine Zeilen stimmten zuletzt um %1</translation>
        </message>
    </context>
    <context>
        <name>castdeck::MainWindow</name>
        <message>
            <source>Castdeck</source>
            <translation>Castdeck</translation>
        </message>
        <message>
            <source>&amp;Server</source>
            <translation>&amp;Server</translation>
        </message>
        <message>
            <source>Sess&amp;ion</source>
            <translation>S&amp;itzung</translation>
        </message>
        <message>
            <source>&amp;Edit</source>
            <translation>&amp;Bearbeiten</translation>
        </message>
        <message>
            <source>&amp;View</source>
            <translation>&amp;Ansicht</translation>
        </message>
        <message>
            <source>&amp;Help</source>
            <translation>&amp;Hilfe</translation>
        </message>
        <message>
            <source>Toolbar</source>
            <translation>Werkzeugleiste</translation>
        </message>
        <message>
            <source>Events</source>
            <translation>Ereignisse</translation>
        </message>
        <message>
            <source>&amp;Quit</source>
            <translation>&amp;Beenden</translation>
        </message>
        <message>
            <source>&amp;Filter</source>
            <translation>&amp;Filter</translation>
        </message>
        <message>
            <source>&amp;Expand All</source>
            <translation>Alles auf&amp;klappen</translation>
        </message>
        <message>
            <source>&amp;Collapse All</source>
            <translation>Alles &amp;zuklappen</translation>
        </message>
        <message>
            <source>Ser&amp;vice</source>
            <translation>&amp;Dienst</translation>
        </message>
        <message>
            <source>&amp;Namespace</source>
            <translation>&amp;Namensraum</translation>
        </message>
        <message>
            <source>Namespaces</source>
            <translation>Namensräume</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>Einzelheiten</translation>
        </message>
        <message>
            <source>Menu of What Is Selected</source>
            <translation>Menü der Auswahl</translation>
        </message>
        <message>
            <source>Clear F&amp;inished Rows</source>
            <translation>Beendete Zeilen &amp;wegräumen</translation>
        </message>
    </context>
    <context>
        <name>castdeck::NamespaceActions</name>
        <message>
            <source>&amp;Start Now…</source>
            <translation>&amp;Jetzt starten…</translation>
        </message>
        <message>
            <source>Let a Scheduled-Cast go with those who wait</source>
            <translation>Einen Scheduled-Cast mit denen loslassen, die warten</translation>
        </message>
        <message>
            <source>&amp;Edit…</source>
            <translation>&amp;Bearbeiten…</translation>
        </message>
        <message>
            <source>Put a changed namespace in the place of this one</source>
            <translation>Einen geänderten Namensraum an die Stelle von diesem setzen</translation>
        </message>
        <message>
            <source>Cl&amp;one…</source>
            <translation>Kl&amp;onen…</translation>
        </message>
        <message>
            <source>Publish another one that begins like this one</source>
            <translation>Einen weiteren veröffentlichen, der wie dieser anfängt</translation>
        </message>
        <message>
            <source>Take it back; those who are connected finish, or are cut off</source>
            <translation>Ihn zurücknehmen; wer verbunden ist, wird fertig oder abgeschnitten</translation>
        </message>
        <message>
            <source>&amp;Another Start Time…</source>
            <translation>&amp;Andere Startzeit…</translation>
        </message>
        <message>
            <source>Give a Scheduled-Cast that missed its start time a new one</source>
            <translation>Einem Scheduled-Cast, der seine Startzeit verpasst hat, eine neue geben</translation>
        </message>
        <message>
            <source>&amp;Least Number of Clients…</source>
            <translation>&amp;Mindestzahl der Clients…</translation>
        </message>
        <message>
            <source>Change how many clients a Scheduled-Cast waits for</source>
            <translation>Ändern, auf wie viele Clients ein Scheduled-Cast wartet</translation>
        </message>
        <message>
            <source>&amp;Terminate Content…</source>
            <translation>&amp;Inhalt beenden…</translation>
        </message>
        <message>
            <source>End every session of the selected contents</source>
            <translation>Alle Sitzungen der ausgewählten Inhalte beenden</translation>
        </message>
        <message>
            <source>Start Now</source>
            <translation>Jetzt starten</translation>
        </message>
        <message numerus="yes">
            <source>Start %n transmission(s) now?</source>
            <translation>
                <numerusform>%n Übertragung jetzt starten?</numerusform>
                <numerusform>%n Übertragungen jetzt starten?</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 on %2, %3</source>
            <comment>namespace on server, clients</comment>
            <translation>%1 auf %2, %3</translation>
        </message>
        <message numerus="yes">
            <source>%n client(s) wait</source>
            <translation>
                <numerusform>%n Client wartet</numerusform>
                <numerusform>%n Clients warten</numerusform>
            </translation>
        </message>
        <message>
            <source>Clients that come later are served from the next round on.</source>
            <translation>Clients, die später kommen, werden ab der nächsten Runde bedient.</translation>
        </message>
        <message>
            <source>&amp;Start</source>
            <translation>&amp;Starten</translation>
        </message>
        <message numerus="yes">
            <source>%n client(s)</source>
            <translation>
                <numerusform>%n Client</numerusform>
                <numerusform>%n Clients</numerusform>
            </translation>
        </message>
        <message>
            <source>Nobody new can join. Those who are connected finish, unless they are cut off now: a machine whose disk is half written then may not start any more. The files stay.</source>
            <translation>Niemand Neues kann dazukommen. Wer verbunden ist, wird fertig, es sei denn, er wird jetzt abgeschnitten: Ein Rechner, dessen Platte dann halb beschrieben ist, startet vielleicht nicht mehr. Die Dateien bleiben.</translation>
        </message>
        <message>
            <source>Terminate Contents</source>
            <translation>Inhalte beenden</translation>
        </message>
        <message numerus="yes">
            <source>End all sessions of %n content(s)?</source>
            <translation>
                <numerusform>Alle Sitzungen von %n Inhalt beenden?</numerusform>
                <numerusform>Alle Sitzungen von %n Inhalten beenden?</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 of %2 on %3, %4</source>
            <comment>content of namespace on server, clients</comment>
            <translation>%1 aus %2 auf %3, %4</translation>
        </message>
        <message>
            <source>A machine that is cut off while its disk is half written may not start any more. The namespace stays: clients that ask again make a new session.</source>
            <translation>Ein Rechner, der abgeschnitten wird, während seine Platte halb beschrieben ist, startet vielleicht nicht mehr. Der Namensraum bleibt: Clients, die wieder fragen, beginnen eine neue Sitzung.</translation>
        </message>
        <message>
            <source>&amp;Terminate</source>
            <translation>&amp;Beenden</translation>
        </message>
        <message>
            <source>%1 has a new start time</source>
            <translation>%1 hat eine neue Startzeit</translation>
        </message>
        <message numerus="yes">
            <source>%1 waits for %n client(s)</source>
            <translation>
                <numerusform>%1 wartet auf %n Client</numerusform>
                <numerusform>%1 wartet auf %n Clients</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 waits for its start time alone</source>
            <translation>%1 wartet nur noch auf seine Startzeit</translation>
        </message>
        <message>
            <source>Stop P&amp;ublishing…</source>
            <translation>&amp;Nicht mehr veröffentlichen…</translation>
        </message>
        <message numerus="yes">
            <source>%n session(s)</source>
            <translation>
                <numerusform>%n Sitzung</numerusform>
                <numerusform>%n Sitzungen</numerusform>
            </translation>
        </message>
        <message>
            <source>Stop Publishing</source>
            <translation>Nicht mehr veröffentlichen</translation>
        </message>
        <message numerus="yes">
            <source>Stop publishing %n namespace(s)?</source>
            <translation>
                <numerusform>%n Namensraum nicht mehr veröffentlichen?</numerusform>
                <numerusform>%n Namensräume nicht mehr veröffentlichen?</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 with %2 are on them.</source>
            <comment>sessions, clients</comment>
            <translation>Darauf: %1 mit %2.</translation>
        </message>
        <message>
            <source>&amp;Stop Publishing</source>
            <translation>&amp;Nicht mehr veröffentlichen</translation>
        </message>
        <message>
            <source>&amp;How Machines Ask…</source>
            <translation>&amp;Wie Rechner fragen …</translation>
        </message>
        <message>
            <source>Nobody can ask for it any more. The files stay.</source>
            <translation>Niemand kann mehr danach fragen. Die Dateien bleiben.</translation>
        </message>
        <message>
            <source>Nobody is connected.</source>
            <translation>Niemand ist verbunden.</translation>
        </message>
        <message>
            <source>Where a machine asks for what is published, and the command for it</source>
            <translation>Wo ein Rechner nach dem Veröffentlichten fragt, und der Befehl dafür</translation>
        </message>
    </context>
    <context>
        <name>castdeck::NamespacePane</name>
        <message>
            <source>Namespaces and contents</source>
            <translation>Namensräume und Inhalte</translation>
        </message>
        <message>
            <source>No namespace matches the filter.</source>
            <translation>Kein Namensraum passt zum Filter.</translation>
        </message>
        <message>
            <source>Nothing is published.</source>
            <translation>Es ist nichts veröffentlicht.</translation>
        </message>
        <message>
            <source>Publish on %1…</source>
            <comment>names of servers</comment>
            <translation>Veröffentlichen auf %1…</translation>
        </message>
    </context>
    <context>
        <name>castdeck::NamespaceText</name>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>State</source>
            <translation>Zustand</translation>
        </message>
        <message>
            <source>Type</source>
            <translation>Art</translation>
        </message>
        <message>
            <source>Clients</source>
            <translation>Clients</translation>
        </message>
        <message>
            <source>Sessions</source>
            <translation>Sitzungen</translation>
        </message>
        <message>
            <source>Start</source>
            <translation>Start</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <source>Provider</source>
            <translation>Anbieter</translation>
        </message>
        <message>
            <source>Folder or file</source>
            <translation>Ordner oder Datei</translation>
        </message>
        <message>
            <source>Server</source>
            <translation>Server</translation>
        </message>
        <message>
            <source>Auto-Cast</source>
            <translation>Auto-Cast</translation>
        </message>
        <message>
            <source>Scheduled-Cast, started by hand</source>
            <translation>Scheduled-Cast, von Hand gestartet</translation>
        </message>
        <message>
            <source>Scheduled-Cast, starts by itself</source>
            <translation>Scheduled-Cast, startet von selbst</translation>
        </message>
        <message>
            <source>Unknown</source>
            <translation>Unbekannt</translation>
        </message>
        <message>
            <source>Ending…</source>
            <translation>Wird beendet…</translation>
        </message>
        <message>
            <source>Taking back…</source>
            <translation>Wird zurückgenommen…</translation>
        </message>
        <message>
            <source>Starting…</source>
            <translation>Wird gestartet…</translation>
        </message>
        <message>
            <source>Broken: %1</source>
            <translation>Gestört: %1</translation>
        </message>
        <message>
            <source>Draining, nobody new joins</source>
            <translation>Läuft aus, niemand Neues kommt dazu</translation>
        </message>
        <message>
            <source>Published</source>
            <translation>Veröffentlicht</translation>
        </message>
        <message>
            <source>Started</source>
            <translation>Gestartet</translation>
        </message>
        <message>
            <source>Start missed</source>
            <translation>Start verpasst</translation>
        </message>
        <message numerus="yes">
            <source>Waiting, %1 of %n client(s)</source>
            <translation>
                <numerusform>Wartet, %1 von %n Client</numerusform>
                <numerusform>Wartet, %1 von %n Clients</numerusform>
            </translation>
        </message>
        <message>
            <source>%1, or until %2</source>
            <comment>waiting for clients, or until a time</comment>
            <translation>%1, oder bis %2</translation>
        </message>
        <message numerus="yes">
            <source>Waiting until %1, %n client(s)</source>
            <translation>
                <numerusform>Wartet bis %1, %n Client</numerusform>
                <numerusform>Wartet bis %1, %n Clients</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Waiting to be started, %n client(s)</source>
            <translation>
                <numerusform>Wartet auf den Start, %n Client</numerusform>
                <numerusform>Wartet auf den Start, %n Clients</numerusform>
            </translation>
        </message>
        <message>
            <source>No digest yet</source>
            <translation>Noch keine Prüfsumme</translation>
        </message>
        <message>
            <source>Digest is being computed</source>
            <translation>Prüfsumme wird berechnet</translation>
        </message>
        <message>
            <source>Digest known</source>
            <translation>Prüfsumme bekannt</translation>
        </message>
        <message>
            <source>Start: %1 (%2)</source>
            <translation>Start: %1 (%2)</translation>
        </message>
        <message>
            <source>Its start time passed while the server was down or while nobody waited. Start it now, or give it another time.</source>
            <translation>Seine Startzeit verstrich, während der Server nicht lief oder niemand wartete. Jetzt starten oder eine andere Zeit geben.</translation>
        </message>
        <message>
            <source>Anyone on the network may ask for it.</source>
            <translation>Jeder im Netz darf danach fragen.</translation>
        </message>
        <message>
            <source>Only receivers with a token may ask for it.</source>
            <translation>Nur Empfänger mit Token dürfen danach fragen.</translation>
        </message>
        <message>
            <source>Content id: %1</source>
            <translation>Inhaltsnummer: %1</translation>
        </message>
        <message>
            <source>Namespace id: %1</source>
            <translation>Namensraumnummer: %1</translation>
        </message>
        <message>
            <source>Deregistered: %1</source>
            <translation>Zurückgenommen: %1</translation>
        </message>
        <message>
            <source>By unicast from %1</source>
            <translation>Per Unicast von %1</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>Ordner</translation>
        </message>
        <message>
            <source>File</source>
            <translation>Datei</translation>
        </message>
        <message>
            <source>Images of a WIM file</source>
            <translation>Abbilder einer WIM-Datei</translation>
        </message>
    </context>
    <context>
        <name>castdeck::NoticeLine</name>
        <message>
            <source>Details</source>
            <translation>Einzelheiten</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>Nächste</translation>
        </message>
        <message>
            <source>Dismiss</source>
            <translation>Verwerfen</translation>
        </message>
        <message>
            <source>Retry Now</source>
            <translation>Jetzt versuchen</translation>
        </message>
        <message>
            <source>Edit Server…</source>
            <translation>Server bearbeiten…</translation>
        </message>
        <message>
            <source>Show in Tree</source>
            <translation>Im Baum zeigen</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <comment>which one of how many</comment>
            <translation>%1 von %2</translation>
        </message>
        <message>
            <source>No notice</source>
            <translation>Keine Meldung</translation>
        </message>
        <message>
            <source>Enter Tokens…</source>
            <translation>Tokens eingeben…</translation>
        </message>
    </context>
    <context>
        <name>castdeck::NoticeText</name>
        <message>
            <source>Session of %1 started</source>
            <translation>Sitzung von %1 begonnen</translation>
        </message>
        <message>
            <source>Session of %1 ended, nobody needs anything any more</source>
            <translation>Sitzung von %1 beendet, niemand braucht mehr etwas</translation>
        </message>
        <message numerus="yes">
            <source>Session of %1 terminated, %n client(s) disconnected</source>
            <translation>
                <numerusform>Sitzung von %1 beendet, %n Client getrennt</numerusform>
                <numerusform>Sitzung von %1 beendet, %n Clients getrennt</numerusform>
            </translation>
        </message>
        <message>
            <source>Session of %1 failed</source>
            <translation>Sitzung von %1 fehlgeschlagen</translation>
        </message>
        <message>
            <source>%1 joined</source>
            <translation>%1 ist beigetreten</translation>
        </message>
        <message>
            <source>%1 has everything</source>
            <translation>%1 hat alles</translation>
        </message>
        <message>
            <source>%1 gave up</source>
            <translation>%1 hat aufgegeben</translation>
        </message>
        <message>
            <source>%1 was disconnected</source>
            <translation>%1 wurde getrennt</translation>
        </message>
        <message>
            <source>%1 vanished, nothing is heard of it any more</source>
            <translation>%1 ist verschwunden, man hört nichts mehr von ihm</translation>
        </message>
        <message>
            <source>%1 goes on in a slower session</source>
            <translation>%1 macht in einer langsameren Sitzung weiter</translation>
        </message>
        <message>
            <source>%1 is slow, and the others wait for it</source>
            <translation>%1 ist langsam, und die anderen warten darauf</translation>
        </message>
        <message>
            <source>%1 held everybody up and is not waited for any more</source>
            <translation>%1 hielt alle auf, auf ihn wird nicht mehr gewartet</translation>
        </message>
        <message>
            <source>The packets of %1 cannot be sent</source>
            <translation>Die Pakete von %1 lassen sich nicht senden</translation>
        </message>
        <message>
            <source>The group of %1 is used by another server too</source>
            <translation>Die Gruppe von %1 benutzt auch ein anderer Server</translation>
        </message>
        <message>
            <source>The group of %1 is used by something else too</source>
            <translation>Die Gruppe von %1 benutzt auch etwas anderes</translation>
        </message>
        <message>
            <source>%1 published</source>
            <translation>%1 veröffentlicht</translation>
        </message>
        <message>
            <source>%1 taken back</source>
            <translation>%1 zurückgezogen</translation>
        </message>
        <message>
            <source>by %1</source>
            <translation>durch %1</translation>
        </message>
        <message>
            <source>reason: %1</source>
            <translation>Grund: %1</translation>
        </message>
        <message>
            <source>never answered: %1</source>
            <translation>ohne Antwort: %1</translation>
        </message>
        <message numerus="yes">
            <source>Transmission of %1 started with %n client(s)</source>
            <translation>
                <numerusform>Übertragung von %1 mit %n Client gestartet</numerusform>
                <numerusform>Übertragung von %1 mit %n Clients gestartet</numerusform>
            </translation>
        </message>
        <message>
            <source>The start time of %1 has passed, nothing was started</source>
            <translation>Die Startzeit von %1 ist verstrichen, nichts wurde gestartet</translation>
        </message>
        <message>
            <source>Policy changed: %1</source>
            <translation>Richtlinie geändert: %1</translation>
        </message>
        <message>
            <source>Transport service started</source>
            <translation>Transportdienst gestartet</translation>
        </message>
        <message>
            <source>Transport service stopped</source>
            <translation>Transportdienst angehalten</translation>
        </message>
    </context>
    <context>
        <name>castdeck::ObstacleText</name>
        <message>
            <source>Select one server first.</source>
            <translation>Wählen Sie zuerst einen Server.</translation>
        </message>
        <message>
            <source>Select a session first.</source>
            <translation>Wählen Sie zuerst eine Sitzung.</translation>
        </message>
        <message>
            <source>Select a client first.</source>
            <translation>Wählen Sie zuerst einen Client.</translation>
        </message>
        <message>
            <source>Select a published folder or one of its sessions first.</source>
            <translation>Wählen Sie zuerst einen veröffentlichten Ordner oder eine seiner Sitzungen.</translation>
        </message>
        <message>
            <source>Select a row first.</source>
            <translation>Wählen Sie zuerst eine Zeile.</translation>
        </message>
        <message>
            <source>The role you were given on this server does not allow it.</source>
            <translation>Ihre Rolle auf diesem Server erlaubt es nicht.</translation>
        </message>
        <message>
            <source>The server is not connected.</source>
            <translation>Der Server ist nicht verbunden.</translation>
        </message>
        <message>
            <source>This was ordered already and is on its way.</source>
            <translation>Das ist schon angeordnet und unterwegs.</translation>
        </message>
        <message>
            <source>It is not published any more; its last sessions run out.</source>
            <translation>Es ist nicht mehr veröffentlicht; die letzten Sitzungen laufen aus.</translation>
        </message>
        <message>
            <source>Select a content of a namespace first.</source>
            <translation>Bitte zuerst einen Inhalt eines Namensraums auswählen.</translation>
        </message>
        <message>
            <source>This is done for one at a time.</source>
            <translation>Das geht nur einzeln.</translation>
        </message>
        <message>
            <source>An Auto-Cast starts by itself, with its first client.</source>
            <translation>Ein Auto-Cast startet von selbst, mit seinem ersten Client.</translation>
        </message>
        <message>
            <source>Only a Scheduled-Cast that starts by itself has this condition.</source>
            <translation>Diese Bedingung hat nur ein Scheduled-Cast, der von selbst startet.</translation>
        </message>
        <message>
            <source>It has started already.</source>
            <translation>Er hat schon begonnen.</translation>
        </message>
        <message>
            <source>No client waits for it yet.</source>
            <translation>Noch wartet kein Client darauf.</translation>
        </message>
        <message>
            <source>It has not missed a start time.</source>
            <translation>Er hat keine Startzeit verpasst.</translation>
        </message>
        <message>
            <source>The service runs already.</source>
            <translation>Der Dienst läuft schon.</translation>
        </message>
        <message>
            <source>The service does not run.</source>
            <translation>Der Dienst läuft nicht.</translation>
        </message>
        <message>
            <source>The service starts with the server already.</source>
            <translation>Der Dienst startet schon mit dem Server.</translation>
        </message>
        <message>
            <source>The service does not start with the server as it is.</source>
            <translation>Der Dienst startet ohnehin nicht mit dem Server.</translation>
        </message>
        <message>
            <source>This server is set to look-only here (Server, Manage Servers).</source>
            <translation>Dieser Server ist hier auf Nur-Ansehen gestellt (Server, Server verwalten).</translation>
        </message>
        <message>
            <source>This server has nothing like it.</source>
            <translation>Dieser Server hat nichts dergleichen.</translation>
        </message>
    </context>
    <context>
        <name>castdeck::OutcomeText</name>
        <message numerus="yes">
            <source>%n client(s) never answered</source>
            <translation>
                <numerusform>%n Client hat nicht geantwortet</numerusform>
                <numerusform>%n Clients haben nicht geantwortet</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n client(s) never answered: %1</source>
            <translation>
                <numerusform>%n Client hat nicht geantwortet: %1</numerusform>
                <numerusform>%n Clients haben nicht geantwortet: %1</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n client(s) disconnected</source>
            <translation>
                <numerusform>%n Client getrennt</numerusform>
                <numerusform>%n Clients getrennt</numerusform>
            </translation>
        </message>
        <message>
            <source>Session of %1 terminated</source>
            <translation>Sitzung von %1 beendet</translation>
        </message>
        <message numerus="yes">
            <source>%n session(s) terminated</source>
            <translation>
                <numerusform>%n Sitzung beendet</numerusform>
                <numerusform>%n Sitzungen beendet</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 disconnected</source>
            <translation>%1 getrennt</translation>
        </message>
        <message>
            <source>%1 sent to another way of transfer</source>
            <translation>%1 auf einen anderen Übertragungsweg verwiesen</translation>
        </message>
        <message numerus="yes">
            <source>%n client(s) sent to another way of transfer</source>
            <translation>
                <numerusform>%n Client auf einen anderen Übertragungsweg verwiesen</numerusform>
                <numerusform>%n Clients auf einen anderen Übertragungsweg verwiesen</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 is not published any more</source>
            <translation>%1 ist nicht mehr veröffentlicht</translation>
        </message>
        <message numerus="yes">
            <source>%n namespace(s) not published any more</source>
            <translation>
                <numerusform>%n Namensraum nicht mehr veröffentlicht</numerusform>
                <numerusform>%n Namensräume nicht mehr veröffentlicht</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n failed</source>
            <translation>
                <numerusform>%n fehlgeschlagen</numerusform>
                <numerusform>%n fehlgeschlagen</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 failed: %2</source>
            <comment>name: why</comment>
            <translation>%1 fehlgeschlagen: %2</translation>
        </message>
        <message>
            <source>%1 is taken back</source>
            <translation>%1 ist zurückgenommen</translation>
        </message>
        <message numerus="yes">
            <source>%n namespace(s) taken back</source>
            <translation>
                <numerusform>%n Namensraum zurückgenommen</numerusform>
                <numerusform>%n Namensräume zurückgenommen</numerusform>
            </translation>
        </message>
        <message>
            <source>those who are connected finish</source>
            <translation>wer verbunden ist, wird fertig</translation>
        </message>
        <message>
            <source>%1 has started</source>
            <translation>%1 hat begonnen</translation>
        </message>
        <message numerus="yes">
            <source>%n transmission(s) started</source>
            <translation>
                <numerusform>%n Übertragung gestartet</numerusform>
                <numerusform>%n Übertragungen gestartet</numerusform>
            </translation>
        </message>
        <message>
            <source>All sessions of %1 terminated</source>
            <translation>Alle Sitzungen von %1 beendet</translation>
        </message>
        <message numerus="yes">
            <source>All sessions of %n content(s) terminated</source>
            <translation>
                <numerusform>Alle Sitzungen von %n Inhalt beendet</numerusform>
                <numerusform>Alle Sitzungen von %n Inhalten beendet</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 is not connected</source>
            <translation>%1 ist nicht verbunden</translation>
        </message>
        <message>
            <source>%1 on %2: %3</source>
            <comment>name on server: outcome</comment>
            <translation>%1 auf %2: %3</translation>
        </message>
        <message numerus="yes">
            <source>%n done</source>
            <translation>
                <numerusform>%n erledigt</numerusform>
                <numerusform>%n erledigt</numerusform>
            </translation>
        </message>
        <message>
            <source>%1, again: %2</source>
            <comment>order: outcome</comment>
            <translation>%1, noch einmal: %2</translation>
        </message>
        <message>
            <source>done</source>
            <translation>erledigt</translation>
        </message>
        <message>
            <source>never answered: %1</source>
            <translation>nie geantwortet: %1</translation>
        </message>
        <message>
            <source>Terminate</source>
            <translation>Beenden</translation>
        </message>
        <message>
            <source>Disconnect</source>
            <translation>Trennen</translation>
        </message>
        <message>
            <source>Bypass multicast</source>
            <translation>Multicast umgehen</translation>
        </message>
        <message>
            <source>Stop publishing and cut off</source>
            <translation>Nicht mehr veröffentlichen und abschneiden</translation>
        </message>
        <message>
            <source>Stop publishing</source>
            <translation>Nicht mehr veröffentlichen</translation>
        </message>
        <message>
            <source>Start now</source>
            <translation>Jetzt starten</translation>
        </message>
        <message>
            <source>Terminate content</source>
            <translation>Inhalt beenden</translation>
        </message>
    </context>
    <context>
        <name>castdeck::PoliciesDialog</name>
        <message>
            <source>&amp;Close Without It</source>
            <translation>&amp;Schließen und verwerfen</translation>
        </message>
        <message>
            <source>Go &amp;Back</source>
            <translation>&amp;Zurück</translation>
        </message>
        <message>
            <source>&amp;Take Theirs</source>
            <translation>Fremde &amp;übernehmen</translation>
        </message>
        <message>
            <source>&amp;Keep Mine</source>
            <translation>&amp;Eigene behalten</translation>
        </message>
        <message>
            <source>Policies of %1</source>
            <translation>Richtlinien von %1</translation>
        </message>
        <message>
            <source>Addresses and ports</source>
            <translation>Adressen und Ports</translation>
        </message>
        <message>
            <source>Slow clients</source>
            <translation>Langsame Clients</translation>
        </message>
        <message>
            <source>Diagnostics</source>
            <translation>Diagnose</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>The server is not connected.</source>
            <translation>Der Server ist nicht verbunden.</translation>
        </message>
        <message>
            <source>Asking the server…</source>
            <translation>Der Server wird gefragt…</translation>
        </message>
        <message>
            <source>the same values as yours</source>
            <translation>dieselben Werte wie Ihre</translation>
        </message>
        <message>
            <source>Another administrator has changed this meanwhile. What the server holds now:</source>
            <translation>Ein anderer Verwalter hat das inzwischen geändert. Auf dem Server gilt jetzt:</translation>
        </message>
        <message>
            <source>Something on a page marked with * is not valid.</source>
            <translation>Auf einer mit * markierten Seite ist etwas nicht gültig.</translation>
        </message>
        <message>
            <source>Undo &amp;Changes</source>
            <translation>Änderungen &amp;zurücknehmen</translation>
        </message>
        <message>
            <source>Appl&amp;y</source>
            <translation>&amp;Anwenden</translation>
        </message>
        <message>
            <source>Apply your changes, or undo them, first.</source>
            <translation>Wenden Sie erst Ihre Änderungen an, oder nehmen Sie sie zurück.</translation>
        </message>
        <message>
            <source>Applying…</source>
            <translation>Wird angewendet …</translation>
        </message>
        <message>
            <source>&amp;Reload</source>
            <translation>Neu &amp;laden</translation>
        </message>
        <message>
            <source>What you have changed is not applied.</source>
            <translation>Was Sie geändert haben, ist nicht angewendet.</translation>
        </message>
        <message>
            <source>Your values are kept here. Apply puts them over those of the other administrator.</source>
            <translation>Ihre Werte bleiben hier stehen. Anwenden setzt sie an die Stelle derer des anderen Verwalters.</translation>
        </message>
    </context>
    <context>
        <name>castdeck::PolicyText</name>
        <message>
            <source>chosen by the server</source>
            <translation>vom Server gewählt</translation>
        </message>
        <message>
            <source>any free port</source>
            <translation>irgendein freier Port</translation>
        </message>
        <message>
            <source>IPv4 groups: %1</source>
            <translation>IPv4-Gruppen: %1</translation>
        </message>
        <message>
            <source>IPv6 groups: %1</source>
            <translation>IPv6-Gruppen: %1</translation>
        </message>
        <message>
            <source>UDP ports: %1</source>
            <translation>UDP-Ports: %1</translation>
        </message>
        <message>
            <source>waited for</source>
            <translation>es wird auf sie gewartet</translation>
        </message>
        <message>
            <source>disconnected below %1 KiB/s</source>
            <translation>unter %1 KiB/s getrennt</translation>
        </message>
        <message numerus="yes">
            <source>put into %n session(s)</source>
            <translation>
                <numerusform>auf %n Sitzung verteilt</numerusform>
                <numerusform>auf %n Sitzungen verteilt</numerusform>
            </translation>
        </message>
        <message>
            <source>Slow clients: %1</source>
            <translation>Langsame Clients: %1</translation>
        </message>
        <message>
            <source>Who is disconnected for being slow: %1</source>
            <translation>Wer als zu langsam getrennt wird: %1</translation>
        </message>
        <message>
            <source>gets the rest another way</source>
            <translation>bekommt den Rest auf anderem Weg</translation>
        </message>
        <message>
            <source>gives up</source>
            <translation>gibt auf</translation>
        </message>
        <message>
            <source>Diagnostics: %1</source>
            <translation>Diagnose: %1</translation>
        </message>
        <message>
            <source>on, components 0x%1</source>
            <translation>an, Komponenten 0x%1</translation>
        </message>
        <message>
            <source>off</source>
            <translation>aus</translation>
        </message>
        <message>
            <source>nothing was different</source>
            <translation>nichts war anders</translation>
        </message>
        <message>
            <source>in force already: %1</source>
            <translation>gilt schon: %1</translation>
        </message>
        <message numerus="yes">
            <source>for running sessions only after they end or the service is restarted, which would cut off %n client(s) now: %1</source>
            <translation>
                <numerusform>für laufende Sitzungen erst nach ihrem Ende oder einem Neustart des Dienstes, der jetzt %n Client abschneiden würde: %1</numerusform>
                <numerusform>für laufende Sitzungen erst nach ihrem Ende oder einem Neustart des Dienstes, der jetzt %n Clients abschneiden würde: %1</numerusform>
            </translation>
        </message>
        <message>
            <source>%1: %2</source>
            <comment>policy: what became of it</comment>
            <translation>%1: %2</translation>
        </message>
        <message>
            <source>IPv4 groups</source>
            <translation>IPv4-Gruppen</translation>
        </message>
        <message>
            <source>IPv6 groups</source>
            <translation>IPv6-Gruppen</translation>
        </message>
        <message>
            <source>UDP ports</source>
            <translation>UDP-Ports</translation>
        </message>
        <message>
            <source>how slow clients are handled</source>
            <translation>Umgang mit langsamen Clients</translation>
        </message>
        <message>
            <source>threshold of disconnecting</source>
            <translation>Schwelle zum Trennen</translation>
        </message>
        <message>
            <source>number of sessions</source>
            <translation>Zahl der Sitzungen</translation>
        </message>
        <message>
            <source>what becomes of those who are disconnected</source>
            <translation>was aus den Getrennten wird</translation>
        </message>
        <message>
            <source>diagnostics</source>
            <translation>Diagnose</translation>
        </message>
    </context>
    <context>
        <name>castdeck::PublishFlow</name>
        <message>
            <source>%1 (copy)</source>
            <translation>%1 (Kopie)</translation>
        </message>
        <message>
            <source>%1 was replaced on %2</source>
            <translation>%1 wurde auf %2 ersetzt</translation>
        </message>
        <message>
            <source>%1 was replaced on %2; those who are connected finish with the old one</source>
            <translation>%1 wurde auf %2 ersetzt; wer verbunden ist, wird mit dem alten fertig</translation>
        </message>
        <message>
            <source>%1 was replaced on %2; those who were connected are cut off</source>
            <translation>%1 wurde auf %2 ersetzt; wer verbunden war, ist abgeschnitten</translation>
        </message>
        <message>
            <source>%1 is published on %2</source>
            <translation>%1 ist auf %2 veröffentlicht</translation>
        </message>
        <message>
            <source>%1 could not be published: %2</source>
            <translation>%1 konnte nicht veröffentlicht werden: %2</translation>
        </message>
        <message>
            <source>Replace</source>
            <translation>Ersetzen</translation>
        </message>
        <message>
            <source>Publish</source>
            <translation>Veröffentlichen</translation>
        </message>
    </context>
    <context>
        <name>castdeck::PublishWizard</name>
        <message>
            <source>Edit Namespace</source>
            <translation>Namensraum bearbeiten</translation>
        </message>
        <message>
            <source>Publish</source>
            <translation>Veröffentlichen</translation>
        </message>
        <message>
            <source>&amp;Back</source>
            <translation>&amp;Zurück</translation>
        </message>
        <message>
            <source>Ne&amp;xt</source>
            <translation>&amp;Weiter</translation>
        </message>
        <message>
            <source>&amp;Replace</source>
            <translation>&amp;Ersetzen</translation>
        </message>
        <message>
            <source>&amp;Publish</source>
            <translation>&amp;Veröffentlichen</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
    </context>
    <context>
        <name>castdeck::RateChart</name>
        <message>
            <source>2 minutes</source>
            <translation>2 Minuten</translation>
        </message>
        <message>
            <source>Loss %1</source>
            <translation>Verlust %1</translation>
        </message>
        <message>
            <source>%1: %2, loss %3</source>
            <comment>session: rate, loss</comment>
            <translation>%1: %2, Verlust %3</translation>
        </message>
    </context>
    <context>
        <name>castdeck::RoleText</name>
        <message>
            <source>viewer</source>
            <translation>Beobachter</translation>
        </message>
        <message>
            <source>operator</source>
            <translation>Bediener</translation>
        </message>
        <message>
            <source>administrator</source>
            <translation>Verwalter</translation>
        </message>
        <message>
            <source>receiver</source>
            <translation>Empfänger</translation>
        </message>
        <message>
            <source>You can watch.</source>
            <translation>Sie können zusehen.</translation>
        </message>
        <message>
            <source>You can watch, end sessions and disconnect clients.</source>
            <translation>Sie können zusehen, Sitzungen beenden und Clients trennen.</translation>
        </message>
        <message>
            <source>You can do everything.</source>
            <translation>Sie können alles.</translation>
        </message>
        <message>
            <source>This token is for receivers; a console cannot watch with it.</source>
            <translation>Dieses Token ist für Empfänger; eine Konsole kann damit nicht zusehen.</translation>
        </message>
    </context>
    <context>
        <name>castdeck::RowText</name>
        <message>
            <source>Session %1</source>
            <translation>Sitzung %1</translation>
        </message>
        <message>
            <source>Ending…</source>
            <translation>Wird beendet…</translation>
        </message>
        <message>
            <source>Disconnecting…</source>
            <translation>Wird getrennt…</translation>
        </message>
        <message>
            <source>Leaving multicast…</source>
            <translation>Verlässt Multicast…</translation>
        </message>
        <message>
            <source>Taking back…</source>
            <translation>Wird zurückgezogen…</translation>
        </message>
        <message>
            <source>Connecting…</source>
            <translation>Verbindet…</translation>
        </message>
        <message>
            <source>Connected</source>
            <translation>Verbunden</translation>
        </message>
        <message>
            <source>Lost at %1</source>
            <translation>Verloren um %1</translation>
        </message>
        <message>
            <source>Refused</source>
            <translation>Abgewiesen</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>Wartet</translation>
        </message>
        <message>
            <source>Sending</source>
            <translation>Sendet</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>Fehlgeschlagen</translation>
        </message>
        <message>
            <source>Joining</source>
            <translation>Tritt bei</translation>
        </message>
        <message>
            <source>Master, receiving</source>
            <translation>Master, empfängt</translation>
        </message>
        <message>
            <source>Receiving</source>
            <translation>Empfängt</translation>
        </message>
        <message>
            <source>No data seen</source>
            <translation>Sieht keine Daten</translation>
        </message>
        <message>
            <source>Service</source>
            <translation>Dienst</translation>
        </message>
        <message>
            <source>starts with the server</source>
            <translation>startet mit dem Server</translation>
        </message>
        <message>
            <source>does not start with the server</source>
            <translation>startet nicht mit dem Server</translation>
        </message>
        <message>
            <source>Calls itself</source>
            <translation>Nennt sich</translation>
        </message>
        <message>
            <source>Version</source>
            <translation>Version</translation>
        </message>
        <message>
            <source>What is shown was true then. The connection is tried again without your doing.</source>
            <translation>Was gezeigt wird, galt zu dieser Zeit. Die Verbindung wird ohne Ihr Zutun erneut versucht.</translation>
        </message>
        <message>
            <source>Session id</source>
            <translation>Sitzungsnummer</translation>
        </message>
        <message>
            <source>Interface</source>
            <translation>Schnittstelle</translation>
        </message>
        <message>
            <source>Server address</source>
            <translation>Serveradresse</translation>
        </message>
        <message>
            <source>Group</source>
            <translation>Gruppe</translation>
        </message>
        <message>
            <source>Master client</source>
            <translation>Master-Client</translation>
        </message>
        <message>
            <source>Rejected packets</source>
            <translation>Abgewiesene Pakete</translation>
        </message>
        <message>
            <source>Error</source>
            <translation>Fehler</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>Titel</translation>
        </message>
        <message>
            <source>Description</source>
            <translation>Beschreibung</translation>
        </message>
        <message>
            <source>Clients may ask for it without authentication.</source>
            <translation>Clients können es ohne Anmeldung anfordern.</translation>
        </message>
        <message>
            <source>Clients have to authenticate.</source>
            <translation>Clients müssen sich anmelden.</translation>
        </message>
        <message>
            <source>IP address</source>
            <translation>IP-Adresse</translation>
        </message>
        <message>
            <source>MAC address</source>
            <translation>MAC-Adresse</translation>
        </message>
        <message>
            <source>User</source>
            <translation>Benutzer</translation>
        </message>
        <message>
            <source>Client id</source>
            <translation>Clientnummer</translation>
        </message>
        <message>
            <source>The client joined, but no multicast packet reaches it. Look at IGMP snooping: the network needs a querier, and the switch ports must not filter the group.</source>
            <translation>Der Client ist beigetreten, aber kein Multicast-Paket erreicht ihn. Prüfen Sie IGMP-Snooping: Das Netz braucht einen Querier, und die Switch-Ports dürfen die Gruppe nicht filtern.</translation>
        </message>
        <message>
            <source>The slowest client paces the session: this one, at the moment.</source>
            <translation>Der langsamste Client bestimmt das Tempo der Sitzung: im Augenblick dieser.</translation>
        </message>
        <message>
            <source>Server %1</source>
            <translation>Server %1</translation>
        </message>
        <message>
            <source>Session of %1</source>
            <translation>Sitzung von %1</translation>
        </message>
        <message>
            <source>Published folder %1</source>
            <translation>Veröffentlichter Ordner %1</translation>
        </message>
        <message>
            <source>Client %1</source>
            <translation>Client %1</translation>
        </message>
        <message>
            <source>Lost at %1, connecting…</source>
            <translation>Verloren um %1, wird verbunden…</translation>
        </message>
        <message>
            <source>Cannot be reached</source>
            <translation>Nicht erreichbar</translation>
        </message>
        <message>
            <source>Not connected</source>
            <translation>Nicht verbunden</translation>
        </message>
        <message>
            <source>Starting…</source>
            <translation>Wird gestartet…</translation>
        </message>
        <message>
            <source>Service drains</source>
            <translation>Dienst läuft aus</translation>
        </message>
        <message>
            <source>Service stopped</source>
            <translation>Dienst angehalten</translation>
        </message>
        <message>
            <source>Stream</source>
            <translation>Strom</translation>
        </message>
        <message>
            <source>slower, tier %1</source>
            <translation>langsamer, Stufe %1</translation>
        </message>
        <message>
            <source>Protection</source>
            <translation>Schutz</translation>
        </message>
        <message>
            <source>encrypted</source>
            <translation>verschlüsselt</translation>
        </message>
        <message>
            <source>Limited to</source>
            <translation>Begrenzt auf</translation>
        </message>
        <message>
            <source>Unicast from</source>
            <translation>Unicast von</translation>
        </message>
        <message>
            <source>Lost %1</source>
            <translation>Verloren %1</translation>
        </message>
        <message>
            <source>Unreachable</source>
            <translation>Unerreichbar</translation>
        </message>
        <message>
            <source>Not heard for %1</source>
            <translation>Seit %1 stumm</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1: %2</translation>
        </message>
        <message>
            <source>Stalled %1</source>
            <translation>Steht %1</translation>
        </message>
        <message>
            <source>Stalled for %1</source>
            <translation>Steht seit %1</translation>
        </message>
        <message>
            <source>%1, paced by %2</source>
            <translation>%1, Tempo gibt %2 vor</translation>
        </message>
        <message>
            <source>not heard for %1</source>
            <translation>seit %1 stumm</translation>
        </message>
        <message>
            <source>has taken nothing for %1</source>
            <translation>nimmt seit %1 nichts an</translation>
        </message>
        <message>
            <source>writes slowly</source>
            <translation>schreibt langsam</translation>
        </message>
        <message>
            <source>loses %1</source>
            <translation>verliert %1</translation>
        </message>
        <message>
            <source>%1 away</source>
            <translation>%1 entfernt</translation>
        </message>
        <message>
            <source>its processor is busy</source>
            <translation>sein Prozessor ist ausgelastet</translation>
        </message>
        <message>
            <source>By unicast %1</source>
            <translation>Per Unicast %1</translation>
        </message>
        <message>
            <source>By unicast</source>
            <translation>Per Unicast</translation>
        </message>
        <message>
            <source>No data</source>
            <translation>Keine Daten</translation>
        </message>
        <message>
            <source>Master</source>
            <translation>Master</translation>
        </message>
        <message>
            <source>Gets the rest by unicast, %1 so far</source>
            <translation>Holt den Rest per Unicast, bisher %1</translation>
        </message>
        <message>
            <source>Master, receiving: %1</source>
            <translation>Master, empfängt: %1</translation>
        </message>
        <message>
            <source>Leaving…</source>
            <translation>Geht…</translation>
        </message>
        <message>
            <source>Finished</source>
            <translation>Fertig</translation>
        </message>
        <message>
            <source>Terminated</source>
            <translation>Beendet</translation>
        </message>
        <message>
            <source>Gave up</source>
            <translation>Aufgegeben</translation>
        </message>
        <message>
            <source>Disconnected</source>
            <translation>Getrennt</translation>
        </message>
        <message>
            <source>Demoted</source>
            <translation>Herabgestuft</translation>
        </message>
        <message>
            <source>Vanished</source>
            <translation>Verschwunden</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 von %2</translation>
        </message>
        <message>
            <source>Finished, the rest by unicast</source>
            <translation>Fertig, den Rest per Unicast</translation>
        </message>
        <message>
            <source>Gave up at %1, by unicast</source>
            <translation>Bei %1 aufgegeben, per Unicast</translation>
        </message>
        <message>
            <source>Gave up at %1</source>
            <translation>Bei %1 aufgegeben</translation>
        </message>
        <message>
            <source>Disconnected at %1</source>
            <translation>Bei %1 getrennt</translation>
        </message>
        <message>
            <source>Goes on in a slower stream since %1</source>
            <translation>Seit %1 in einem langsameren Strom</translation>
        </message>
        <message>
            <source>Not heard any more, at %1</source>
            <translation>Nicht mehr gehört, bei %1</translation>
        </message>
        <message>
            <source>%1, by %2</source>
            <translation>%1, durch %2</translation>
        </message>
        <message>
            <source>Lost</source>
            <translation>Verloren</translation>
        </message>
        <message>
            <source>Stalled</source>
            <translation>Steht</translation>
        </message>
        <message>
            <source>Partly stalled</source>
            <translation>Steht teilweise</translation>
        </message>
        <message>
            <source>Good</source>
            <translation>Gut</translation>
        </message>
        <message>
            <source>Ended</source>
            <translation>Geendet</translation>
        </message>
        <message>
            <source>It is over. The row goes by itself after a while.</source>
            <translation>Es ist vorbei. Die Zeile verschwindet nach einer Weile von selbst.</translation>
        </message>
        <message>
            <source>It left the multicast session and downloads the rest from the server by itself.</source>
            <translation>Er hat die Multicast-Sitzung verlassen und lädt den Rest selbst vom Server.</translation>
        </message>
        <message>
            <source>Past session of %1</source>
            <translation>Vergangene Sitzung von %1</translation>
        </message>
        <message>
            <source>Past client %1</source>
            <translation>Vergangener Client %1</translation>
        </message>
        <message numerus="yes">
            <source>%n disconnected</source>
            <translation>
                <numerusform>%n getrennt</numerusform>
                <numerusform>%n getrennt</numerusform>
            </translation>
        </message>
        <message>
            <source>Finished in %1</source>
            <translation>Fertig in %1</translation>
        </message>
        <message>
            <source>Token missing</source>
            <translation>Token fehlt</translation>
        </message>
        <message>
            <source>Not seen now</source>
            <translation>Zurzeit nicht zu sehen</translation>
        </message>
        <message>
            <source>Receivers cannot ask</source>
            <translation>Empfänger können nicht anfragen</translation>
        </message>
        <message>
            <source>Connected, look-only</source>
            <translation>Verbunden, nur Ansehen</translation>
        </message>
        <message>
            <source>Connected, %1</source>
            <comment>as: a role</comment>
            <translation>Verbunden, %1</translation>
        </message>
        <message>
            <source>Your role</source>
            <translation>Ihre Rolle</translation>
        </message>
        <message>
            <source>Other certificate</source>
            <translation>Anderes Zertifikat</translation>
        </message>
        <message>
            <source>Bad certificate</source>
            <translation>Ungültiges Zertifikat</translation>
        </message>
        <message>
            <source>Token refused</source>
            <translation>Token abgelehnt</translation>
        </message>
        <message>
            <source>Role too low</source>
            <translation>Rolle zu gering</translation>
        </message>
        <message>
            <source>Other version</source>
            <translation>Andere Version</translation>
        </message>
        <message>
            <source>%1 (%2)</source>
            <comment>server, what it is</comment>
            <translation>%1 (%2)</translation>
        </message>
        <message>
            <source>Host key unknown</source>
            <translation>Rechner unbekannt</translation>
        </message>
        <message>
            <source>Login refused</source>
            <translation>Anmeldung abgelehnt</translation>
        </message>
    </context>
    <context>
        <name>castdeck::ServerActions</name>
        <message>
            <source>&amp;Add Server…</source>
            <translation>Server &amp;hinzufügen…</translation>
        </message>
        <message>
            <source>Watch a server on another machine</source>
            <translation>Einen Server auf einem anderen Rechner beobachten</translation>
        </message>
        <message>
            <source>E&amp;dit Server…</source>
            <translation>&amp;Server bearbeiten…</translation>
        </message>
        <message>
            <source>Change the server's name, address or token</source>
            <translation>Name, Adresse oder Token des Servers ändern</translation>
        </message>
        <message>
            <source>Re&amp;move Server…</source>
            <translation>Server ent&amp;fernen…</translation>
        </message>
        <message>
            <source>Forget the server and its token</source>
            <translation>Den Server und sein Token vergessen</translation>
        </message>
        <message>
            <source>C&amp;onnect</source>
            <translation>Verb&amp;inden</translation>
        </message>
        <message>
            <source>Connect to the server</source>
            <translation>Mit dem Server verbinden</translation>
        </message>
        <message>
            <source>Disco&amp;nnect</source>
            <translation>&amp;Trennen</translation>
        </message>
        <message>
            <source>End the connection to the server; its sessions go on</source>
            <translation>Die Verbindung zum Server beenden; seine Sitzungen gehen weiter</translation>
        </message>
        <message>
            <source>Retry No&amp;w</source>
            <translation>&amp;Jetzt erneut versuchen</translation>
        </message>
        <message>
            <source>Connect now instead of at the next attempt</source>
            <translation>Jetzt verbinden statt beim nächsten Versuch</translation>
        </message>
        <message>
            <source>The list of servers could not be saved: what was changed of %1 is lost if the console is closed before it can be.</source>
            <translation>Die Liste der Server konnte nicht gespeichert werden: Was an %1 geändert wurde, geht verloren, wenn die Konsole vorher geschlossen wird.</translation>
        </message>
        <message>
            <source>No keychain could be reached to keep the token of %1. It is known until the console is closed, and asked for again then.</source>
            <translation>Kein Schlüsselbund konnte das Token von %1 aufbewahren. Es ist bekannt, bis die Konsole geschlossen wird, und wird danach wieder erfragt.</translation>
        </message>
        <message>
            <source>This computer is always there.</source>
            <translation>Dieser Rechner ist immer da.</translation>
        </message>
        <message>
            <source>It is connected, or being connected, already.</source>
            <translation>Er ist schon verbunden oder wird gerade verbunden.</translation>
        </message>
        <message>
            <source>It is not connected.</source>
            <translation>Er ist nicht verbunden.</translation>
        </message>
        <message>
            <source>It is not connected; choose Connect.</source>
            <translation>Er ist nicht verbunden; bitte „Verbinden“ wählen.</translation>
        </message>
        <message>
            <source>Remove Server</source>
            <translation>Server entfernen</translation>
        </message>
        <message>
            <source>Remove this server from the list?</source>
            <translation>Diesen Server aus der Liste entfernen?</translation>
        </message>
        <message>
            <source>%1 at %2</source>
            <comment>name at address</comment>
            <translation>%1 unter %2</translation>
        </message>
        <message>
            <source>Its address, fingerprint and token are forgotten here. The server itself and its sessions go on.</source>
            <translation>Adresse, Fingerabdruck und Token werden hier vergessen. Der Server selbst und seine Sitzungen gehen weiter.</translation>
        </message>
        <message>
            <source>&amp;Remove</source>
            <translation>&amp;Entfernen</translation>
        </message>
        <message>
            <source>%1 is not connected: %2</source>
            <comment>server: why</comment>
            <translation>%1 ist nicht verbunden: %2</translation>
        </message>
        <message>
            <source>The list of servers could not be read: %1</source>
            <translation>Die Liste der Server konnte nicht gelesen werden: %1</translation>
        </message>
        <message>
            <source>The list of servers was damaged, and a new one has been begun. What the file held is kept as %1.</source>
            <translation>Die Liste der Server war beschädigt, und eine neue wurde begonnen. Was in der Datei stand, ist als %1 aufgehoben.</translation>
        </message>
        <message>
            <source>Enter To&amp;kens…</source>
            <translation>To&amp;kens eingeben…</translation>
        </message>
        <message>
            <source>Give the tokens of all servers that wait for one</source>
            <translation>Die Tokens aller Server angeben, die auf eines warten</translation>
        </message>
        <message>
            <source>Mana&amp;ge Servers…</source>
            <translation>Server ver&amp;walten…</translation>
        </message>
        <message>
            <source>Put the servers in groups and in order; import and export the list</source>
            <translation>Die Server gruppieren und ordnen; die Liste importieren und exportieren</translation>
        </message>
        <message>
            <source>No server waits for a token.</source>
            <translation>Kein Server wartet auf ein Token.</translation>
        </message>
        <message numerus="yes">
            <source>%n server(s) are not connected: their tokens are not known here. Choose Enter Tokens.</source>
            <translation>
                <numerusform>%n Server ist nicht verbunden: Sein Token ist hier nicht bekannt. „Tokens eingeben“ wählen.</numerusform>
                <numerusform>%n Server sind nicht verbunden: Ihre Tokens sind hier nicht bekannt. „Tokens eingeben“ wählen.</numerusform>
            </translation>
        </message>
        <message>
            <source>It is not connected: %1</source>
            <translation>Er ist nicht verbunden: %1</translation>
        </message>
    </context>
    <context>
        <name>castdeck::ServerDialog</name>
        <message>
            <source>Add Server</source>
            <translation>Server hinzufügen</translation>
        </message>
        <message>
            <source>Edit Server</source>
            <translation>Server bearbeiten</translation>
        </message>
        <message>
            <source>unchanged</source>
            <translation>unverändert</translation>
        </message>
        <message>
            <source>&amp;Add</source>
            <translation>&amp;Hinzufügen</translation>
        </message>
        <message>
            <source>&amp;Save</source>
            <translation>&amp;Speichern</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Connecting to %1…</source>
            <translation>Verbindung mit %1…</translation>
        </message>
        <message>
            <source>The server shows the certificate
%1
Compare it with the one that castdeckd prints there when it starts.</source>
            <translation>Der Server zeigt das Zertifikat
%1
Bitte mit dem vergleichen, das castdeckd dort beim Start ausgibt.</translation>
        </message>
        <message>
            <source>They are the &amp;same: this is the right server</source>
            <translation>Sie &amp;stimmen überein: Das ist der richtige Server</translation>
        </message>
        <message>
            <source>This is not the server that was met before, or its certificate was changed.
Expected: %1
Found: %2</source>
            <translation>Das ist nicht der bekannte Server, oder sein Zertifikat wurde gewechselt.
Erwartet: %1
Gefunden: %2</translation>
        </message>
        <message>
            <source>&amp;I know that its certificate was changed; trust the new one</source>
            <translation>&amp;Ich weiß, dass sein Zertifikat gewechselt wurde; dem neuen vertrauen</translation>
        </message>
        <message>
            <source>The certificate is the right one. Enter a token to find out what you may do there.</source>
            <translation>Das Zertifikat ist das richtige. Mit einem Token zeigt sich, was Sie dort dürfen.</translation>
        </message>
        <message>
            <source>Connected to %1, version %2, as %3.</source>
            <translation>Verbunden mit %1, Version %2, als %3.</translation>
        </message>
        <message>
            <source>Give a host name or an address.</source>
            <translation>Bitte einen Rechnernamen oder eine Adresse angeben.</translation>
        </message>
        <message>
            <source>This is no host name and no address.</source>
            <translation>Das ist weder ein Rechnername noch eine Adresse.</translation>
        </message>
        <message>
            <source>This is the address of %1, which is there already.</source>
            <translation>Das ist die Adresse von %1, der schon da ist.</translation>
        </message>
        <message>
            <source>Test the connection to see the server's fingerprint, or paste it here.</source>
            <translation>Die Verbindung prüfen, um den Fingerabdruck des Servers zu sehen, oder ihn hier einfügen.</translation>
        </message>
        <message>
            <source>A fingerprint has 64 hexadecimal digits.</source>
            <translation>Ein Fingerabdruck hat 64 hexadezimale Ziffern.</translation>
        </message>
        <message>
            <source>The certificate is the right one. Logging in…</source>
            <translation>Das Zertifikat ist das richtige. Anmeldung…</translation>
        </message>
        <message>
            <source>deploy.example.org</source>
            <translation>deploy.example.org</translation>
        </message>
        <message>
            <source>&amp;Host:</source>
            <translation>&amp;Rechner:</translation>
        </message>
        <message>
            <source>&amp;Port:</source>
            <translation>&amp;Port:</translation>
        </message>
        <message>
            <source>&amp;Name:</source>
            <translation>&amp;Name:</translation>
        </message>
        <message>
            <source>What the server is called in this console; without it, its host name</source>
            <translation>Wie der Server in dieser Konsole heißt; ohne Angabe wie sein Rechner</translation>
        </message>
        <message>
            <source>&amp;Token:</source>
            <translation>&amp;Token:</translation>
        </message>
        <message>
            <source>&amp;Fingerprint:</source>
            <translation>&amp;Fingerabdruck:</translation>
        </message>
        <message>
            <source>Of the server's certificate: how it is recognised</source>
            <translation>Der des Server-Zertifikats: daran wird er erkannt</translation>
        </message>
        <message>
            <source>T&amp;est Connection</source>
            <translation>V&amp;erbindung prüfen</translation>
        </message>
        <message>
            <source>or token f&amp;ile:</source>
            <translation>oder Tokend&amp;atei:</translation>
        </message>
        <message>
            <source>A file of yours that nobody else may use, with the token in it; it is read at each connection</source>
            <translation>Eine Datei von Ihnen, die niemand sonst benutzen darf, mit dem Token darin; sie wird bei jeder Verbindung gelesen</translation>
        </message>
        <message>
            <source>No keychain answers here: a token that is typed is known until the console is closed, and asked for again then. A token file is not asked for.</source>
            <translation>Hier antwortet kein Schlüsselbund: Ein eingegebenes Token ist bekannt, bis die Konsole geschlossen wird, und wird danach wieder erfragt. Nach einer Tokendatei wird nicht gefragt.</translation>
        </message>
        <message>
            <source>&amp;More</source>
            <translation>&amp;Mehr</translation>
        </message>
        <message>
            <source>Group, certificates, and how it is used</source>
            <translation>Gruppe, Zertifikate und wie er benutzt wird</translation>
        </message>
        <message>
            <source>&amp;Group:</source>
            <translation>&amp;Gruppe:</translation>
        </message>
        <message>
            <source>A site or a purpose; servers of a group stand together</source>
            <translation>Ein Standort oder ein Zweck; Server einer Gruppe stehen beisammen</translation>
        </message>
        <message>
            <source>A&amp;uthority:</source>
            <translation>&amp;Zertifizierungsstelle:</translation>
        </message>
        <message>
            <source>PEM file; without a fingerprint, a certificate that it has signed for this host will do</source>
            <translation>PEM-Datei; ohne Fingerabdruck genügt ein Zertifikat, das sie für diesen Rechner unterschrieben hat</translation>
        </message>
        <message>
            <source>M&amp;y certificate:</source>
            <translation>Mein Zertifi&amp;kat:</translation>
        </message>
        <message>
            <source>PEM file, shown to the server instead of a token or beside it</source>
            <translation>PEM-Datei, die dem Server statt eines Tokens oder daneben gezeigt wird</translation>
        </message>
        <message>
            <source>Its &amp;key:</source>
            <translation>Sein Sch&amp;lüssel:</translation>
        </message>
        <message>
            <source>PEM file with the private key; it stays on this computer</source>
            <translation>PEM-Datei mit dem privaten Schlüssel; er bleibt auf diesem Computer</translation>
        </message>
        <message>
            <source>&amp;Connect when Castdeck starts</source>
            <translation>Beim Start von Castdeck &amp;verbinden</translation>
        </message>
        <message>
            <source>&amp;Look only: change nothing there from here</source>
            <translation>Nur ansehen: v&amp;on hier aus nichts ändern</translation>
        </message>
        <message>
            <source>Every order to the server is off, whatever the token allows</source>
            <translation>Jede Anweisung an den Server ist abgeschaltet, was immer das Token erlaubt</translation>
        </message>
        <message>
            <source>Kept in the desktop's keychain</source>
            <translation>Steht im Schlüsselbund der Arbeitsumgebung</translation>
        </message>
        <message>
            <source>Known until the console is closed; never written into a file</source>
            <translation>Bekannt, bis die Konsole geschlossen wird; steht nie in einer Datei</translation>
        </message>
        <message>
            <source>Kin&amp;d:</source>
            <translation>T&amp;yp:</translation>
        </message>
        <message>
            <source>Use&amp;r:</source>
            <translation>&amp;Benutzer:</translation>
        </message>
        <message>
            <source>C&amp;ommand:</source>
            <translation>Komman&amp;do:</translation>
        </message>
        <message>
            <source>What it is, and how it is reached</source>
            <translation>Was es ist und wie es erreicht wird</translation>
        </message>
        <message>
            <source>Who logs in there by ssh; without one, as ssh is set up for that host</source>
            <translation>Wer sich dort über ssh anmeldet; ohne Angabe so, wie ssh für diesen Rechner eingerichtet ist</translation>
        </message>
        <message>
            <source>Leads there in place of ssh: a program and its arguments, in quotes where they have spaces. No shell reads it.</source>
            <translation>Führt anstelle von ssh dorthin: ein Programm und seine Argumente, mit Anführungszeichen, wo sie Leerzeichen haben. Keine Shell liest es.</translation>
        </message>
        <message>
            <source>This is no name of a user.</source>
            <translation>Das ist kein Benutzername.</translation>
        </message>
        <message>
            <source>as usual</source>
            <comment>port of ssh</comment>
            <translation>wie üblich</translation>
        </message>
    </context>
    <context>
        <name>castdeck::ServiceActions</name>
        <message>
            <source>&amp;Start Service</source>
            <translation>Dienst &amp;starten</translation>
        </message>
        <message>
            <source>Let receivers in again</source>
            <translation>Empfänger wieder einlassen</translation>
        </message>
        <message>
            <source>St&amp;op Service…</source>
            <translation>Dienst &amp;anhalten…</translation>
        </message>
        <message>
            <source>Let no receiver in any more</source>
            <translation>Keine Empfänger mehr einlassen</translation>
        </message>
        <message>
            <source>&amp;Restart Service…</source>
            <translation>Dienst &amp;neu starten…</translation>
        </message>
        <message>
            <source>Stop the service, and start it with its current settings</source>
            <translation>Den Dienst anhalten und mit den jetzigen Einstellungen starten</translation>
        </message>
        <message>
            <source>Start with the Ser&amp;ver</source>
            <translation>Mit dem Ser&amp;ver starten</translation>
        </message>
        <message>
            <source>The service starts when the server's program does</source>
            <translation>Der Dienst startet zusammen mit dem Programm des Servers</translation>
        </message>
        <message>
            <source>&amp;Do Not Start with the Server</source>
            <translation>Ni&amp;cht mit dem Server starten</translation>
        </message>
        <message>
            <source>The service waits to be started after the server's program was</source>
            <translation>Der Dienst wartet nach dem Start des Programms darauf, gestartet zu werden</translation>
        </message>
        <message>
            <source>Po&amp;licies…</source>
            <translation>&amp;Richtlinien…</translation>
        </message>
        <message>
            <source>Addresses, ports, slow clients and diagnostics of the server</source>
            <translation>Adressen, Ports, langsame Clients und Diagnose des Servers</translation>
        </message>
        <message>
            <source>Restart Service</source>
            <translation>Dienst neu starten</translation>
        </message>
        <message>
            <source>Stop Service</source>
            <translation>Dienst anhalten</translation>
        </message>
        <message>
            <source>Restart the transport service?</source>
            <translation>Den Transportdienst neu starten?</translation>
        </message>
        <message>
            <source>Stop the transport service?</source>
            <translation>Den Transportdienst anhalten?</translation>
        </message>
        <message>
            <source>%1, %2</source>
            <comment>server, clients</comment>
            <translation>%1, %2</translation>
        </message>
        <message numerus="yes">
            <source>%n client(s)</source>
            <translation>
                <numerusform>%n Client</numerusform>
                <numerusform>%n Clients</numerusform>
            </translation>
        </message>
        <message>
            <source>No receiver is let in until the last session has ended; then the service starts again by itself.</source>
            <translation>Bis die letzte Sitzung zu Ende ist, wird kein Empfänger eingelassen; dann startet der Dienst von selbst wieder.</translation>
        </message>
        <message>
            <source>No receiver is let in until the service is started again.</source>
            <translation>Bis der Dienst wieder gestartet wird, wird kein Empfänger eingelassen.</translation>
        </message>
        <message>
            <source>A machine that is cut off while its disk is half written may not start any more.</source>
            <translation>Ein Rechner, der abgeschnitten wird, während seine Platte halb beschrieben ist, startet vielleicht nicht mehr.</translation>
        </message>
        <message>
            <source>&amp;Restart</source>
            <translation>&amp;Neu starten</translation>
        </message>
        <message>
            <source>St&amp;op</source>
            <translation>&amp;Anhalten</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <comment>server: why</comment>
            <translation>%1: %2</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <comment>server: what was done</comment>
            <translation>%1: %2</translation>
        </message>
        <message>
            <source>the service runs</source>
            <translation>der Dienst läuft</translation>
        </message>
        <message>
            <source>the service starts with the server</source>
            <translation>der Dienst startet mit dem Server</translation>
        </message>
        <message>
            <source>the service does not start with the server any more</source>
            <translation>der Dienst startet nicht mehr mit dem Server</translation>
        </message>
        <message>
            <source>the service was restarted</source>
            <translation>der Dienst wurde neu gestartet</translation>
        </message>
        <message>
            <source>the service is stopped</source>
            <translation>der Dienst ist angehalten</translation>
        </message>
        <message>
            <source>the service drains: those who are connected finish</source>
            <translation>der Dienst läuft aus: wer verbunden ist, wird fertig</translation>
        </message>
        <message numerus="yes">
            <source>%n client(s) disconnected</source>
            <translation>
                <numerusform>%n Client getrennt</numerusform>
                <numerusform>%n Clients getrennt</numerusform>
            </translation>
        </message>
        <message>
            <source>&amp;History…</source>
            <translation>Ver&amp;lauf…</translation>
        </message>
        <message>
            <source>Sessions that ended, and what administrators have ordered</source>
            <translation>Beendete Sitzungen und was Verwalter angeordnet haben</translation>
        </message>
        <message>
            <source>Read Settings &amp;Again</source>
            <translation>Einstellungen neu &amp;lesen</translation>
        </message>
        <message>
            <source>Read the stored policies anew, and look whether everything published can be served</source>
            <translation>Die gespeicherten Richtlinien neu lesen und nachsehen, ob alles Veröffentlichte ausgeliefert werden kann</translation>
        </message>
        <message>
            <source>Proper&amp;ties…</source>
            <translation>&amp;Eigenschaften…</translation>
        </message>
        <message>
            <source>Version and features of the server, and where its contents can come from</source>
            <translation>Version und Funktionen des Servers, und woher seine Inhalte kommen können</translation>
        </message>
        <message>
            <source>the settings were read again</source>
            <translation>die Einstellungen wurden neu gelesen</translation>
        </message>
    </context>
    <context>
        <name>castdeck::ServicePolicyPage</name>
        <message>
            <source>Any free port</source>
            <translation>Irgendein freier Port</translation>
        </message>
        <message>
            <source>From this range:</source>
            <translation>Aus diesem Bereich:</translation>
        </message>
        <message>
            <source>First port</source>
            <translation>Erster Port</translation>
        </message>
        <message>
            <source>Last port</source>
            <translation>Letzter Port</translation>
        </message>
        <message>
            <source>IPv4 groups</source>
            <translation>IPv4-Gruppen</translation>
        </message>
        <message>
            <source>IPv6 groups</source>
            <translation>IPv6-Gruppen</translation>
        </message>
        <message>
            <source>UDP ports</source>
            <translation>UDP-Ports</translation>
        </message>
    </context>
    <context>
        <name>castdeck::SessionActions</name>
        <message>
            <source>&amp;Terminate…</source>
            <translation>Sitzung &amp;beenden…</translation>
        </message>
        <message>
            <source>End the selected sessions and disconnect all their clients</source>
            <translation>Die gewählten Sitzungen beenden und alle ihre Clients trennen</translation>
        </message>
        <message>
            <source>&amp;Disconnect…</source>
            <translation>&amp;Trennen…</translation>
        </message>
        <message>
            <source>Send the selected clients away; they give up on this server</source>
            <translation>Die gewählten Clients wegschicken; sie geben diesen Server auf</translation>
        </message>
        <message>
            <source>&amp;Bypass Multicast…</source>
            <translation>&amp;Multicast umgehen…</translation>
        </message>
        <message>
            <source>Take the selected clients out of multicast; they get the rest another way</source>
            <translation>Die gewählten Clients aus dem Multicast nehmen; sie holen den Rest auf anderem Weg</translation>
        </message>
        <message>
            <source>&amp;Refresh</source>
            <translation>&amp;Auffrischen</translation>
        </message>
        <message>
            <source>Ask every server for its whole state</source>
            <translation>Jeden Server nach seinem ganzen Zustand fragen</translation>
        </message>
        <message>
            <source>&amp;Export…</source>
            <translation>E&amp;xportieren…</translation>
        </message>
        <message>
            <source>Write the selected rows, or all, to a CSV or JSON file</source>
            <translation>Die gewählten Zeilen oder alle in eine CSV- oder JSON-Datei schreiben</translation>
        </message>
        <message numerus="yes">
            <source>Terminate Sessions</source>
            <translation>
                <numerusform>Sitzung beenden</numerusform>
                <numerusform>Sitzungen beenden</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Terminate %n session(s)?</source>
            <translation>
                <numerusform>%n Sitzung beenden?</numerusform>
                <numerusform>%n Sitzungen beenden?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n client(s) will be disconnected.</source>
            <translation>
                <numerusform>%n Client wird getrennt.</numerusform>
                <numerusform>%n Clients werden getrennt.</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 on %2, %3</source>
            <comment>content on server, clients</comment>
            <translation>%1 auf %2, %3</translation>
        </message>
        <message numerus="yes">
            <source>%n client(s)</source>
            <translation>
                <numerusform>%n Client</numerusform>
                <numerusform>%n Clients</numerusform>
            </translation>
        </message>
        <message>
            <source>A machine that is cut off while its disk is half written may not start any more. It has to be deployed again.</source>
            <translation>Ein Rechner, der bei halb beschriebener Platte getrennt wird, startet womöglich nicht mehr. Er muss dann neu bespielt werden.</translation>
        </message>
        <message>
            <source>&amp;Terminate</source>
            <translation>Sitzung &amp;beenden</translation>
        </message>
        <message>
            <source>Bypass Multicast</source>
            <translation>Multicast umgehen</translation>
        </message>
        <message numerus="yes">
            <source>Take %n client(s) out of multicast?</source>
            <translation>
                <numerusform>%n Client aus dem Multicast nehmen?</numerusform>
                <numerusform>%n Clients aus dem Multicast nehmen?</numerusform>
            </translation>
        </message>
        <message>
            <source>Whoever is taken out is told to get the rest another way. A client that knows no other way gives up, and its half-written disk may not start any more.</source>
            <translation>Wer herausgenommen wird, soll den Rest auf anderem Weg holen. Ein Client, der keinen anderen Weg kennt, gibt auf, und seine halb beschriebene Platte startet womöglich nicht mehr.</translation>
        </message>
        <message>
            <source>&amp;Bypass</source>
            <translation>&amp;Umgehen</translation>
        </message>
        <message>
            <source>Disconnect Clients</source>
            <translation>Clients trennen</translation>
        </message>
        <message numerus="yes">
            <source>Disconnect %n client(s)?</source>
            <translation>
                <numerusform>%n Client trennen?</numerusform>
                <numerusform>%n Clients trennen?</numerusform>
            </translation>
        </message>
        <message>
            <source>&amp;Disconnect</source>
            <translation>&amp;Trennen</translation>
        </message>
        <message>
            <source>&amp;Publish…</source>
            <translation>&amp;Veröffentlichen…</translation>
        </message>
        <message>
            <source>Let clients ask for the files of a folder, or for one file</source>
            <translation>Clients nach den Dateien eines Ordners oder nach einer Datei fragen lassen</translation>
        </message>
        <message>
            <source>Write %1 to a CSV or JSON file</source>
            <translation>Schreibt %1 in eine CSV- oder JSON-Datei</translation>
        </message>
        <message>
            <source>&amp;Remove</source>
            <translation>&amp;Entfernen</translation>
        </message>
        <message>
            <source>Nobody is in it any more. The history still tells what went wrong.</source>
            <translation>Niemand ist mehr darin. Der Verlauf sagt weiterhin, was schiefging.</translation>
        </message>
        <message numerus="yes">
            <source>Remove %n failed session(s)?</source>
            <translation>
                <numerusform>%n fehlgeschlagene Sitzung entfernen?</numerusform>
                <numerusform>%n fehlgeschlagene Sitzungen entfernen?</numerusform>
            </translation>
        </message>
        <message>
            <source>Remove Failed Sessions</source>
            <translation>Fehlgeschlagene Sitzungen entfernen</translation>
        </message>
    </context>
    <context>
        <name>castdeck::SetupDialog</name>
        <message>
            <source>Asking the server…</source>
            <translation>Der Server wird gefragt…</translation>
        </message>
        <message>
            <source>Properties of %1</source>
            <translation>Eigenschaften von %1</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>Version:</source>
            <translation>Version:</translation>
        </message>
        <message>
            <source>Features:</source>
            <translation>Funktionen:</translation>
        </message>
        <message>
            <source>Administration</source>
            <translation>Verwaltung</translation>
        </message>
        <message>
            <source>Transport server</source>
            <translation>Transportserver</translation>
        </message>
        <message>
            <source>Deployment server</source>
            <translation>Bereitstellungsserver</translation>
        </message>
        <message>
            <source>Protocols:</source>
            <translation>Protokolle:</translation>
        </message>
        <message>
            <source>Multicast</source>
            <translation>Multicast</translation>
        </message>
        <message>
            <source>Unicast</source>
            <translation>Unicast</translation>
        </message>
        <message>
            <source>%1 (%2)</source>
            <comment>what it is, its own name</comment>
            <translation>%1 (%2)</translation>
        </message>
        <message>
            <source>only for receivers with a token</source>
            <translation>nur für Empfänger mit Token</translation>
        </message>
        <message>
            <source>Contents from:</source>
            <translation>Inhalte aus:</translation>
        </message>
        <message>
            <source>&amp;Copy</source>
            <translation>&amp;Kopieren</translation>
        </message>
        <message>
            <source>Address:</source>
            <translation>Adresse:</translation>
        </message>
        <message>
            <source>Fingerprint:</source>
            <translation>Fingerabdruck:</translation>
        </message>
        <message>
            <source>Your role:</source>
            <translation>Ihre Rolle:</translation>
        </message>
        <message>
            <source>Calls itself:</source>
            <translation>Nennt sich:</translation>
        </message>
        <message>
            <source>Ports:</source>
            <translation>Ports:</translation>
        </message>
        <message>
            <source>receivers ask at UDP %1</source>
            <translation>Empfänger fragen an UDP %1</translation>
        </message>
        <message>
            <source>receivers cannot ask: %1</source>
            <translation>Empfänger können nicht anfragen: %1</translation>
        </message>
        <message>
            <source>unicast from TCP %1</source>
            <translation>Unicast von TCP %1</translation>
        </message>
    </context>
    <context>
        <name>castdeck::SlowClientsPage</name>
        <message>
            <source>&amp;Wait for them: the slowest client paces its session</source>
            <translation>Auf sie &amp;warten: Der langsamste Client gibt seiner Sitzung den Takt</translation>
        </message>
        <message>
            <source>&amp;Disconnect who would slow its session below this rate:</source>
            <translation>&amp;Trennen, wer seine Sitzung unter diese Rate bremsen würde:</translation>
        </message>
        <message>
            <source>&amp;Put them into slower sessions of their own, so many in all:</source>
            <translation>In &amp;eigene, langsamere Sitzungen verlegen, so viele insgesamt:</translation>
        </message>
        <message>
            <source>Who is disconnected for being slow gets the rest &amp;another way</source>
            <translation>Wer als zu langsam getrennt wird, bekommt den Rest auf anderem We&amp;g</translation>
        </message>
        <message>
            <source> KiB/s</source>
            <translation> KiB/s</translation>
        </message>
        <message>
            <source>Least rate</source>
            <translation>Mindestrate</translation>
        </message>
        <message>
            <source>Number of sessions</source>
            <translation>Anzahl der Sitzungen</translation>
        </message>
        <message>
            <source>Else they are told to give up on this server</source>
            <translation>Sonst wird ihnen gesagt, diesen Server aufzugeben</translation>
        </message>
    </context>
    <context>
        <name>castdeck::StartDialog</name>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Another Start Time</source>
            <translation>Andere Startzeit</translation>
        </message>
        <message>
            <source>&amp;Set</source>
            <translation>&amp;Setzen</translation>
        </message>
        <message>
            <source>Least Number of Clients</source>
            <translation>Mindestzahl der Clients</translation>
        </message>
        <message>
            <source>only the time counts</source>
            <translation>nur die Zeit zählt</translation>
        </message>
        <message>
            <source>S&amp;tart %1 at:</source>
            <translation>%1 s&amp;tarten um:</translation>
        </message>
        <message>
            <source>S&amp;tart %1 as soon as so many wait:</source>
            <translation>%1 s&amp;tarten, sobald so viele warten:</translation>
        </message>
    </context>
    <context>
        <name>castdeck::StartPage</name>
        <message>
            <source>&amp;Auto-Cast: with the first client</source>
            <translation>&amp;Auto-Cast: mit dem ersten Client</translation>
        </message>
        <message>
            <source>Scheduled-Cast, started by &amp;hand</source>
            <translation>Scheduled-Cast, von &amp;Hand gestartet</translation>
        </message>
        <message>
            <source>Scheduled-Cast that starts by &amp;itself</source>
            <translation>Scheduled-Cast, der von &amp;selbst startet</translation>
        </message>
        <message>
            <source>as soon as so many &amp;clients wait:</source>
            <translation>sobald so viele &amp;Clients warten:</translation>
        </message>
        <message>
            <source>at this &amp;time:</source>
            <translation>zu &amp;dieser Zeit:</translation>
        </message>
        <message>
            <source>When it starts</source>
            <translation>Wann es beginnt</translation>
        </message>
        <message>
            <source>Clients that come later are served too, from the next round on.</source>
            <translation>Auch wer später kommt, wird bedient, ab der nächsten Runde.</translation>
        </message>
        <message>
            <source>Least number of clients</source>
            <translation>Mindestzahl der Clients</translation>
        </message>
        <message>
            <source>Ends when nobody needs anything any more, and begins anew with the next client.</source>
            <translation>Endet, wenn niemand mehr etwas braucht, und beginnt neu mit dem nächsten Client.</translation>
        </message>
        <message>
            <source>Clients gather and wait until somebody chooses Start Now.</source>
            <translation>Clients sammeln sich und warten, bis jemand „Jetzt starten“ wählt.</translation>
        </message>
        <message>
            <source>Clients gather; it starts at whichever comes first, or earlier by Start Now.</source>
            <translation>Clients sammeln sich; los geht es, sobald das Erste eintritt, oder früher mit „Jetzt starten“.</translation>
        </message>
        <message>
            <source>Choose at least one of the two.</source>
            <translation>Bitte wenigstens eines von beiden wählen.</translation>
        </message>
        <message>
            <source>Start time</source>
            <translation>Startzeit</translation>
        </message>
    </context>
    <context>
        <name>castdeck::StartTimeField</name>
        <message>
            <source>This time has passed.</source>
            <translation>Diese Zeit ist vorbei.</translation>
        </message>
        <message>
            <source>local time = %1 UTC</source>
            <translation>Ortszeit = %1 UTC</translation>
        </message>
    </context>
    <context>
        <name>castdeck::SummaryPage</name>
        <message>
            <source>What will be changed</source>
            <translation>Was geändert wird</translation>
        </message>
        <message>
            <source>What will be published</source>
            <translation>Was veröffentlicht wird</translation>
        </message>
        <message>
            <source>The server refused: %1</source>
            <translation>Der Server lehnt ab: %1</translation>
        </message>
        <message numerus="yes">
            <source>%n session(s)</source>
            <translation>
                <numerusform>%n Sitzung</numerusform>
                <numerusform>%n Sitzungen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n client(s)</source>
            <translation>
                <numerusform>%n Client</numerusform>
                <numerusform>%n Clients</numerusform>
            </translation>
        </message>
        <message>
            <source>What was published once cannot be changed: a new namespace takes the place of the old one.</source>
            <translation>Was einmal veröffentlicht ist, kann nicht geändert werden: Ein neuer Namensraum tritt an die Stelle des alten.</translation>
        </message>
        <message>
            <source>Connected to the old one now: %1.</source>
            <translation>Mit dem alten verbunden sind jetzt: %1.</translation>
        </message>
        <message>
            <source>Nobody is connected to the old one now.</source>
            <translation>Mit dem alten ist jetzt niemand verbunden.</translation>
        </message>
        <message>
            <source>Those who are connected &amp;finish with the old one</source>
            <translation>Wer verbunden ist, wird mit dem alten &amp;fertig</translation>
        </message>
        <message>
            <source>&amp;Cut off those who are connected, now</source>
            <translation>Wer verbunden ist, wird &amp;jetzt abgeschnitten</translation>
        </message>
        <message>
            <source>Reason, shown on the machines and kept in the log</source>
            <translation>Grund, den die Rechner anzeigen und das Protokoll behält</translation>
        </message>
        <message>
            <source>Server</source>
            <translation>Server</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>Titel</translation>
        </message>
        <message>
            <source>Description</source>
            <translation>Beschreibung</translation>
        </message>
        <message>
            <source>From</source>
            <translation>Von</translation>
        </message>
        <message>
            <source>Type</source>
            <translation>Art</translation>
        </message>
        <message>
            <source>Starts with</source>
            <translation>Beginnt mit</translation>
        </message>
        <message>
            <source>Starts at</source>
            <translation>Beginnt um</translation>
        </message>
        <message>
            <source>Who may ask</source>
            <translation>Wer fragen darf</translation>
        </message>
        <message>
            <source>anyone on the network</source>
            <translation>jeder im Netz</translation>
        </message>
        <message>
            <source>receivers with a token</source>
            <translation>Empfänger mit Token</translation>
        </message>
        <message>
            <source>Unicast from</source>
            <translation>Unicast von</translation>
        </message>
        <message>
            <source>Nothing is done before you say so.</source>
            <translation>Vorher geschieht nichts.</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>Grund</translation>
        </message>
    </context>
    <context>
        <name>castdeck::WindowTools</name>
        <message>
            <source>&amp;Go to Anything…</source>
            <translation>&amp;Gehe zu…</translation>
        </message>
        <message>
            <source>Se&amp;ttings…</source>
            <translation>&amp;Einstellungen…</translation>
        </message>
        <message>
            <source>&amp;Keyboard Shortcuts</source>
            <translation>&amp;Tastenkürzel</translation>
        </message>
        <message>
            <source>Copy &amp;Diagnostics</source>
            <translation>&amp;Diagnose kopieren</translation>
        </message>
        <message>
            <source>&amp;About Castdeck</source>
            <translation>&amp;Über Castdeck</translation>
        </message>
        <message>
            <source>Versions, screens and how the servers stand, without secrets</source>
            <translation>Versionen, Bildschirme und wie es um die Server steht, ohne Geheimnisse</translation>
        </message>
        <message>
            <source>Diagnostics copied, without secrets</source>
            <translation>Diagnose kopiert, ohne Geheimnisse</translation>
        </message>
    </context>
    <context>
        <name>castdeck::format</name>
        <message>
            <source>%1 s</source>
            <translation>%1 s</translation>
        </message>
        <message>
            <source>%1 B</source>
            <translation>%1 B</translation>
        </message>
        <message>
            <source>%1 ms</source>
            <translation>%1 ms</translation>
        </message>
        <message>
            <source>&lt; 1 min</source>
            <translation>&lt; 1 Min.</translation>
        </message>
        <message>
            <source>%1 min</source>
            <translation>%1 Min.</translation>
        </message>
        <message>
            <source>%1 h %2 min</source>
            <translation>%1 Std. %2 Min.</translation>
        </message>
    </context>
    <context>
        <name>castdeck::FilterField</name>
        <message>
            <source>Filter: words, state:  server:  ns:  is:stalled  loss&gt;1  rate&lt;2M  done&lt;50  -without</source>
            <translation>Filter: Wörter, state:  server:  ns:  is:stalled  loss&gt;1  rate&lt;2M  done&lt;50  -ohne</translation>
        </message>
        <message>
            <source>Filter</source>
            <translation>Filter</translation>
        </message>
        <message>
            <source>Words must all be found, in the row or above it; “two words” stand in quotation marks, and a minus leaves out. Keys: state: server: site: ns: name: address: is: loss&gt; rate&lt; done&lt; clients&gt;</source>
            <translation>Alle Wörter müssen vorkommen, in der Zeile oder darüber; „zwei Wörter“ stehen in Anführungszeichen, und ein Minus lässt aus. Schlüssel: state: server: site: ns: name: address: is: loss&gt; rate&lt; done&lt; clients&gt;</translation>
        </message>
    </context>
    <context>
        <name>castdeck::RowQuery</name>
        <message>
            <source>More than %1 terms are too many.</source>
            <translation>Mehr als %1 Begriffe sind zu viele.</translation>
        </message>
        <message>
            <source>There is no “%1”. Possible are: %2</source>
            <translation>„%1“ gibt es nicht. Möglich sind: %2</translation>
        </message>
        <message>
            <source>“%1” is no number: write “%1:” and a word.</source>
            <translation>„%1“ ist keine Zahl: schreiben Sie „%1:“ und ein Wort.</translation>
        </message>
        <message>
            <source>“%1” is a number: write “%1&gt;” or “%1&lt;”, as in “%1&gt;10”.</source>
            <translation>„%1“ ist eine Zahl: schreiben Sie „%1&gt;“ oder „%1&lt;“, wie in „%1&gt;10“.</translation>
        </message>
        <message>
            <source>“%1” is no number; write it as in “%2&gt;10” or “%2&lt;2M”.</source>
            <translation>„%1“ ist keine Zahl; schreiben Sie sie wie in „%2&gt;10“ oder „%2&lt;2M“.</translation>
        </message>
    </context>
    <context>
        <name>castdeck::AttentionChips</name>
        <message numerus="yes">
            <source>%n failed</source>
            <translation>
                <numerusform>%n gescheitert</numerusform>
                <numerusform>%n gescheitert</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n lost</source>
            <translation>
                <numerusform>%n verloren</numerusform>
                <numerusform>%n verloren</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n stalled</source>
            <translation>
                <numerusform>%n stockt</numerusform>
                <numerusform>%n stocken</numerusform>
            </translation>
        </message>
        <message>
            <source>Show all again</source>
            <translation>Wieder alle zeigen</translation>
        </message>
        <message>
            <source>Show only these</source>
            <translation>Nur diese zeigen</translation>
        </message>
        <message>
            <source>%1, show only these</source>
            <translation>%1, nur diese zeigen</translation>
        </message>
    </context>
    <context>
        <name>castdeck::TokensDialog</name>
        <message>
            <source>Enter Tokens</source>
            <translation>Tokens eingeben</translation>
        </message>
        <message>
            <source>&amp;Same token for all marked:</source>
            <translation>&amp;Dasselbe Token für alle markierten:</translation>
        </message>
        <message>
            <source>C&amp;onnect</source>
            <translation>&amp;Verbinden</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message numerus="yes">
            <source>The tokens of %n server(s) are not known here. One that you leave out stays unconnected.</source>
            <translation>
                <numerusform>Das Token von %n Server ist hier nicht bekannt.</numerusform>
                <numerusform>Die Tokens von %n Servern sind hier nicht bekannt. Wen Sie auslassen, der bleibt unverbunden.</numerusform>
            </translation>
        </message>
        <message>
            <source>They are kept in the desktop's keychain.</source>
            <translation>Sie stehen danach im Schlüsselbund der Arbeitsumgebung.</translation>
        </message>
        <message>
            <source>No keychain answers here: they are known until the console is closed, and asked for again then. A token file (Edit Server) is not asked for.</source>
            <translation>Hier antwortet kein Schlüsselbund: Sie sind bekannt, bis die Konsole geschlossen wird, und werden danach wieder erfragt. Nach einer Tokendatei (Server bearbeiten) wird nicht gefragt.</translation>
        </message>
        <message>
            <source>Mark %1</source>
            <translation>%1 markieren</translation>
        </message>
        <message>
            <source>Token of %1</source>
            <translation>Token von %1</translation>
        </message>
        <message>
            <source>%1, %2</source>
            <comment>address, group</comment>
            <translation>%1, %2</translation>
        </message>
    </context>
    <context>
        <name>castdeck::ManageServersDialog</name>
        <message>
            <source>Manage Servers</source>
            <translation>Server verwalten</translation>
        </message>
        <message>
            <source>Drag servers into the order you want, and to other groups. Servers of a group stand together.</source>
            <translation>Ziehen Sie die Server in die gewünschte Reihenfolge und in andere Gruppen. Server einer Gruppe stehen beisammen.</translation>
        </message>
        <message>
            <source>Servers</source>
            <translation>Server</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>Adresse</translation>
        </message>
        <message>
            <source>State</source>
            <translation>Zustand</translation>
        </message>
        <message>
            <source>At start</source>
            <translation>Beim Start</translation>
        </message>
        <message>
            <source>Look only</source>
            <translation>Nur ansehen</translation>
        </message>
        <message>
            <source>Move &amp;Up</source>
            <translation>Nach &amp;oben</translation>
        </message>
        <message>
            <source>Alt+Up</source>
            <translation>Alt+Aufwärts</translation>
        </message>
        <message>
            <source>Move &amp;Down</source>
            <translation>Nach &amp;unten</translation>
        </message>
        <message>
            <source>Alt+Down</source>
            <translation>Alt+Abwärts</translation>
        </message>
        <message>
            <source>&amp;Add…</source>
            <translation>&amp;Hinzufügen…</translation>
        </message>
        <message>
            <source>Watch a server on another machine</source>
            <translation>Einen Server auf einem anderen Rechner beobachten</translation>
        </message>
        <message>
            <source>&amp;Edit…</source>
            <translation>&amp;Bearbeiten…</translation>
        </message>
        <message>
            <source>Change address, token or fingerprint</source>
            <translation>Adresse, Token oder Fingerabdruck ändern</translation>
        </message>
        <message>
            <source>&amp;Remove</source>
            <translation>&amp;Entfernen</translation>
        </message>
        <message>
            <source>Forget the server and its token</source>
            <translation>Den Server und sein Token vergessen</translation>
        </message>
        <message>
            <source>&amp;Import…</source>
            <translation>&amp;Importieren…</translation>
        </message>
        <message>
            <source>Add the servers of a list that was exported</source>
            <translation>Die Server einer exportierten Liste hinzufügen</translation>
        </message>
        <message>
            <source>E&amp;xport…</source>
            <translation>E&amp;xportieren…</translation>
        </message>
        <message>
            <source>Write the list into a file, without tokens</source>
            <translation>Die Liste in eine Datei schreiben, ohne Tokens</translation>
        </message>
        <message>
            <source>&amp;Group of the selected:</source>
            <translation>&amp;Gruppe der ausgewählten:</translation>
        </message>
        <message>
            <source>A site or a purpose; servers of a group stand together</source>
            <translation>Ein Standort oder ein Zweck; Server einer Gruppe stehen beisammen</translation>
        </message>
        <message>
            <source>&amp;Connect when Castdeck starts</source>
            <translation>Beim Start von Castdeck &amp;verbinden</translation>
        </message>
        <message>
            <source>&amp;Look only: change nothing there from here</source>
            <translation>&amp;Nur ansehen: von hier aus nichts ändern</translation>
        </message>
        <message>
            <source>Every order to the server is off, whatever the token allows</source>
            <translation>Jede Anweisung an den Server ist abgeschaltet, was immer das Token erlaubt</translation>
        </message>
        <message>
            <source>&amp;Save</source>
            <translation>&amp;Speichern</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>new</source>
            <translation>neu</translation>
        </message>
        <message numerus="yes">
            <source>%n server(s) added.</source>
            <translation>
                <numerusform>%n Server hinzugefügt.</numerusform>
                <numerusform>%n Server hinzugefügt.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n server(s) were in the list already.</source>
            <translation>
                <numerusform>%n Server war schon in der Liste.</numerusform>
                <numerusform>%n Server waren schon in der Liste.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n entry(s) could not be used.</source>
            <translation>
                <numerusform>%n Eintrag war nicht zu gebrauchen.</numerusform>
                <numerusform>%n Einträge waren nicht zu gebrauchen.</numerusform>
            </translation>
        </message>
        <message>
            <source>Written into %1.</source>
            <translation>Geschrieben in %1.</translation>
        </message>
    </context>
    <context>
        <name>castdeck::ServerTree</name>
        <message>
            <source>There is no server here yet. Add one, or import a list.</source>
            <translation>Hier ist noch kein Server. Fügen Sie einen hinzu, oder importieren Sie eine Liste.</translation>
        </message>
        <message>
            <source>Without a group</source>
            <translation>Ohne Gruppe</translation>
        </message>
        <message>
            <source>yes</source>
            <translation>ja</translation>
        </message>
        <message>
            <source>no</source>
            <translation>nein</translation>
        </message>
    </context>
    <context>
        <name>castdeck::KindText</name>
        <message>
            <source>Castdeck server over TLS</source>
            <translation>Castdeck-Server über TLS</translation>
        </message>
        <message>
            <source>Castdeck server over ssh</source>
            <translation>Castdeck-Server über ssh</translation>
        </message>
        <message>
            <source>WDS server over ssh</source>
            <translation>WDS-Server über ssh</translation>
        </message>
        <message>
            <source>ssh</source>
            <comment>behind a server&apos;s name</comment>
            <translation>ssh</translation>
        </message>
        <message>
            <source>WDS</source>
            <comment>behind a server&apos;s name</comment>
            <translation>WDS</translation>
        </message>
    </context>
    <context>
        <name>castdeck::Lacking</name>
        <message>
            <source>A WDS server cannot let those who are connected finish</source>
            <translation>Ein WDS-Server kann die Verbundenen nicht fertig werden lassen</translation>
        </message>
        <message>
            <source>Clients of a WDS server are not told a reason</source>
            <translation>Clients eines WDS-Servers erfahren keinen Grund</translation>
        </message>
    </context>
</TS>
