# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One run of one peer: from the start of all receivers until the last has the whole file, and what that cost."""
import filecmp
import os
import shutil
import tempfile
import time

from program import Overdue, watch

LEAVE_SECONDS = 30  # in which a sender that is done has to end by itself


class Race:
    def __init__(self, lab, content, kind):
        self.lab, self.content, self.loss, self.link = lab, content, kind["loss"], kind["link"]
        self.numbers = range(1, kind["receivers"] + 1)
        self.size = os.path.getsize(content)
        self.folder = tempfile.mkdtemp(dir=lab.work)
        self.programs = []

    def place(self, number):
        return f"{self.folder}/r{number}"

    def copy(self, number):
        return self.place(number) + ".copy"

    def built(self, name):
        return f"{self.lab.work}/{name}"

    def run(self, kind):
        """A row of figures; with "failed", the reason, if not everybody got everything."""
        peer = kind(self)
        row = {"peer": kind.name}
        try:
            peer.prepare()
            row |= self.timed(peer)
            row["failed"] = None if peer.lossy else self.different() or peer.failure()
        except Overdue as error:
            row["failed"] = f"overdue: {error}"
        except RuntimeError as error:
            row["failed"] = str(error)
        finally:
            for program in self.programs:
                program.stop()
            time.sleep(0.05)
            for program in self.programs:
                program.kill()
            shutil.rmtree(self.folder)
        return row

    def timed(self, peer):
        before = self.lab.sent_bytes()
        for program in self.programs:
            program.count_from_here()
        start = time.monotonic()
        peer.go()
        # What takes a hundred times as long as the others is not in the race.
        watch(self.programs, lambda: all(p.done_at for p in peer.receivers) or gave_up(peer), 20 + self.size / 10e6)
        if gave_up(peer):
            raise RuntimeError(f"sender ended with {peer.sender.code}: {peer.sender.output[-300:]}")
        seconds = max(p.done_at for p in peer.receivers) - start
        if not peer.sender_lasts:
            watch(self.programs, lambda: peer.sender.code is not None, LEAVE_SECONDS)
        arrived = min(os.path.getsize(self.copy(i)) for i in self.numbers) if peer.lossy else self.size
        return {
            "seconds": seconds,
            "arrived": arrived,
            "rate": arrived / seconds,
            "sender_cpu": peer.sender.cpu() / self.size * 1e9,
            "receiver_cpu": sum(p.cpu() for p in peer.receivers) / len(self.numbers) / self.size * 1e9,
            "wire": (self.lab.sent_bytes() - before) / self.size,
            "sender_peak": peer.sender.peak,
            "receiver_peak": max(p.peak for p in peer.receivers),
        }

    def different(self):
        for i in self.numbers:
            copy = next((c for c in (self.copy(i), f"{self.place(i)}/copy") if os.path.exists(c)), None)
            if not copy or not filecmp.cmp(copy, self.content, shallow=False):
                return f"the copy of r{i} differs"
        return None


def gave_up(peer):
    return peer.sender.code not in (None, 0) and not all(p.done_at for p in peer.receivers)
