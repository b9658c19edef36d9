# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Castdeck wants to reach, and by how much it misses it."""
import figures

FEW = (1, 2, 4)
LOSSES = (0.1, 1.0, 5.0)


def demanded(receivers, percent):
    """How often a packet is sent on average until each of the receivers has it, who lose it independently."""
    return sum(1 - (1 - (percent / 100) ** sent) ** receivers for sent in range(60))


class Goal:
    def __init__(self, text, wanted, least, measure):
        self.text, self.wanted, self.least, self.measure = text, wanted, least, measure

    def row(self, kinds):
        try:
            value = self.measure(kinds)
        except (KeyError, TypeError, ZeroDivisionError):
            return [self.text, "not raced", self.limit(), ""]
        missed = (self.wanted - value if self.least else value - self.wanted) / self.wanted
        return [self.text, f"{value:.2f}", self.limit(), f"missed by {100 * missed:.0f} %" if missed > 0 else "reached"]

    def limit(self):
        return f"{'at least' if self.least else 'at most'} {self.wanted:g}"


def of(kinds, receivers, loss, peer, measure, mib=None):
    return figures.medians(figures.find(kinds, receivers, loss, mib))[peer][measure]


def ratio(receivers, loss, peer, measure="rate"):
    return lambda kinds: of(kinds, receivers, loss, "encrypted", measure) / of(kinds, receivers, loss, peer, measure)


def cost(receivers, side):
    return lambda kinds: of(kinds, receivers, None, "encrypted", side)


def beyond_demand(receivers, loss):
    """Against the same kind without loss, which has the same headers."""
    def measured(kinds):
        lossless, lossy = (of(kinds, receivers, percent, "encrypted", "wire") for percent in (0.0, loss))
        return lossy / lossless / demanded(receivers, loss)
    return measured


def growth(measure):
    def measured(kinds):
        one, many = (of(kinds, receivers, None, "encrypted", measure) for receivers in (1, 16))
        return many / one
    return measured


def own_growth(kinds):
    """Between namespaces it is the sender that carries each packet to each receiver. Bare datagrams cost that, too."""
    def own(receivers):
        encrypted, bare = (of(kinds, receivers, None, peer, "sender_cpu") for peer in ("encrypted", "bare"))
        return encrypted - bare
    return own(16) / own(1)


def size_growth(side):
    def measured(kinds):
        sizes = sorted(k["mib"] for k in kinds if k["receivers"] == 2 and k["loss"] is None)
        if len(sizes) < 2:
            raise KeyError
        big, small = (of(kinds, 2, None, "encrypted", f"{side}_peak", mib) for mib in (sizes[-1], sizes[0]))
        return big / small
    return measured


def counted(n):
    return f"{n} receiver{'s' if n > 1 else ''}"


GOALS = (
    [Goal(f"rate against UFTP without encryption, {counted(n)}", 2, True, ratio(n, None, "uftp")) for n in FEW]
    + [Goal(f"rate against UFTP with AES-GCM, {counted(n)}", 3, True, ratio(n, None, "uftp-gcm")) for n in FEW]
    + [Goal(f"rate against bare datagrams, packet by packet, {counted(n)}", 0.8, True, ratio(n, 0.0, "bare")) for n in FEW]
    + [Goal(f"rate against bare datagrams, segments at the wire, {counted(n)}", 0.8, True, ratio(n, None, "bare"))
       for n in FEW]
    + [Goal(f"sender CPU s/GB, {counted(n)}", 1.4, False, cost(n, "sender_cpu")) for n in FEW]
    + [Goal(f"receiver CPU s/GB, {counted(n)}", 2.6, False, cost(n, "receiver_cpu")) for n in FEW]
    + [Goal("rate against UFTP without encryption, 2 receivers, 1 % lost", 2, True, ratio(2, 1.0, "uftp"))]
    + [Goal(f"bytes on the wire against what {loss:g} % loss demands, 2 receivers", 1.05, False, beyond_demand(2, loss))
       for loss in LOSSES]
    + [Goal("sender CPU with 16 receivers against 1", 1.2, False, growth("sender_cpu")),
       Goal("the same without what bare datagrams cost", 1.2, False, own_growth),
       Goal("sender memory with 16 receivers against 1", 1.1, False, growth("sender_peak")),
       Goal("receiver memory with 16 receivers against 1", 1.1, False, growth("receiver_peak"))]
    + [Goal(f"{side} memory with the largest file against the smallest, 2 receivers", 1.1, False, size_growth(side))
       for side in ("sender", "receiver")]
)


def judged(kinds):
    return [goal.row(kinds) for goal in GOALS]
