<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>castdeck::CloseGuard</name>
        <message numerus="yes">
            <source>%n machine(s) receive from this computer.</source>
            <translation>
                <numerusform>%n machine receives from this computer.</numerusform>
                <numerusform>%n machines receive from this computer.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n client(s)</source>
            <translation>
                <numerusform>%n client</numerusform>
                <numerusform>%n clients</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>castdeck::CutNames</name>
        <message numerus="yes">
            <source>%n client(s)</source>
            <translation>
                <numerusform>%n client</numerusform>
                <numerusform>%n clients</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n session(s)</source>
            <translation>
                <numerusform>%n session</numerusform>
                <numerusform>%n sessions</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>castdeck::DetailsWatch</name>
        <message numerus="yes">
            <source>%n row(s) are selected.</source>
            <translation>
                <numerusform>%n row is selected.</numerusform>
                <numerusform>%n rows are selected.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>castdeck::HistoryRecords</name>
        <message numerus="yes">
            <source>%n more client(s) found no room in the record</source>
            <translation>
                <numerusform>%n more client found no room in the record</numerusform>
                <numerusform>%n more clients found no room in the record</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>castdeck::HistoryTab</name>
        <message numerus="yes">
            <source>%n record(s)</source>
            <translation>
                <numerusform>%n record</numerusform>
                <numerusform>%n records</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1 of %n record(s)</source>
            <translation>
                <numerusform>%1 of %n record</numerusform>
                <numerusform>%1 of %n records</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Searching: %n record(s) so far…</source>
            <translation>
                <numerusform>Searching: %n record so far…</numerusform>
                <numerusform>Searching: %n records so far…</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>castdeck::NamespaceActions</name>
        <message numerus="yes">
            <source>Start %n transmission(s) now?</source>
            <translation>
                <numerusform>Start %n transmission now?</numerusform>
                <numerusform>Start %n transmissions now?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n client(s) wait</source>
            <translation>
                <numerusform>%n client waits</numerusform>
                <numerusform>%n clients wait</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n client(s)</source>
            <translation>
                <numerusform>%n client</numerusform>
                <numerusform>%n clients</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>End all sessions of %n content(s)?</source>
            <translation>
                <numerusform>End all sessions of %n content?</numerusform>
                <numerusform>End all sessions of %n contents?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1 waits for %n client(s)</source>
            <translation>
                <numerusform>%1 waits for %n client</numerusform>
                <numerusform>%1 waits for %n clients</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n session(s)</source>
            <translation>
                <numerusform>%n session</numerusform>
                <numerusform>%n sessions</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Stop publishing %n namespace(s)?</source>
            <translation>
                <numerusform>Stop publishing %n namespace?</numerusform>
                <numerusform>Stop publishing %n namespaces?</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>castdeck::NamespaceText</name>
        <message numerus="yes">
            <source>Waiting, %1 of %n client(s)</source>
            <translation>
                <numerusform>Waiting, %1 of %n client</numerusform>
                <numerusform>Waiting, %1 of %n clients</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Waiting until %1, %n client(s)</source>
            <translation>
                <numerusform>Waiting until %1, %n client</numerusform>
                <numerusform>Waiting until %1, %n clients</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Waiting to be started, %n client(s)</source>
            <translation>
                <numerusform>Waiting to be started, %n client</numerusform>
                <numerusform>Waiting to be started, %n clients</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>castdeck::NoticeText</name>
        <message numerus="yes">
            <source>Session of %1 terminated, %n client(s) disconnected</source>
            <translation>
                <numerusform>Session of %1 terminated, %n client disconnected</numerusform>
                <numerusform>Session of %1 terminated, %n clients disconnected</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Transmission of %1 started with %n client(s)</source>
            <translation>
                <numerusform>Transmission of %1 started with %n client</numerusform>
                <numerusform>Transmission of %1 started with %n clients</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>castdeck::OrderActions</name>
        <message numerus="yes">
            <source>Give the order “%1” again for %n target(s)?</source>
            <translation>
                <numerusform>Give the order “%1” again for %n target?</numerusform>
                <numerusform>Give the order “%1” again for %n targets?</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>castdeck::OrderLog</name>
        <message numerus="yes">
            <source>%n done</source>
            <translation>
                <numerusform>%n done</numerusform>
                <numerusform>%n done</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n failed</source>
            <translation>
                <numerusform>%n failed</numerusform>
                <numerusform>%n failed</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n wait(s) for the answer</source>
            <translation>
                <numerusform>%n waits for the answer</numerusform>
                <numerusform>%n wait for the answer</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1: %n target(s)</source>
            <comment>order</comment>
            <translation>
                <numerusform>%1: %n target</numerusform>
                <numerusform>%1: %n targets</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>castdeck::OutcomeText</name>
        <message numerus="yes">
            <source>%n client(s) never answered</source>
            <translation>
                <numerusform>%n client never answered</numerusform>
                <numerusform>%n clients never answered</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n client(s) never answered: %1</source>
            <translation>
                <numerusform>%n client never answered: %1</numerusform>
                <numerusform>%n clients never answered: %1</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n client(s) disconnected</source>
            <translation>
                <numerusform>%n client disconnected</numerusform>
                <numerusform>%n clients disconnected</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n session(s) terminated</source>
            <translation>
                <numerusform>%n session terminated</numerusform>
                <numerusform>%n sessions terminated</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n client(s) sent to another way of transfer</source>
            <translation>
                <numerusform>%n client sent to another way of transfer</numerusform>
                <numerusform>%n clients sent to another way of transfer</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n namespace(s) not published any more</source>
            <translation>
                <numerusform>%n namespace not published any more</numerusform>
                <numerusform>%n namespaces not published any more</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n failed</source>
            <translation>
                <numerusform>%n failed</numerusform>
                <numerusform>%n failed</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n namespace(s) taken back</source>
            <translation>
                <numerusform>%n namespace taken back</numerusform>
                <numerusform>%n namespaces taken back</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n transmission(s) started</source>
            <translation>
                <numerusform>%n transmission started</numerusform>
                <numerusform>%n transmissions started</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>All sessions of %n content(s) terminated</source>
            <translation>
                <numerusform>All sessions of %n content terminated</numerusform>
                <numerusform>All sessions of %n contents terminated</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n done</source>
            <translation>
                <numerusform>%n done</numerusform>
                <numerusform>%n done</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>castdeck::PaneActions</name>
        <message numerus="yes">
            <source>%n row(s) copied</source>
            <translation>
                <numerusform>%n row copied</numerusform>
                <numerusform>%n rows copied</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>castdeck::PolicyText</name>
        <message numerus="yes">
            <source>put into %n session(s)</source>
            <translation>
                <numerusform>put into %n session</numerusform>
                <numerusform>put into %n sessions</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>for running sessions only after they end or the service is restarted, which would cut off %n client(s) now: %1</source>
            <translation>
                <numerusform>for running sessions only after they end or the service is restarted, which would cut off %n client now: %1</numerusform>
                <numerusform>for running sessions only after they end or the service is restarted, which would cut off %n clients now: %1</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>castdeck::ServiceActions</name>
        <message numerus="yes">
            <source>%n client(s)</source>
            <translation>
                <numerusform>%n client</numerusform>
                <numerusform>%n clients</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n client(s) disconnected</source>
            <translation>
                <numerusform>%n client disconnected</numerusform>
                <numerusform>%n clients disconnected</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>castdeck::SessionActions</name>
        <message numerus="yes">
            <source>Terminate Sessions</source>
            <translation>
                <numerusform>Terminate Session</numerusform>
                <numerusform>Terminate Sessions</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Terminate %n session(s)?</source>
            <translation>
                <numerusform>Terminate %n session?</numerusform>
                <numerusform>Terminate %n sessions?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n client(s) will be disconnected.</source>
            <translation>
                <numerusform>%n client will be disconnected.</numerusform>
                <numerusform>%n clients will be disconnected.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n client(s)</source>
            <translation>
                <numerusform>%n client</numerusform>
                <numerusform>%n clients</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Take %n client(s) out of multicast?</source>
            <translation>
                <numerusform>Take %n client out of multicast?</numerusform>
                <numerusform>Take %n clients out of multicast?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Disconnect %n client(s)?</source>
            <translation>
                <numerusform>Disconnect %n client?</numerusform>
                <numerusform>Disconnect %n clients?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Remove %n failed session(s)?</source>
            <translation>
                <numerusform>Remove the failed session?</numerusform>
                <numerusform>Remove %n failed sessions?</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>castdeck::SummaryPage</name>
        <message numerus="yes">
            <source>%n session(s)</source>
            <translation>
                <numerusform>%n session</numerusform>
                <numerusform>%n sessions</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n client(s)</source>
            <translation>
                <numerusform>%n client</numerusform>
                <numerusform>%n clients</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>castdeck::TreeWords</name>
        <message numerus="yes">
            <source>%n server(s)</source>
            <translation>
                <numerusform>%n server</numerusform>
                <numerusform>%n servers</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n session(s)</source>
            <translation>
                <numerusform>%n session</numerusform>
                <numerusform>%n sessions</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n client(s)</source>
            <translation>
                <numerusform>%n client</numerusform>
                <numerusform>%n clients</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1 of %n row(s) shown</source>
            <translation>
                <numerusform>%1 of %n row shown</numerusform>
                <numerusform>%1 of %n rows shown</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>castdeck::RowText</name>
        <message numerus="yes">
            <source>%n disconnected</source>
            <translation>
                <numerusform>%n disconnected</numerusform>
                <numerusform>%n disconnected</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>castdeck::AttentionChips</name>
        <message numerus="yes">
            <source>%n failed</source>
            <translation>
                <numerusform>%n failed</numerusform>
                <numerusform>%n failed</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n lost</source>
            <translation>
                <numerusform>%n lost</numerusform>
                <numerusform>%n lost</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n stalled</source>
            <translation>
                <numerusform>%n stalled</numerusform>
                <numerusform>%n stalled</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>castdeck::RowExport</name>
        <message numerus="yes">
            <source>%n row(s)</source>
            <translation>
                <numerusform>%n row</numerusform>
                <numerusform>%n rows</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>the %n selected row(s)</source>
            <translation>
                <numerusform>the %n selected row</numerusform>
                <numerusform>the %n selected rows</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>the %n row(s) shown</source>
            <translation>
                <numerusform>the %n row shown</numerusform>
                <numerusform>the %n rows shown</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>all %n row(s)</source>
            <translation>
                <numerusform>all %n row</numerusform>
                <numerusform>all %n rows</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>castdeck::TokensDialog</name>
        <message numerus="yes">
            <source>The tokens of %n server(s) are not known here. One that you leave out stays unconnected.</source>
            <translation>
                <numerusform>The token of %n server is not known here.</numerusform>
                <numerusform>The tokens of %n servers are not known here. One that you leave out stays unconnected.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>castdeck::ManageServersDialog</name>
        <message numerus="yes">
            <source>%n server(s) added.</source>
            <translation>
                <numerusform>%n server added.</numerusform>
                <numerusform>%n servers added.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n server(s) were in the list already.</source>
            <translation>
                <numerusform>%n server was in the list already.</numerusform>
                <numerusform>%n servers were in the list already.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n entry(s) could not be used.</source>
            <translation>
                <numerusform>%n entry could not be used.</numerusform>
                <numerusform>%n entries could not be used.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>castdeck::ServerActions</name>
        <message numerus="yes">
            <source>%n server(s) are not connected: their tokens are not known here. Choose Enter Tokens.</source>
            <translation>
                <numerusform>%n server is not connected: its token is not known here. Choose Enter Tokens.</numerusform>
                <numerusform>%n servers are not connected: their tokens are not known here. Choose Enter Tokens.</numerusform>
            </translation>
        </message>
    </context>
</TS>
