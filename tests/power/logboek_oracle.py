"""
Look at a logboek in a SQLite file with SQL, hashes and a public key, and nothing of ours.
"""

from __future__ import annotations

import base64
import json
import sqlite3

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.power.disk import Told
from tests.power.story import damage, look, whats


LEAVES = "SELECT nummer, hash, regel, casus FROM logboek_regel ORDER BY nummer"
TILES = "SELECT niveau, nummer, hash FROM logboek_tegel ORDER BY niveau, nummer"
TILE_WIDTH = 256


class Row(NamedTuple):
    """
    An entry as it is stored.
    """

    nummer: int
    hash: bytes
    regel: bytes | None
    casus: str | None


def judge(path: Path, told: Sequence[Told], public: bytes) -> Iterator[str]:
    """
    Say what is wrong in *path*, for a program that was *told* what it was.

    Of an entry the `operatie` is 16 digits: the write it belongs to (8), how many entries that
    has (4), and which it is (4). A write with a `casus` also made the row of that casus.
    """
    with look(path) as connection:
        yield from damage(connection)
        rows = [Row(*row) for row in connection.execute(LEAVES)]
        yield from _entries(rows, told)
        yield from _data(connection, rows)
        yield from proven(connection, told, public)


def proven(connection: sqlite3.Connection, told: Sequence[Told], public: bytes) -> Iterator[str]:
    """
    Say what is wrong with the tree over all entries, and with the checkpoints that *public* signed.
    """
    rows = [Row(*row) for row in connection.execute(LEAVES)]
    yield from _tree(connection, rows)
    yield from _checkpoints(connection, rows, told, public)


def _entries(rows: Sequence[Row], told: Sequence[Told]) -> Iterator[str]:
    lines = {row.nummer: json.loads(row.regel) for row in rows if row.regel is not None}
    pruned = [row.nummer for row in rows if row.regel is None]
    operations = Counter(
        str(line["operatie"]) for line in lines.values() if line["gebeurtenis"] != "beleid"
    )
    for what in whats(told, "regel"):
        number, operation = what.split()
        if int(number) in pruned:
            continue
        if lines.get(int(number), {}).get("operatie") != operation:
            yield "entry lost"
    if set(whats(told, "ergens")) - set(operations):
        yield "entry lost"
    if any(count > 1 for count in operations.values()):
        yield "entry doubled"
    writes = Counter((operation[:8], int(operation[8:12], 16)) for operation in operations)
    if any(found != wanted for (_, wanted), found in writes.items()):
        yield "write halved"
    # What is pruned is exactly what a line declares to be.
    until = max((int(line["tot"]) for line in lines.values() if "tot" in line), default=0)
    if pruned != list(range(until)):
        yield "pruning halved"
    if any(int(what) > until for what in whats(told, "gesnoeid")):
        yield "pruning lost"


def _data(connection: sqlite3.Connection, rows: Sequence[Row]) -> Iterator[str]:
    there = {str(row[0]) for row in connection.execute("SELECT id FROM casus")}
    named = {row.casus for row in rows if row.casus is not None}
    if there - named:
        yield "data without entry"
    if named - there:
        yield "entry without data"
    kept = {str(row[0]) for row in connection.execute("SELECT hash FROM logboek_beleid")}
    said = {
        str(line["beleid"])
        for row in rows
        if row.regel is not None and "beleid" in (line := json.loads(row.regel))
    }
    # The line of a policy may have been pruned since.
    if said - kept or (kept - said and all(row.regel for row in rows)):
        yield "policy and entry differ"


def _tree(connection: sqlite3.Connection, rows: Sequence[Row]) -> Iterator[str]:
    if [row.nummer for row in rows] != list(range(len(rows))):
        yield "entries not in a row"
    if any(row.regel is not None and _sha(b"\0" + row.regel) != row.hash for row in rows):
        yield "hash of an entry"
    stored = connection.execute("SELECT omvang, toppen FROM logboek_stand").fetchone() or (0, b"")
    hashes = [row.hash for row in rows]
    if stored != (len(rows), b"".join(_peaks(hashes))):
        yield "head"
    tiles = [
        (level, number, root(hashes[number * width : (number + 1) * width]))
        for level, width in ((1, TILE_WIDTH), (2, TILE_WIDTH**2))
        for number in range(len(hashes) // width)
    ]
    if tiles != list(connection.execute(TILES)):
        yield "tiles"


def _checkpoints(
    connection: sqlite3.Connection, rows: Sequence[Row], told: Sequence[Told], public: bytes
) -> Iterator[str]:
    hashes = [row.hash for row in rows]
    stored = [str(row[0]) for row in connection.execute("SELECT tekst FROM logboek_checkpoint")]
    if set(whats(told, "checkpoint")) - set(stored):
        yield "checkpoint lost"
    for note in {*stored, *whats(told, "bewaard")}:
        text, _, signature = note.partition("\n\n")
        _, size, expected = text.split("\n")[:3]
        blob = base64.b64decode(signature.split()[2])
        try:
            # A line of a signature is the id of the key (4 bytes) and the signature.
            Ed25519PublicKey.from_public_bytes(public).verify(blob[4:], f"{text}\n".encode())
        except InvalidSignature:
            yield "checkpoint not signed"
        if int(size) > len(rows):
            yield "checkpoint ahead of the entries"
        elif base64.b64decode(expected) != root(hashes[: int(size)]):
            yield "checkpoint of another tree"


def root(hashes: Sequence[bytes]) -> bytes:
    """
    Give the Merkle tree hash of RFC 6962 section 2.1, over the hashes of its leaves.
    """
    if not hashes:
        return _sha(b"")
    if len(hashes) == 1:
        return hashes[0]
    middle = 1 << (len(hashes) - 1).bit_length() - 1  # the largest power of two below the size
    return _sha(b"\1" + root(hashes[:middle]) + root(hashes[middle:]))


def _peaks(hashes: Sequence[bytes]) -> Iterator[bytes]:
    start = 0
    while start < len(hashes):
        width = 1 << (len(hashes) - start).bit_length() - 1
        yield root(hashes[start : start + width])
        start += width


def _sha(data: bytes) -> bytes:
    return sha256(data).digest()
