# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rates of all kinds as bars in two columns, readable on light and dark ground."""
from xml.sax.saxutils import escape

import figures
import peers

MARGIN, COLUMN, TOP = 12, 520, 44
LABELS, NOTES = 160, 120  # of a column; bars have what is between
BAR, LINE, HEAD, TAIL = 13, 17, 26, 16
STYLE = """
  text { font: 12px sans-serif; fill: #24292f }
  .ground { fill: #ffffff }
  .title { font-size: 15px; font-weight: bold }
  .head { font-weight: bold }
  .note { fill: #57606a }
  .castdeck { fill: #0969da } .other { fill: #8c959f } .limit { fill: #d0d7de }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .ground { fill: #0d1117 }
    .note { fill: #9198a1 }
    .castdeck { fill: #4493f8 } .other { fill: #768390 } .limit { fill: #444c56 }
  }
"""


def colour(peer):
    if issubclass(peer, peers.Castdeck):
        return "castdeck"
    return "limit" if peer.lossy else "other"


def said(figure, uftp):
    if "rate" not in figure:
        return "never delivered"
    text = f"{figure['rate'] / 1e6:.0f}"
    if uftp and "rate" in uftp:
        text += f" ({figure['rate'] / uftp['rate']:.1f}×)"
    return text + (f", {figure['failed']} failed" if figure["failed"] else "")


def text(style, x, y, words, anchor="start"):
    return f'<text class="{style}" x="{x:.1f}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'


def group(kind, found, most, x, y):
    yield text("head", x, y + 14, figures.title(kind))
    y += HEAD
    for name, figure in found.items():
        peer = peers.ALL[name]
        width = figure.get("rate", 0) / most * (COLUMN - LABELS - NOTES)
        yield text("label", x + LABELS - 8, y + 11, peer.label, "end")
        yield f'<rect class="{colour(peer)}" x="{x + LABELS}" y="{y}" width="{width:.1f}" height="{BAR}"/>'
        yield text("note", x + LABELS + width + 6, y + 11, said(figure, found.get("uftp")))
        y += LINE


def draw(kinds):
    found = [figures.medians(kind) for kind in kinds]
    most = max([figure["rate"] for by_peer in found for figure in by_peer.values() if "rate" in figure], default=1)
    half, bottom, parts = (len(kinds) + 1) // 2, TOP, []
    for first, x in ((0, MARGIN), (half, MARGIN + COLUMN)):
        y = TOP
        for kind, by_peer in list(zip(kinds, found))[first:first + half]:
            parts += group(kind, by_peer, most, x, y)
            y += HEAD + LINE * len(by_peer) + TAIL
        bottom = max(bottom, y)
    width = 2 * (MARGIN + COLUMN)
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {bottom}" width="{width}">',
        "<!-- SPDX-FileCopyrightText: The Castdeck authors -->",
        "<!-- SPDX-License-Identifier: GPL-3.0-or-later -->",
        f"<style>{STYLE}</style>", f'<rect class="ground" width="{width}" height="{bottom}"/>',
        text("title", MARGIN, 24, "MB/s until the last receiver has the whole file (times UFTP without encryption)"),
        *parts, "</svg>", ""])
