# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who races, each with the settings that were fastest here. A peer's prepare() starts what its operator has running
beforehand, which the clock does not see; its go() starts the rest."""
import os
import re
import time

from lab import ADDRESS
from program import Program, watch

START_SECONDS = 20
KNOWN_SHARE = 950  # of a thousand: headers have to fit as well


class Peer:
    lossy = False  # delivers what arrives, not all
    sender_lasts = False  # is ended when all have everything

    def __init__(self, race):
        self.race, self.sender, self.receivers = race, None, []

    def prepare(self):
        pass

    def start(self, host, argv, done=None):
        program = Program(self.race.lab.inside(host, argv), done)
        self.race.programs.append(program)
        return program

    def start_receivers(self, argv_of, done=None):
        self.receivers = [self.start(f"r{i}", argv_of(i), done) for i in self.race.numbers]

    def await_word(self, programs, word):
        watch(programs, lambda: all(word in p.output or p.code is not None for p in programs), START_SECONDS)
        for program in programs:
            if word not in program.output:
                raise RuntimeError(f"no '{word}': {program.output[-300:]}")

    def known_rate(self):
        """What who knows the link tells those that do not find out by themselves, in kbit/s."""
        return self.race.link * KNOWN_SHARE

    def failure(self):
        """What is wrong although the copies are right; None: nothing."""
        bad = [p for p in self.receivers if p.code not in (None, 0)]
        return f"exit code {bad[0].code}: {bad[0].output[-300:]}" if bad else None


class Castdeck(Peer):
    sender_lasts = True
    binaries = None

    def prepare(self):
        work, udp = self.race.folder, self.security == "udp"
        with open(f"{work}/castdeckd.conf", "w", encoding="ascii") as conf:
            conf.write(f"security = {'hash' if udp else self.security}\n")
        self.sender = self.start("s", [f"{self.binaries}/castdeckd", "--config", f"{work}/castdeckd.conf",
                                       "--state-dir", f"{work}/state", "--interface", "eth0",
                                       "--listen", f"{ADDRESS}:5042"])
        self.await_word([self.sender], "ready")
        fingerprint = re.search(r"sha256:[0-9a-f]+", self.sender.output).group()
        self.rights = ["--token-file", f"{work}/state/admin.token", "--fingerprint", fingerprint]
        self.race.lab.run("s", f"{self.binaries}/castctl", "--server", ADDRESS, *self.rights, "namespace", "create",
                          "images", "--type", "autocast", "--path", os.path.dirname(self.race.content),
                          "--allow-unauthenticated", capture_output=True)

    def go(self):
        asks = ["--initiation", "udp"] if self.security == "udp" else ["--initiation", "tls", *self.rights]
        self.start_receivers(lambda i: [f"{self.binaries}/castjoin", "--json", "--name", f"r{i}", "--interface", "eth0",
                                        "--no-fallback", *asks, "-o", self.race.copy(i), ADDRESS, "images", "content"])

    def failure(self):
        encrypted = all('"encrypted":true' in p.output for p in self.receivers)
        if not super().failure() and encrypted != (self.security == "encrypted"):
            return "another protection than asked for"
        return super().failure()


class Encrypted(Castdeck):
    name, label, security = "encrypted", "Castdeck, TLS encrypted", "encrypted"
    settings = "castdeckd: security = encrypted; castjoin --initiation tls: AES-256-GCM, verified by the hash tree"


class Published(Encrypted):
    name, label = "published", "Castdeck, the same, published before"
    settings = "the same, with a hash tree that was made before the start, as of what was published or cast before"

    def prepare(self):
        super().prepare()
        trees, deadline = f"{self.race.folder}/state/trees", time.monotonic() + START_SECONDS
        while not (os.path.isdir(trees) and os.listdir(trees)):
            if time.monotonic() > deadline:
                raise RuntimeError("no hash tree")
            time.sleep(0.05)


class Hash(Castdeck):
    name, label, security = "hash", "Castdeck, TLS HMAC", "hash"
    settings = "castdeckd: security = hash; castjoin --initiation tls: authenticated, not secret, verified by the hash tree"


class Udp(Castdeck):
    name, label, security = "udp", "Castdeck, UDP", "udp"
    settings = "castjoin --initiation udp: a checksum in each packet"


class Udpcast(Peer):
    name, label = "udpcast", "udpcast"
    settings = ("udp-sender --full-duplex --min-receivers N --rexmit-hello-interval 50, "
                "with a slow link --max-bitrate of 95 % of it; "
                "udp-receiver --rcvbuf 8m --exit-wait 1")

    def go(self):
        common = ["--nokbd", "--no-progress", "--interface", "eth0", "--portbase", "9000"]
        self.start_receivers(lambda i: ["udp-receiver", *common, "--rcvbuf", "8m", "--exit-wait", "1", "--file",
                                        self.race.copy(i)])
        rate = ["--max-bitrate", f"{self.known_rate()}k"] if self.race.link else []
        # Between two greetings it does not look who is there.
        self.sender = self.start("s", ["udp-sender", *common, "--full-duplex", "--rexmit-hello-interval", "50", *rate,
                                       "--min-receivers", len(self.race.numbers), "--file", self.race.content])


class Uftp(Peer):
    name, label, protection = "uftp", "UFTP, not encrypted", []
    settings = ("uftp -R -1 -B 8000000 -b 1420 -r 0.1:0.01:1, with a slow link -R of 95 % of it; "
                "uftpd -B 8000000")

    def prepare(self):
        for i in self.race.numbers:
            os.mkdir(self.race.place(i))
        # It prints RESULT when it has the file; the server goes on for a while to make sure of it.
        self.start_receivers(lambda i: ["uftpd", "-d", "-q", "-I", "eth0", "-U", hex(i), "-B", "8000000",
                                        "-F", "@LOG", "-D", self.race.place(i)], done=r"RESULT;.*;copy")
        # It says nothing when it is ready; it has joined the group by then.
        watch(self.receivers, lambda: all(joined(self.race, i) for i in self.race.numbers), START_SECONDS)

    def go(self):
        rate = self.known_rate() if self.race.link else -1
        self.sender = self.start("s", ["uftp", "-I", "eth0", "-R", rate, "-B", "8000000", "-b", "1420",
                                       "-r", "0.1:0.01:1", *self.protection,
                                       "-H", ",".join(hex(i) for i in self.race.numbers),
                                       "-D", "copy", self.race.content])


class UftpGcm(Uftp):
    name, label, protection = "uftp-gcm", "UFTP, AES-GCM", ["-Y", "aes256-gcm", "-h", "sha256"]
    settings = "the same with -Y aes256-gcm -h sha256"


class Norm(Peer):
    name, label, sender_lasts = "norm", "libnorm", True
    lossless_rate, lossy_rate, parity = 1000, 600, 0
    settings = (f"normcast.cpp: {lossless_rate} Mbit/s, {lossy_rate} where packets are lost; no parity, no congestion "
                "control, buffers of 64 MiB")

    def go(self):
        for i in self.race.numbers:
            os.mkdir(self.race.place(i))
        self.start_receivers(lambda i: [self.race.built("normcast"), "receive", self.race.place(i), i + 1],
                             done="complete")
        self.await_word(self.receivers, "ready")
        rate = self.lossy_rate if self.race.loss else self.lossless_rate
        rate = self.known_rate() // 1000 if self.race.link else rate
        self.sender = self.start("s", [self.race.built("normcast"), "send", self.race.content, rate, self.parity])


class Bare(Peer):
    name, label, lossy = "bare", "bare datagrams", True
    settings = "bare.cpp: UDP_SEGMENT, 44 packets of 1472 bytes; UDP_GRO; socket buffers of 64 MiB; nothing is repeated"

    def go(self):
        self.start_receivers(lambda i: [self.race.built("bare"), "receive", self.race.copy(i)])
        self.await_word(self.receivers, "ready")
        self.sender = self.start("s", [self.race.built("bare"), "send", self.race.content])


def joined(race, number):
    groups = race.lab.run(f"r{number}", "ip", "-4", "maddress", "show", "dev", "eth0", capture_output=True).stdout
    time.sleep(0.01)
    return "230.4.4.1" in groups


ALL = {peer.name: peer for peer in (Encrypted, Published, Hash, Udp, Udpcast, Uftp, UftpGcm, Norm, Bare)}
