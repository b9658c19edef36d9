<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>castdeck::MainWindow</name>
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
            <source>Stop publishing %n namespace(s)?</source>
            <translation>
                <numerusform>Stop publishing %n namespace?</numerusform>
                <numerusform>Stop publishing %n namespaces?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n row(s) copied</source>
            <translation>
                <numerusform>%n row copied</numerusform>
                <numerusform>%n rows copied</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n row(s) written to %1</source>
            <translation>
                <numerusform>%n row written to %1</numerusform>
                <numerusform>%n rows written to %1</numerusform>
            </translation>
        </message>
    </context>
</TS>
