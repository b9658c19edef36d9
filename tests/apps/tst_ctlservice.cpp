// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctlwalktest.h"
#include "support/testprogram.h"

namespace castdeck::tst_ctlservice
{

/// The service and its policies.
class CtlServiceTest : public CtlWalkTest
{
    Q_OBJECT

private Q_SLOTS:
    void policies()
    {
        const QString wrong = walk({
            {"viewer", "policy show", 0, "service.ipv4.startIpAddress"},
            {"viewer", "--format json policy show", 0, "\"multicastSession\""},
            {"viewer", "policy show all", 2},
            {"operator", "policy set --threshold 100", 4},
            {"admin", "policy set", 2},
            {"admin", "policy set --port-range 1-x", 2},
            {"admin", "policy set --ipv4-range 239.1.0.1-239.1.0.99 --port-range 47400-47499", 0, "service",
             true},
            {"viewer", "policy show", 0, "239.1.0.99"},
            {"admin", "policy set --ipv4-range 239.1.0.9-239.1.0.1", 1,
             "WDSTPTMGMT_E_INVALID_SERVICE_IP_ADDRESS_RANGE (C1100110)"},
            {"admin", "policy set --ipv4-range 10.0.0.1-10.0.0.9", 1, "C1100117"},
            {"admin", "policy set --ipv6-range ::1-::2", 1, "C1100118"},
            {"admin", "policy set --ipv4-range here-there", 1, "C1100116"},
            {"admin", "policy set --ipv4-range dhcp", 1, "ipv4 dhcp"},
            {"admin", "policy set --ipv6-range dhcp", 1,
             "WDSTPTMGMT_E_INVALID_IPV6_MULTICAST_ADDRESS_SOURCE"},
            {"admin", "policy set --port-range 9-1", 1, "WDSTPTMGMT_E_INVALID_SERVICE_PORT_RANGE (C1100111)"},
            {"admin", "policy set --streams 7", 1,
             "WDSTPTMGMT_E_INVALID_MULTISTREAM_STREAM_COUNT (C110011B)"},
            {"admin", "policy set --threshold 0", 1,
             "WDSTPTMGMT_E_INVALID_AUTO_DISCONNECT_THRESHOLD (C110011C)"},
            {"admin", "policy set --components 99", 1,
             "WDSTPTMGMT_E_INVALID_DIAGNOSTICS_COMPONENTS (C110010E)"},
            {"admin",
             "policy set --slow-clients autodisconnect --threshold 300 --fallback no --diagnostics on", 0,
             "diagnostics", true},
            {"viewer", "--format csv policy show", 0, "multicastSession.autoDisconnectThreshold,300"},
            {"admin", "policy set --streams 2 --components 99", 5, "C110010E", true},
            {"viewer", "--format csv policy show", 0, "multicastSession.version,3"},
            {"admin", "policy set --streams 3 --version 2", 1, "CASTDECK_E_POLICY_CONFLICT (E4CD0028)"},
            {"admin", "policy set --streams 3 --version 5000000000", 1, "CASTDECK_E_POLICY_CONFLICT"},
            {"admin", "policy set --streams 3 --version 9007199254740992", 2},
            {"viewer", "--format csv policy show", 0, "multicastSession.multistreamStreamCount,2"},
            {"admin", "policy set --streams 3 --version 3", 0, "multicastSession"},
            {"admin", "policy set --streams 2 --diagnostics off --version 4", 2},
            {"admin", "policy set --version 4", 2},
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    void service()
    {
        const QString wrong = walk({
            {"viewer", "service status", 0, "yes"},
            {"viewer", "service status now", 2},
            {"operator", "service stop", 4},
            {"operator", "service start", 4},
            {"admin", "service start", 0},
            {"admin", "service disable", 0},
            {"viewer", "--format json service status", 0, "\"enabled\": false"},
            {"admin", "service enable", 0, "", true},
            {"admin", "service stop --drain", 0},
            {"viewer", "--format json service status", 0, "\"running\": false"},
            {"admin", "service stop --reason again", 0},
            {"admin", "service restart", 0},
            {"viewer", "--format json service status", 0, "\"running\": false"},
            {"admin", "service start", 0},
            {"viewer", "--format json service status", 0, "\"running\": true"},
            {"admin", "service restart --drain", 0, "", true},
            {"admin", "service read-settings", 0, "", true},
            {"viewer", "service enable", 4},
            {"viewer", "service disable", 4},
            {"viewer", "service read-settings", 4},
            {"viewer", "service restart", 4},
            {"admin", "service stop now", 2},
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }
};

CASTDECK_TEST(CtlServiceTest)

} // namespace castdeck::tst_ctlservice
#include "tst_ctlservice.moc"
