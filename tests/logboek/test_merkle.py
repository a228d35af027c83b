"""
The tree is the tree of RFC 6962, and its proofs prove that and nothing else.

The oracle is the recursive definition in section 2.1 of the RFC, written down as it stands there.
"""

from __future__ import annotations

import functools
import hashlib

from collections.abc import Sequence

import pytest

from hypothesis import given
from hypothesis import strategies as st

from zvhprivacy.logboek import merkle
from zvhprivacy.logboek.errors import NoProof
from zvhprivacy.model.stored import Head, Tile


SIZES = [*range(71), *range(126, 131), *range(254, 260), *range(510, 515)]
PAIRS = [
    (old, new)
    for new in SIZES
    for old in (range(new + 1) if new <= 70 else {0, 1, 2, 63, 64, 127, 128, 255, 256, new - 1})
    if old <= new
]
LARGEST = 700
ENTRIES = [number.to_bytes(2, "big") for number in range(LARGEST)]


def sha(data: bytes) -> bytes:
    """
    SHA-256.
    """
    return hashlib.sha256(data).digest()


def split(count: int) -> int:
    """
    The largest power of two smaller than *count*.
    """
    power = 1
    while power * 2 < count:
        power *= 2
    return power


@functools.cache
def mth(start: int, stop: int) -> bytes:
    """
    MTH of RFC 6962 section 2.1.
    """
    if start == stop:
        return sha(b"")
    if stop - start == 1:
        return sha(b"\x00" + ENTRIES[start])
    middle = start + split(stop - start)
    return sha(b"\x01" + mth(start, middle) + mth(middle, stop))


def path(number: int, start: int, stop: int) -> tuple[bytes, ...]:
    """
    PATH of section 2.1.1; *number* counts from *start*.
    """
    if stop - start == 1:
        return ()
    k = split(stop - start)
    if number < k:
        return (*path(number, start, start + k), mth(start + k, stop))
    return (*path(number - k, start + k, stop), mth(start, start + k))


def subproof(old: int, start: int, stop: int, whole: bool) -> tuple[bytes, ...]:
    """
    SUBPROOF of section 2.1.2.
    """
    if old == stop - start:
        return () if whole else (mth(start, stop),)
    k = split(stop - start)
    if old <= k:
        return (*subproof(old, start, start + k, whole), mth(start + k, stop))
    return (*subproof(old - k, start + k, stop, whole=False), mth(start, start + k))


class Kept:
    """
    What a store keeps of a tree of the first *size* entries, counting what is read of it.
    """

    def __init__(self, size: int, *steps: int) -> None:
        leaves = [merkle.leaf_hash(entry) for entry in ENTRIES[:size]]
        self.head = merkle.EMPTY
        self.levels: dict[int, list[bytes]] = {0: leaves}
        self.tiles: list[Tile] = []
        self.most: dict[int, int] = {}
        at = 0
        for stop in (*sorted(steps), size):
            self.head, tiles = merkle.append(self.head, leaves[at:stop])
            self.tiles += tiles
            at = stop
        for tile in self.tiles:
            row = self.levels.setdefault(tile.niveau, [])
            assert len(row) == tile.nummer
            row.append(tile.hash)

    def read(self, level: int, start: int, stop: int) -> Sequence[bytes]:
        """
        Give hashes of a level.
        """
        self.most[level] = self.most.get(level, 0) + stop - start
        return self.levels.get(level, [])[start:stop]


@functools.cache
def kept(size: int) -> Kept:
    """
    The tree of the first *size* entries, appended at once.
    """
    return Kept(size)


@pytest.mark.parametrize("size", SIZES)
def test_the_root_is_that_of_the_rfc(size: int) -> None:
    """
    The head has one peak per complete subtree, and together they are the root.
    """
    assert mth(0, size) == merkle.root(kept(size).head)
    assert merkle.is_head(kept(size).head)


def test_known_trees() -> None:
    """
    The trees over the eight entries that implementations of RFC 6962 share as vectors.
    """
    entries = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
    entries.append("606162636465666768696a6b6c6d6e6f")
    leaves = [merkle.leaf_hash(bytes.fromhex(entry)) for entry in entries]
    roots = {size: merkle.root(merkle.append(merkle.EMPTY, leaves[:size])[0]) for size in (0, 1, 8)}

    assert {
        0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    } == {size: root.hex() for size, root in roots.items()}


@given(st.integers(0, LARGEST), st.lists(st.integers(0, LARGEST), max_size=8))
def test_the_batches_make_no_difference(size: int, steps: list[int]) -> None:
    """
    However entries are divided over batches, the head and the tiles are the same.
    """
    parts = Kept(size, *(step for step in steps if step <= size))

    assert kept(size).head == parts.head
    assert kept(size).tiles == parts.tiles


