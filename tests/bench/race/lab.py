# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The hosts that transport.sh made, set up for one kind of race: s sends, r1 to r16 receive."""
import subprocess

ADDRESS = "10.77.0.1"  # of s
MOST = 16
# Shorter datagrams are control messages. All peers lose payload alike, and none loses its way of asking for it again.
PAYLOAD_FROM = 1000
# Bytes that a port of a small switch holds, and that pass at once.
QUEUE = 65536
BURST = 3200


def ip(*words):
    subprocess.run(["ip", *map(str, words)], check=True)


class Lab:
    def __init__(self, tag, work):
        self.tag, self.work = tag, work

    def inside(self, host, argv):
        return ["ip", "netns", "exec", self.tag + host, *map(str, argv)]

    def run(self, host, *argv, **options):
        return subprocess.run(self.inside(host, argv), check=True, timeout=30, text=True, **options)

    def arrange(self, receivers, loss, link):
        """Receivers on the bridge, and the percentage of payload that each loses on its way in; None: no loss, and
        datagrams cross the wire uncut, as with a card that segments. With @p link, in Mbit/s, the way to each is so
        slow, behind a queue as a small switch has it."""
        for i in range(1, MOST + 1):
            # A port that is up costs the sender a copy of each packet, whether anybody listens there or not.
            ip("-n", self.tag + "net", "link", "set", f"pr{i}", "up" if i <= receivers else "down")
            port = ["dev", f"pr{i}", "root"]
            if link:
                self.run("net", "tc", "qdisc", "replace", *port, "tbf", "rate", f"{link}mbit", "burst", BURST,
                         "limit", QUEUE)
            else:
                self.run("net", "tc", "qdisc", "replace", *port, "noqueue")
        # Cut before the wire, so that loss hits single packets and not whole bursts.
        self.run("s", "ip", "link", "set", "eth0", "gso_max_segs", "64" if loss is None else "1")
        lost = f"numgen random mod 100000 < {round((loss or 0) * 1000)}"
        for i in range(1, receivers + 1):
            self.run(f"r{i}", "nft", "-f", "-", input=f"""
                flush ruleset
                table ip loss {{
                  chain in {{
                    type filter hook prerouting priority raw;
                    ip saddr {ADDRESS} udp length > {PAYLOAD_FROM} {lost} drop
                  }}
                }}""")

    def sent_bytes(self):
        return int(self.run("s", "cat", "/sys/class/net/eth0/statistics/tx_bytes", stdout=subprocess.PIPE).stdout)
