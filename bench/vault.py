"""
Sealing and opening values, next to what OpenSSL and the bare library make of it in the same run.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from time import process_time
from uuid import uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.vault.memory import MemoryStore
from tests.vault.people import Root
from zvhprivacy.vault.envelope import Place, Where
from zvhprivacy.vault.key import Key, KeyKind
from zvhprivacy.vault.keys import Keys


BYTES = 64
SEAL_WANTED = 0.25  # of OpenSSL's rate
OPEN_WANTED = 0.35

_ROUND = 5_000  # values of one round
_ROUNDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealing:
    """
    How many values of 64 bytes are sealed and opened in a second of processor time, which is what
    OpenSSL counts too.

    *placed* also makes the place of each value; *bare* is AES-GCM of the library in a loop, with
    the same associated data, and *openssl* what `openssl speed` says, None where there is none.
    """

    seal: float
    open: float
    seal_placed: float
    open_placed: float
    bare: float
    openssl: float | None

    def rows(self) -> list[list[str]]:
        """
        Give the figures as rows of a table: per second, of OpenSSL, of the bare library.
        """
        figures = {
            "seal": self.seal,
            "open": self.open,
            "seal, its place made for it": self.seal_placed,
            "open, its place made for it": self.open_placed,
            "bare AES-256-GCM of the library": self.bare,
            "openssl speed -evp aes-256-gcm": self.openssl,
        }
        rows = [[f"values of {BYTES} bytes per second", "", "of OpenSSL", "of the library"]]
        for name, rate in figures.items():
            of_openssl = f"{rate / self.openssl:.2f} x" if rate and self.openssl else ""
            of_bare = f"{rate / self.bare:.2f} x" if rate else ""
            rows.append([name, f"{rate:,.0f}" if rate else "not available", of_openssl, of_bare])
        return rows


def sealing() -> Sealing:
    """
    Measure in turn, so that a slow moment of the machine is slow for all.

    The openings need no key made for them, the sealings a little: one in 5,000 values.
    """
    keys = Keys(Root(), MemoryStore(), klok=lambda: datetime.now(UTC), toeval=os.urandom)
    place = Place("gegeven", "inhoud")
    row, case = str(uuid4()), str(uuid4())
    where = place(row, case, 1)
    plain, nonce = os.urandom(BYTES), os.urandom(12)
    cipher = AESGCM(os.urandom(32))
    sealed = keys.active(KeyKind.CASUS, case).seal(plain, where)
    opener = keys.opener()
    assert plain == opener.open(sealed, where)
    names = count()

    def fresh() -> Key:
        # One key seals only so many values in one run.
        return keys.active(KeyKind.CASUS, f"{next(names)}")

    def bare() -> None:
        for _ in range(_ROUND):
            cipher.encrypt(nonce, plain, where)

    rounds: list[Callable[[], None]] = [
        lambda: _seal(fresh(), plain, where),
        lambda: _open(opener.open, sealed, where),
        lambda: _seal_placed(fresh(), plain, place, row, case),
        lambda: _open_placed(opener.open, sealed, place, row, case),
        bare,
    ]
    seal, opened, seal_placed, open_placed, limit = (
        _ROUND / seconds for seconds in _fastest(rounds)
    )
    return Sealing(
        seal=seal,
        open=opened,
        seal_placed=seal_placed,
        open_placed=open_placed,
        bare=limit,
        openssl=_openssl(),
    )


def _fastest(calls: Sequence[Callable[[], None]]) -> list[float]:
    best = [float("inf")] * len(calls)
    for _ in range(_ROUNDS):
        for number, call in enumerate(calls):
            start = process_time()
            call()
            best[number] = min(best[number], process_time() - start)
    return best


def _seal(key: Key, plain: bytes, where: Where) -> None:
    for _ in range(_ROUND):
        key.seal(plain, where)


def _seal_placed(key: Key, plain: bytes, place: Place, row: str, case: str) -> None:
    for _ in range(_ROUND):
        key.seal(plain, place(row, case, 1))


def _open(opened: Callable[[bytes, Where], bytes], sealed: bytes, where: Where) -> None:
    for _ in range(_ROUND):
        opened(sealed, where)


def _open_placed(
    opened: Callable[[bytes, Where], bytes], sealed: bytes, place: Place, row: str, case: str
) -> None:
    for _ in range(_ROUND):
        opened(sealed, place(row, case, 1))


def _openssl() -> float | None:
    """
    Give the values per second that `openssl speed` measures; the best of three.
    """
    program = shutil.which("openssl")
    if program is None:
        return None
    command = [program, "speed", "-seconds", "1", "-bytes", str(BYTES), "-evp", "aes-256-gcm"]
    rates = []
    for _ in range(3):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        found = re.search(r"([0-9.]+)k\s*$", done.stdout)
        if found:
            rates.append(float(found[1]) * 1_000 / BYTES)
    return max(rates, default=None)


if __name__ == "__main__":
    for line in sealing().rows():
        print(f"{line[0]:<36}{line[1]:>16}{line[2]:>14}{line[3]:>16}")