@pytest.mark.parametrize("size", [255, 256, 257, 511, 512, LARGEST])
def test_a_tile_is_the_hash_over_256_entries(size: int) -> None:
    """
    Every 256 entries complete one tile, with the hash of their subtree.
    """
    expected = [Tile(1, n, mth(256 * n, 256 * n + 256)) for n in range(size // 256)]

    assert expected == kept(size).tiles


def test_tiles_of_the_second_level() -> None:
    """
    The 65,536th entry completes a tile of the first and one of the second level.
    """
    one = merkle.leaf_hash(b"")
    head, tiles = merkle.append(merkle.EMPTY, [one] * 65_535)
    _, last = merkle.append(head, [one])
    first = next(tile.hash for tile in tiles)
    second = first
    for _ in range(8):
        second = merkle.node_hash(second, second)

    assert 255 == len(tiles)
    assert [Tile(1, 255, first), Tile(2, 0, second)] == last


@pytest.mark.parametrize("size", SIZES)
def test_inclusion_is_that_of_the_rfc(size: int) -> None:
    """
    The proof of every entry is PATH; it verifies for that entry and place, and for no other.
    """
    tree, expected = kept(size), mth(0, size)
    for number in range(size) if size <= 70 else {0, 1, 100, size // 2, size - 2, size - 1}:
        leaf = merkle.leaf_hash(ENTRIES[number])
        proof = merkle.inclusion_proof(tree.read, number, size)

        assert path(number, 0, size) == proof
        assert merkle.verify_inclusion(leaf, number, size, proof, expected)
        assert not any(
            merkle.verify_inclusion(leaf, other, size, proof, expected)
            for other in {-1, 0, number - 1, number + 1, size - 1, size} - {number}
        )
        assert not merkle.verify_inclusion(sha(leaf), number, size, proof, expected)
        assert not merkle.verify_inclusion(leaf, number, size, proof, sha(expected))
        assert not merkle.verify_inclusion(leaf, number, size, (*proof, leaf), expected)
        for at in range(len(proof)):
            wrong = (*proof[:at], sha(proof[at]), *proof[at + 1 :])
            short = proof[:at] + proof[at + 1 :]

            assert not merkle.verify_inclusion(leaf, number, size, wrong, expected)
            assert not merkle.verify_inclusion(leaf, number, size, short, expected)


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_consistency_is_that_of_the_rfc(old: int, new: int) -> None:
    """
    The proof between two sizes is PROOF; it verifies for these sizes and roots, and no others.
    """
    before, after = mth(0, old), mth(0, new)
    proof = merkle.consistency_proof(kept(new).read, old, new)
    expected = () if old in {0, new} else subproof(old, 0, new, whole=True)

    assert expected == proof
    assert merkle.verify_consistency(old, new, before, after, proof)
    assert not merkle.verify_consistency(old, new, sha(before), after, proof)
    assert not merkle.verify_consistency(old, new, before, after, (*proof, before))
    assert not merkle.verify_consistency(new + 1, new, before, after, proof)
    if old:
        assert not merkle.verify_consistency(old, new, before, sha(after), proof)
    for at in range(len(proof)):
        wrong = (*proof[:at], sha(proof[at]), *proof[at + 1 :])

        assert not merkle.verify_consistency(old, new, before, after, wrong)
        assert not merkle.verify_consistency(old, new, before, after, proof[:at])


@pytest.mark.parametrize("new", range(2, 71))
def test_another_history_is_not_consistent(new: int) -> None:
    """
    No proof of the true tree connects a forged earlier root to it.
    """
    for old in range(1, new):
        proof = merkle.consistency_proof(kept(new).read, old, new)
        forged = sha(b"\x01" + mth(0, old) + mth(0, 1))

        assert not merkle.verify_consistency(old, new, forged, mth(0, new), proof)


@pytest.mark.parametrize("size", [256, 300, 511, 512, 513, LARGEST])
def test_a_proof_reads_little(size: int) -> None:
    """
    A proof reads at most two tiles of a level: that of the entry and the unfinished one.
    """
    for number in range(0, size, 37):
        tree = Kept(size)
        merkle.inclusion_proof(tree.read, number, size)

        assert max(tree.most.values()) < 512


@pytest.mark.parametrize("number", [-1, 5, 6])
def test_nothing_is_proven_about_what_is_not_there(number: int) -> None:
    """
    An entry outside the tree has no proof, nor has a tree that shrank or lost a tile.
    """
    with pytest.raises(NoProof):
        merkle.inclusion_proof(kept(5).read, number, 5)
    with pytest.raises(NoProof):
        merkle.consistency_proof(kept(5).read, 6, 5)
    with pytest.raises(NoProof):
        merkle.inclusion_proof(lambda *_: [], 0, 300)


@pytest.mark.parametrize(
    "head",
    [
        Head(-1, ()),
        Head(1, ()),
        Head(3, (b"x" * 32,)),
        Head(1, (b"x" * 31,)),
        Head(2, (b"x" * 32, b"y" * 32)),
    ],
)
def test_not_everything_is_a_head(head: Head) -> None:
    """
    A head has as many peaks as its size has bits, each of 32 bytes.
    """
    assert not merkle.is_head(head)
