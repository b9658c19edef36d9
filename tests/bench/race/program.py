# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs that are watched while they run: what they say, when they are done, what they cost."""
import os
import re
import selectors
import signal
import subprocess
import time

SAMPLE_SECONDS = 0.05
OUTPUT_MAX = 1 << 18


class Overdue(Exception):
    """Names the programs that are still there, and the last thing each said."""


class Program:
    """One process. It is done when it ends or, for one that goes on afterwards, when it says @p done."""

    def __init__(self, argv, done=None):
        self.done_pattern = re.compile(done) if done else None
        self.process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT)
        self.pid = self.process.pid
        self.pidfd = os.pidfd_open(self.pid)
        os.set_blocking(self.process.stdout.fileno(), False)
        self.output, self.done_at, self.code, self.peak = "", None, None, 0
        self.usage, self.counted_from = None, 0.0

    def cpu(self):
        """Seconds since count_from_here(), kernel and user, of all threads that ever were."""
        if self.usage:
            return self.usage.ru_utime + self.usage.ru_stime - self.counted_from
        return self.clock() - self.counted_from

    def clock(self):
        return time.clock_gettime(~self.pid << 3 | 2)  # as clock_getcpuclockid() names it

    def count_from_here(self):
        self.counted_from = self.clock()

    def read(self):
        """False if nothing came."""
        try:
            text = os.read(self.process.stdout.fileno(), 65536).decode(errors="replace")
        except BlockingIOError:
            return False
        self.output = (self.output + text)[-OUTPUT_MAX:]
        if self.done_pattern and self.done_at is None and self.done_pattern.search(self.output):
            self.done_at = time.monotonic()
        return bool(text)

    def sample(self):
        """Its peak of memory is gone with the process, and that of its rusage begins with what Python had."""
        try:
            with open(f"/proc/{self.pid}/status", encoding="ascii", errors="replace") as status:
                found = re.search(r"Name:\s+(\S+).*VmHWM:\s+(\d+)", status.read(), re.DOTALL)
        except OSError:
            return
        if found and found.group(1) != "ip":
            self.peak = max(self.peak, int(found.group(2)) * 1024)

    def reap(self):
        now = time.monotonic()
        _, status, self.usage = os.wait4(self.pid, 0)
        self.code = self.process.returncode = os.waitstatus_to_exitcode(status)
        self.done_at = self.done_at or now
        while self.read():
            pass

    def stop(self):
        if self.code is None:
            os.kill(self.pid, signal.SIGTERM)  # Popen's own way may reap it

    def kill(self):
        if self.code is None:
            os.kill(self.pid, signal.SIGKILL)
            self.reap()
        if self.pidfd is not None:
            os.close(self.pidfd)
            self.process.stdout.close()
            self.pidfd = None


def watch(programs, reached, seconds):
    """Until @p reached, a function, is true; Overdue after that many seconds."""
    deadline = time.monotonic() + seconds
    with selectors.DefaultSelector() as selector:
        for program in programs:
            if program.code is None:
                selector.register(program.pidfd, selectors.EVENT_READ, (program, program.pidfd))
                selector.register(program.process.stdout, selectors.EVENT_READ, (program, None))
        sampled = 0.0
        while not reached():
            now = time.monotonic()
            if now > deadline:
                raise Overdue("; ".join(f"{p.process.args[4]}: {p.output[-200:]}" for p in programs if p.code is None))
            if now - sampled >= SAMPLE_SECONDS:
                sampled = now
                for program in programs:
                    if program.code is None:
                        program.sample()
            for key, _ in selector.select(SAMPLE_SECONDS):
                program, ended = key.data
                if ended is None:
                    if not program.read():
                        selector.unregister(program.process.stdout)
                else:
                    program.reap()
                    selector.unregister(program.pidfd)
