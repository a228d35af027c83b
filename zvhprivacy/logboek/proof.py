"""
Proofs about a stored logboek, and the file in which one is handed over (c2sp.org/tlog-proof).
"""

from __future__ import annotations

import base64
import binascii
import re

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from zvhprivacy.logboek import merkle, note
from zvhprivacy.logboek.errors import BadNote, NoProof
from zvhprivacy.logboek.needs import LogStore
from zvhprivacy.logboek.note import Statement, Verifier
from zvhprivacy.model.stored import Checkpoint, Head, Leaf


FIRST_LINE = "c2sp.org/tlog-proof@v1"

_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """
    That an entry is in the logboek a checkpoint speaks of; it needs nothing else to be checked.
    """

    nummer: int
    hashes: tuple[bytes, ...]
    checkpoint: str

    @classmethod
    def parse(cls, text: str) -> Proof:
        """
        Read a proof file.

        Raises:
            BadNote: it has not the form of one.
        """
        head, gap, checkpoint = text.partition("\n\n")
        first, *lines = head.split("\n")
        index = _INDEX.fullmatch(lines[0]) if lines else None
        if first != FIRST_LINE or not gap or index is None:
            raise BadNote(wat="bewijs", reden="regels")
        note.read_checkpoint(checkpoint)
        hashes = tuple(_hash(line) for line in lines[1:])
        return cls(nummer=int(index[1]), hashes=hashes, checkpoint=checkpoint)

    @property
    def text(self) -> str:
        """
        The file in which it is handed over.
        """
        hashes = [base64.b64encode(hash_).decode("ascii") for hash_ in self.hashes]
        return "\n".join([FIRST_LINE, f"index {self.nummer}", *hashes, "", self.checkpoint])

    def holds(self, entry: bytes, verifiers: Sequence[Verifier]) -> bool:
        """
        Say whether it proves that *entry* is in the logboek of one of *verifiers*.

        Raises:
            NotSigned: none of them signed the checkpoint.
        """
        seen = note.open_checkpoint(self.checkpoint, verifiers)
        leaf = merkle.leaf_hash(entry)
        return merkle.verify_inclusion(leaf, self.nummer, seen.size, self.hashes, seen.root)


def inclusion(store: LogStore, nummer: int, checkpoint: Checkpoint) -> Proof:
    """
    Prove that entry *nummer* is in the logboek that *checkpoint* speaks of.

    Raises:
        NoProof: the checkpoint is older than the entry, or the tree is damaged.
    """
    hashes = merkle.inclusion_proof(reader(store), nummer, checkpoint.size)
    return Proof(nummer=nummer, hashes=hashes, checkpoint=checkpoint.tekst)


def continues(store: LogStore, head: Head, seen: Statement) -> bool:
    """
    Say whether the logboek with *head* has what *seen* speaks of as its beginning.

    It goes by the stored hashes; whether the lines fit these is for `verify`.
    """
    try:
        proof = merkle.consistency_proof(reader(store), seen.size, head.size)
    except NoProof:
        return False
    whole = merkle.root(head)
    return merkle.verify_consistency(seen.size, head.size, seen.root, whole, proof)


def stands(head: Head, leaf: Leaf, read: Callable[[int, int, int], Sequence[bytes]]) -> bool:
    """
    Say whether what *leaf* says stands in the tree with *head*, at its number; see `reader`.

    That the head is the right one is for who keeps it: the writer, or a checkpoint elsewhere.
    """
    try:
        hashes = merkle.inclusion_proof(read, leaf.nummer, head.size)
    except NoProof:
        return False
    said = merkle.leaf_hash(leaf.regel or b"")
    return merkle.verify_inclusion(said, leaf.nummer, head.size, hashes, merkle.root(head))


def reader(store: LogStore) -> Callable[[int, int, int], Sequence[bytes]]:
    """
    Give the function with which `merkle` reads the hashes of *store*.
    """

    def read(level: int, start: int, stop: int) -> Sequence[bytes]:
        if level == 0:
            return [leaf.hash for leaf in store.leaves(start, stop)]
        return [tile.hash for tile in store.tiles(level, start, stop)]

    return read


def _hash(line: str) -> bytes:
    try:
        found = base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        found = b""
    if len(found) != merkle.HASH_BYTES or base64.b64encode(found).decode("ascii") != line:
        raise BadNote(wat="bewijs", reden="base64")
    return found
