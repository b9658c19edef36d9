# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Medians of what was raced, as a table for the terminal and for a document."""
import re
import statistics

import goals
import peers

MARKS = "<!-- figures: begin, written by ./dev bench transport -->", "<!-- figures: end -->"
MEASURES = ("seconds", "rate", "arrived", "sender_cpu", "receiver_cpu", "wire", "sender_peak", "receiver_peak")
MIB = 1 << 20


def key(kind):
    return kind["receivers"], kind["loss"], kind["link"], kind["mib"]


def order(kind):
    return kind["mib"], kind["link"] or 0, kind["loss"] is not None, kind["loss"] or 0, kind["receivers"]


def put(kinds, new):
    kinds[:] = sorted([k for k in kinds if key(k) != key(new)] + [new], key=order)


def find(kinds, receivers, loss, mib=None):
    """Of the size that most kinds have, if none is given."""
    mib = mib or statistics.mode(k["mib"] for k in kinds)
    return next((k for k in kinds if key(k) == (receivers, loss, None, mib)), None)


def medians(kind):
    """By name of the peer, in the order in which they ran; a peer that never delivered has none of the measures."""
    found = {}
    for name in dict.fromkeys(row["peer"] for row in kind["rows"]):
        rows = [row for row in kind["rows"] if row["peer"] == name]
        good = [row for row in rows if not row["failed"]]
        found[name] = {"runs": len(rows), "failed": len(rows) - len(good)}
        if good:
            found[name] |= {m: statistics.median(row[m] for row in good) for m in MEASURES}
            found[name]["spread"] = [min(row["rate"] for row in good), max(row["rate"] for row in good)]
    return found


def title(kind):
    many = f"{kind['receivers']} receiver{'s' if kind['receivers'] > 1 else ''}"
    loss = "segments at the wire" if kind["loss"] is None else f"packet by packet, {kind['loss']:g} % lost"
    if kind["link"]:
        loss = f"a link of {kind['link']} Mbit/s to each, behind a queue of 64 kB"
    return f"{many}, {loss}, {kind['mib']} MiB"


def about(kind):
    return f"{kind['turns']} turns, load {kind['load_before']:.1f} before, {kind['load_after']:.1f} after"


def cells(name, figure, uftp):
    """One line of a table."""
    failed = f"{figure['failed']} of {figure['runs']} failed" if figure["failed"] else ""
    if "rate" not in figure:
        return [peers.ALL[name].label, "–", "", "", "", "", "", "", "", failed]
    size = figure["arrived"]
    remark = failed
    if peers.ALL[name].lossy:
        remark = f"{100 * (1 - size / figure['size']):.1f} % did not arrive"
    ratio = f"{figure['rate'] / uftp['rate']:.2f}" if uftp and "rate" in uftp else ""
    low, high = (rate / 1e6 for rate in figure["spread"])
    return [peers.ALL[name].label, f"{figure['rate'] / 1e6:.0f}", f"{low:.0f}–{high:.0f}", ratio,
            f"{figure['sender_cpu']:.2f}", f"{figure['receiver_cpu']:.2f}", f"{figure['wire']:.3f}",
            f"{figure['sender_peak'] / MIB:.0f}", f"{figure['receiver_peak'] / MIB:.0f}", remark]


HEADS = ["peer", "MB/s", "from–to", "of UFTP", "sender CPU s/GB", "receiver CPU s/GB", "wire bytes/byte",
         "sender MiB", "receiver MiB", ""]


def table(kind):
    found = medians(kind)
    for figure in found.values():
        figure["size"] = kind["mib"] * MIB
    return [cells(name, figure, found.get("uftp")) for name, figure in found.items()]


def aligned(rows):
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    def line(row):
        return "  ".join([row[0].ljust(widths[0])] + [cell.rjust(w) for cell, w in zip(row[1:], widths[1:])]).rstrip()
    return "\n".join(map(line, rows))


def as_text(kind):
    return f"\n{title(kind)} ({about(kind)})\n" + aligned([HEADS] + table(kind))


def goals_as_text(kinds):
    return "\n" + aligned([["goal", "measured", "wanted", ""]] + goals.judged(kinds))


def markdown(heads, rows):
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 2) + ["---"]] + rows
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def write(result, path, document):
    where = result["machine"]
    raced = {row["peer"] for kind in result["kinds"] for row in kind["rows"]}
    text = f"Measured {where['date']} on {where['cpu']}, Linux {where['kernel']}, commit {where['commit']}.\n\n"
    text += "### Goals\n\n" + markdown(["goal", "measured", "wanted", ""], goals.judged(result["kinds"]))
    text += "\n### Settings of the peers\n\n" + markdown(
        ["peer", "settings"], [[p.label, p.settings] for p in peers.ALL.values() if p.name in raced])
    for kind in result["kinds"]:
        text += f"\n### {title(kind)}\n\n{about(kind)}.\n\n" + markdown(HEADS, table(kind))
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    if document:
        with open(document, encoding="utf-8") as file:
            old = file.read()
        between = re.compile(re.escape(MARKS[0]) + ".*" + re.escape(MARKS[1]), re.DOTALL)
        if not between.search(old):
            raise SystemExit(f"{document} has no place for figures")
        with open(document, "w", encoding="utf-8") as file:
            file.write(between.sub(lambda _: f"{MARKS[0]}\n{text}{MARKS[1]}", old))
