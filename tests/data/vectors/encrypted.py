#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes encrypted.json: packets of encrypted sessions as docs/protocol.md has them, by python3-cryptography."""
import json
import struct
import sys

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

GROUP, MEMBER = 0x45, 0x46
SESSION = 0x6D19EE7E
TIME = 0x0001020304050607
NUMBER = 7  # of the member
SECRET = bytes(range(0x40, 0x60))
GROUP_KEYS = {1: bytes(range(32)), 2: bytes(range(0x80, 0xA0)), 0xFFFFFFFF: bytes(31 - i for i in range(32))}


def member_key(direction, session=SESSION, number=NUMBER):
    information = b"castdeck " + direction + struct.pack(">II", session, number)
    return HKDFExpand(hashes.SHA256(), 32, information).derive(SECRET)


UP, DOWN = member_key(b"member to server"), member_key(b"server to member")


def sealed(kind, number, count, key, opcode, text, session=SESSION):
    fixed = b"WD" + struct.pack(">BHIQ", kind, 28, number, count)
    header = struct.pack(">IBQ", session, opcode, TIME)
    out = AESGCM(key).encrypt(fixed[5:], text, fixed + header)
    return fixed + out[-16:] + header + out[:-16]


def keys(*numbers):
    return b"".join(struct.pack(">I", n) + GROUP_KEYS[n] for n in numbers)


NO_OPTIONS = struct.pack(">H", 0)
SPM = struct.pack(">QIHHQQH", 1, 0xA1B2C3D4, 2, 3, 4, 9, 1) + NO_OPTIONS


def data(sequence):
    payload = bytes(i * 7 & 0xFF for i in range(113))
    return struct.pack(">IQQH", 0xA1B2C3D4, sequence, 4, len(payload)) + payload + NO_OPTIONS


JOINACK = struct.pack(">IHHHQ", 7001, 2, 3, 1, 99)
packets = [
    ("spm", "server-to-client", GROUP, 1, 0, "SPM", 0x01, SPM),
    ("odata", "server-to-client", GROUP, 1, 1, "ODATA", 0x06, data(5)),
    ("rdata-under-the-last-key", "server-to-client", GROUP, 0xFFFFFFFF, 0, "RDATA", 0x07, data(4)),
    ("odata-late", "server-to-client", GROUP, 2, (1 << 28) - 1, "ODATA", 0x06, data(6)),
    ("joinack", "server-to-client", MEMBER, NUMBER, 0, "JOINACK", 0x03,
     JOINACK + struct.pack(">HHH", 1, 0x05CD, 36) + keys(1)),
    ("joinack-two-keys", "server-to-client", MEMBER, NUMBER, 1, "JOINACK", 0x03,
     JOINACK + struct.pack(">HHH", 1, 0x05CD, 72) + keys(1, 2)),
    ("keys", "server-to-client", MEMBER, NUMBER, 2, "KEYS", 0x40, struct.pack(">H", 2) + keys(1, 2) + NO_OPTIONS),
    ("kick", "server-to-client", MEMBER, NUMBER, 3, "KICK", 0x0E, struct.pack(">HIB", 1, 7001, 2) + NO_OPTIONS),
    ("ack", "client-to-server", MEMBER, NUMBER, 0, "ACK", 0x08, struct.pack(">IQQQQ", 7001, 4, TIME, 5, 0) + NO_OPTIONS),
    ("keyack", "client-to-server", MEMBER, NUMBER, 1, "KEYACK", 0x41, struct.pack(">II", 7001, 2) + NO_OPTIONS),
]


def key_of(direction, kind, number):
    return GROUP_KEYS[number] if kind == GROUP else UP if direction == "client-to-server" else DOWN


vectors = [{
    "name": name, "direction": direction, "SessionId": SESSION, "SenderTime": str(TIME), "opcode": code,
    "sealedWith": "group" if kind == GROUP else "member", "keyNumber": number, "count": str(count),
    "key": key_of(direction, kind, number).hex(), "text": text.hex(),
    "hex": sealed(kind, number, count, key_of(direction, kind, number), opcode, text).hex(),
} for name, direction, kind, number, count, code, opcode, text in packets]

spm = bytes.fromhex(vectors[0]["hex"])
other = bytes.fromhex(vectors[4]["hex"])


def changed(packet, at, value):
    return packet[:at] + bytes([value]) + packet[at + 1:]


malformed = [
    ("shorter-than-its-header", "too-short", spm[:45]),
    ("no-text", "bad-seal", spm[:46]),
    ("cut", "bad-seal", spm[:-1]),
    ("longer", "bad-seal", spm + b"\0"),
    ("of-another-mode", "security-mode-mismatch", changed(spm, 2, 3)),
    ("of-no-mode", "bad-security-type", changed(spm, 2, 0x47)),
    ("wrong-length", "bad-security-length", changed(spm, 4, 27)),
    ("unknown-group-key", "unknown-key", changed(spm, 8, 9)),
    ("unknown-member", "unknown-key", changed(other, 8, 8)),
    ("group-key-called-member", "unknown-key", changed(spm, 2, MEMBER)),
    ("count-changed", "bad-seal", changed(spm, 16, 1)),
    ("tag-changed", "bad-seal", changed(spm, 17, spm[17] ^ 1)),
    ("session-changed", "bad-seal", changed(spm, 36, spm[36] ^ 1)),
    ("opcode-changed", "bad-seal", changed(spm, 37, 4)),
    ("time-changed", "bad-seal", changed(spm, 45, 8)),
    ("text-changed", "bad-seal", changed(spm, 46, spm[46] ^ 1)),
    ("sealed-with-another-key", "bad-seal", sealed(GROUP, 1, 0, GROUP_KEYS[2], 0x01, SPM)),
    ("of-another-session", "wrong-session", sealed(GROUP, 1, 0, GROUP_KEYS[1], 0x01, SPM, SESSION + 1)),
    ("keyack-to-a-client", "wrong-direction", sealed(MEMBER, NUMBER, 9, DOWN, 0x41, struct.pack(">II", 7001, 2))),
    ("three-keys", "bad-count", sealed(MEMBER, NUMBER, 9, DOWN, 0x40, struct.pack(">H", 3) + keys(1, 2, 2))),
    ("keys-run-past-the-end", "length-overrun", sealed(MEMBER, NUMBER, 9, DOWN, 0x40, struct.pack(">H", 2) + keys(1))),
]

json.dump({
    "about": "made by encrypted.py with python3-cryptography, which shares no code with Castdeck",
    "member": {"number": NUMBER, "secret": SECRET.hex(), "SessionId": SESSION,
               "memberToServer": UP.hex(), "serverToMember": DOWN.hex()},
    "vectors": vectors,
    "malformed": [{"name": n, "reason": r, "hex": p.hex()} for n, r, p in malformed],
}, sys.stdout, indent=1)
print()
