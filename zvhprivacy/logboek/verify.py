"""
Checking a whole logboek: every line, hash and tile, and every checkpoint, kept here or elsewhere.

It needs no secret. Against who holds the database alone the checkpoints in it suffice; that the
end was cut off, or an old copy put back, shows only from a checkpoint that was kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from zvhprivacy.logboek import canonical, merkle, note
from zvhprivacy.logboek.errors import BadNote, NotSigned
from zvhprivacy.logboek.line import AuditLine, Gebeurtenis
from zvhprivacy.logboek.needs import LogStore
from zvhprivacy.logboek.note import Verifier
from zvhprivacy.logboek.report import Deviation, Report, Soort
from zvhprivacy.model.stored import Head, Leaf, Tile


CHUNK = 4_096  # entries at a time: sixteen tiles
MISSING = b"\0" * merkle.HASH_BYTES  # takes the place of an entry that is gone

_PRUNING = f'"{Gebeurtenis.LOGBOEK_OPSCHONEN}"'.encode()


class Outside(NamedTuple):
    """
    A checkpoint that was kept elsewhere, and the name to call it by.
    """

    naam: str
    tekst: str


class _Mark(NamedTuple):
    """
    What a checkpoint with a true signature says.
    """

    size: int
    root: bytes
    naam: str


def verify(
    store: LogStore, verifiers: Sequence[Verifier], *, since: Iterable[Outside] = ()
) -> Report:
    """
    Check the logboek in *store* against itself and against the checkpoints *since*.

    *verifiers* must come from elsewhere: whoever can write the database can also put a key there.
    It may be written to meanwhile; what came after the check began is not looked at.
    """
    found: list[Deviation] = []
    stored = [Outside(str(each.size), each.tekst) for each in store.checkpoints()]
    head = store.head()
    marks = list(_marks([*stored, *since], verifiers, found))
    signed = max((mark.size for mark in marks if mark.size <= head.size), default=0)
    if head.size and not signed:
        found.append(Deviation(Soort.GEEN_CHECKPOINT, 0, head.size - 1))
    found += [
        Deviation(Soort.CHECKPOINT_TE_GROOT, head.size, mark.size - 1, mark.naam)
        for mark in marks
        if mark.size > head.size
    ]
    lines = _Lines(found)
    tree = _tree(store, head, lines, marks, found)
    lines.finish(dict(store.policies()))
    if any(store.leaves(head.size, head.size + 1)) and store.head().size == head.size:
        found.append(Deviation(Soort.REGEL_TE_VEEL, head.size, head.size))
    if tree != head:
        found.append(Deviation(Soort.STAND_GEWIJZIGD, 0, max(head.size - 1, 0)))
    return Report(
        aantal=head.size,
        wortel=merkle.root(tree).hex(),
        leesbaar_vanaf=lines.readable,
        ondertekend_tot=signed,
        checkpoints=len(stored),
        afwijkingen=tuple(sorted(set(found), key=lambda each: (each.eerste, *each))),
    )


def _marks(
    notes: Iterable[Outside], verifiers: Sequence[Verifier], found: list[Deviation]
) -> Iterator[_Mark]:
    for naam, tekst in notes:
        try:
            seen = note.open_checkpoint(tekst, verifiers)
        except BadNote:
            found.append(Deviation(Soort.CHECKPOINT_VORM, 0, 0, naam))
        except NotSigned:
            found.append(Deviation(Soort.CHECKPOINT_VALS, 0, 0, naam))
        else:
            yield _Mark(seen.size, seen.root, naam)


def _tree(
    store: LogStore,
    head: Head,
    lines: _Lines,
    marks: Sequence[_Mark],
    found: list[Deviation],
) -> Head:
    """
    Build the tree from the stored hashes, and compare it with tiles and checkpoints on the way.
    """
    tree, roots = merkle.EMPTY, _Roots(marks, found)
    roots.compare(tree)
    for start in range(0, head.size, CHUNK):
        stop = min(start + CHUNK, head.size)
        leaves = list(store.leaves(start, stop))
        if len(leaves) < stop - start:
            leaves = _placed(leaves, start, stop, found)
        hashes = lines.check(leaves)
        while tree.size < stop:
            end = min(stop, roots.next_size(stop))
            tree, tiles = merkle.append(tree, hashes[tree.size - start : end - start])
            _compare_tiles(store, tiles, found)
            roots.compare(tree)
    roots.finish()
    return tree


def _placed(leaves: Sequence[Leaf], start: int, stop: int, found: list[Deviation]) -> list[Leaf]:
    """
    Put *leaves* in their places, and something that is no entry where one is gone.
    """
    there = {leaf.nummer: leaf for leaf in leaves}
    gone = _Runs()
    for number in range(start, stop):
        if number not in there:
            gone.add(number)
    found += [Deviation(Soort.REGEL_VERDWENEN, first, last) for first, last in gone]
    return [there.get(number, Leaf(number, MISSING, None)) for number in range(start, stop)]


class _Runs(list[tuple[int, int]]):
    """
    Numbers that come in order, as (first, last) of each stretch.
    """

    def add(self, number: int) -> None:
        """
        Add the next one.
        """
        if self and self[-1][1] == number - 1:
            self[-1] = (self[-1][0], number)
        else:
            self.append((number, number))


def _compare_tiles(store: LogStore, tiles: Sequence[Tile], found: list[Deviation]) -> None:
    for level in {tile.niveau for tile in tiles}:
        made = [tile for tile in tiles if tile.niveau == level]
        kept = set(store.tiles(level, made[0].nummer, made[-1].nummer + 1))
        width = merkle.TILE_WIDTH**level
        found += [
            Deviation(
                Soort.TEGEL_GEWIJZIGD,
                tile.nummer * width,
                tile.nummer * width + width - 1,
                f"{level}/{tile.nummer}",
            )
            for tile in made
            if tile not in kept
        ]


class _Roots:
    """
    The checkpoints in order of size, and up to where the tree was still as they say.

    Those in a row that differ for the same reason count as one deviation.
    """

    def __init__(self, marks: Iterable[_Mark], found: list[Deviation]) -> None:
        self._marks = sorted(marks)
        self._found = found
        self._at = 0
        self._good = 0
        self._bad: tuple[_Mark, int] | None = None

    def next_size(self, limit: int) -> int:
        """
        Give the size at which the next checkpoint is, if that is below *limit*.
        """
        return self._marks[self._at].size if self._at < len(self._marks) else limit

    def compare(self, tree: Head) -> None:
        """
        Compare the checkpoints of exactly this size.
        """
        while self._at < len(self._marks) and self._marks[self._at].size == tree.size:
            mark = self._marks[self._at]
            self._at += 1
            if mark.root == merkle.root(tree):
                self.finish()
                self._good = mark.size
            elif self._bad is None:
                self._bad = (mark, self._good)

    def finish(self) -> None:
        """
        Say from where the tree differed.
        """
        if self._bad is not None:
            mark, good = self._bad
            first = min(good, max(mark.size - 1, 0))
            self._found.append(
                Deviation(Soort.CHECKPOINT_WIJKT_AF, first, max(mark.size - 1, 0), mark.naam)
            )
        self._bad = None


class _Lines:
    """
    What is looked at in the lines themselves.
    """

    def __init__(self, found: list[Deviation]) -> None:
        self._found = found
        self._last = b""  # the time of the entry before
        self._policies: dict[bytes, int] = {}  # the first line that names it
        self._seals: dict[str, tuple[str, int]] = {}
        self._empty = _Runs()
        self._pruned = 0  # lines below this may be empty
        self.readable = 0

    def check(self, leaves: Sequence[Leaf]) -> list[bytes]:
        """
        Check *leaves*, and give the hashes that are kept of them.
        """
        # This loop is where a check spends its time.
        last, policies, found, scan = self._last, self._policies, self._found, canonical.scan
        for nummer, hash_, entry, casus, voorwerp in leaves:
            if entry is None:
                if hash_ != MISSING:
                    self._empty.add(nummer)
                continue
            if sha256(b"\x00" + entry).digest() != hash_:
                found.append(Deviation(Soort.REGEL_GEWIJZIGD, nummer, nummer))
            scanned = scan(entry)
            if scanned is None:
                found.append(Deviation(Soort.REGEL_VORM, nummer, nummer))
                continue
            beleid, its_casus, tijd, its_row = scanned
            if tijd < last:
                found.append(Deviation(Soort.TIJD_TERUG, nummer, nummer))
            last = tijd
            if (casus and casus.encode()) != its_casus or (
                voorwerp and voorwerp.encode()
            ) != its_row:
                found.append(Deviation(Soort.KENMERK_GEWIJZIGD, nummer, nummer))
            if beleid is not None:
                if beleid not in policies:
                    policies[beleid] = nummer
                if beleid == its_row:
                    self._seal(entry, nummer)
            if self._empty and _PRUNING in entry:
                self._declare(entry)
        self._last = last
        return [leaf.hash for leaf in leaves]

    def finish(self, kept: dict[str, bytes]) -> None:
        """
        Compare the policies that lines name with those that are *kept*, and what was pruned.
        """
        for beleid, number in self._policies.items():
            name = beleid.decode("ascii")
            if name not in kept:
                self._found.append(Deviation(Soort.BELEID_ONBEKEND, number, number, name))
        for name, (seal, number) in self._seals.items():
            if name in kept and sha256(kept[name]).hexdigest() != seal:
                self._found.append(Deviation(Soort.BELEID_GEWIJZIGD, number, number, name))
        for first, last in self._empty:
            if last >= self._pruned:
                start = max(first, self._pruned)
                self._found.append(Deviation(Soort.REGEL_GEWIST, start, last))
            self.readable = max(self.readable, min(last + 1, self._pruned))

    def _seal(self, entry: bytes, number: int) -> None:
        line = canonical.read(entry)
        if isinstance(line, AuditLine) and line.voorwerp and line.beleid:
            self._seals.setdefault(line.beleid, (line.voorwerp.zegel, number))

    def _declare(self, entry: bytes) -> None:
        line = canonical.read(entry)
        if isinstance(line, AuditLine) and line.gebeurtenis is Gebeurtenis.LOGBOEK_OPSCHONEN:
            self._pruned = max(self._pruned, line.tot or 0)
