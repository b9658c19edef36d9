#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The race of transport.sh: all its kinds, each with all peers in turn; then tables and a plot."""
import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import time

import figures
import peers
import plot
from lab import Lab
from race import Race

# Receivers, and the percentage of payload lost at each; "wire": none, with datagrams cut behind the wire; "mbit": what
# overflows the queue before a slower link to each.
SHORT = ["1:wire", "2:wire", "4:wire", "2:0", "2:1"]
WHOLE = [f"{n}:{loss}" for loss in ("wire", "0", "0.1", "1", "5") for n in (1, 2, 4, 8)]
WHOLE += ["16:wire", "2:wire:1024", "1:400mbit", "2:400mbit"]
NEEDS = {"udpcast": ["udp-sender", "udp-receiver"], "uftp": ["uftp", "uftpd"], "uftp-gcm": ["uftp", "uftpd"]}


def options():
    p = argparse.ArgumentParser(prog="./dev bench transport", description=__doc__, add_help=True)
    p.add_argument("--whole", action="store_true",
                   help="1, 2, 4 and 8 receivers at 0, 0.1, 1 and 5 %% loss, 16, and a larger file; default: "
                   + " ".join(SHORT))
    p.add_argument("--kind", action="append", metavar="RECEIVERS:LOSS[:MIB]",
                   help="only this; again for more; LOSS is a percentage packet by packet, wire, or the link's Nmbit")
    p.add_argument("--mib", type=int, default=256, help="size of the file, default: 256")
    p.add_argument("--turns", type=int, default=3, help="how often each peer runs, default: 3")
    p.add_argument("--peers", default=",".join(peers.ALL), help="default: %(default)s")
    p.add_argument("--keep", action="store_true", help="keep the figures of the other kinds from earlier")
    p.add_argument("--render", action="store_true", help="race nothing, only write tables and plot again")
    p.add_argument("--document", metavar="FILE", help="put the tables between its marks, the plot beside it")
    for hidden in ("--bin", "--lab", "--work"):
        p.add_argument(hidden, help=argparse.SUPPRESS)
    return p.parse_args()


def kinds_of(asked):
    for words in asked.kind or (WHOLE if asked.whole else SHORT):
        receivers, loss, *mib = words.split(":")
        link = int(loss.removesuffix("mbit")) if loss.endswith("mbit") else None
        yield {"receivers": int(receivers), "loss": None if loss == "wire" else 0.0 if link else float(loss),
               "link": link, "mib": int(mib[0]) if mib else asked.mib}


def racing(asked):
    for name in asked.peers.split(","):
        missing = [p for p in NEEDS.get(name, []) if not shutil.which(p)]
        if name == "norm" and not os.path.exists(f"{asked.work}/normcast"):
            missing = ["libnorm-dev"]
        if missing:
            print(f"{name} is left out, there is no {missing[0]}")
        else:
            yield peers.ALL[name]


def content_of(asked, mib):
    path = f"{asked.work}/images/content"
    if not os.path.exists(path) or os.path.getsize(path) != mib << 20:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            for _ in range(mib):
                file.write(os.urandom(1 << 20))
        # A file that was just written may still be being written.
        os.utime(path, (time.time() - 3600,) * 2)
    return path


def load():
    with open("/proc/loadavg", encoding="ascii") as file:
        return float(file.read().split()[0])


def race_kind(asked, kind, lab, field):
    kind |= {"load_before": load(), "turns": asked.turns, "rows": []}
    lab.arrange(kind["receivers"], kind["loss"], kind["link"])
    content = content_of(asked, kind["mib"])
    for _ in range(asked.turns):
        for peer in field:
            row = Race(lab, content, kind).run(peer)
            if row["failed"]:
                print(f"{peer.name} failed: {row['failed']}", flush=True)
            kind["rows"].append(row)
    kind["load_after"] = load()


def machine():
    def said_by(*argv):
        return subprocess.run(argv, capture_output=True, text=True, check=False).stdout.strip()
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), "unknown")
    return {"commit": said_by("git", "describe", "--always", "--dirty"), "kernel": os.uname().release,
            "cpu": f"{os.cpu_count()} × {model}", "date": time.strftime("%Y-%m-%d")}


def main():
    asked = options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = os.path.join(os.path.dirname(asked.bin), "bench")
    os.makedirs(folder, exist_ok=True)
    path = f"{folder}/transport.json"
    result = {"kinds": []}
    if (asked.keep or asked.render) and os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            result = json.load(file)
    if not asked.render:
        peers.Castdeck.binaries = asked.bin
        lab, field = Lab(asked.lab, asked.work), list(racing(asked))
        result["machine"] = machine()
        for kind in kinds_of(asked):
            race_kind(asked, kind, lab, field)
            figures.put(result["kinds"], kind)
            print(figures.as_text(kind), flush=True)
            with open(path, "w", encoding="utf-8") as file:
                json.dump(result, file, indent=1)
    print(figures.goals_as_text(result["kinds"]))
    figures.write(result, f"{folder}/transport.md", asked.document)
    picture = plot.draw(result["kinds"])
    targets = [f"{folder}/transport.svg"]
    if asked.document:
        targets.append(asked.document.removesuffix(".md") + ".svg")
    for target in targets:
        with open(target, "w", encoding="utf-8") as file:
            file.write(picture)
    print(f"written to {folder}: transport.json, transport.md, transport.svg")


if __name__ == "__main__":
    main()
