"""
The tree over the entries: RFC 6962 section 2 (RFC 9162 section 2), SHA-256.

Pure. What is kept of the tree is a `Head` (the roots of its complete subtrees) and the tiles: the
hashes over 256 entries, over 256 of those, and so on. From these and the leaf hashes every proof
can be made while reading at most two tiles of a level: that of the entry and the unfinished one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from hashlib import sha256

from zvhprivacy.logboek.errors import NoProof
from zvhprivacy.model.stored import Head, Tile


HASH_BYTES = 32
TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT  # the height and width of c2sp.org/tlog-tiles

EMPTY = Head(size=0, peaks=())

# Gives the hashes of a level from *start* up to *stop*: level 0 are leaf hashes, others tiles.
Read = Callable[[int, int, int], Sequence[bytes]]


def leaf_hash(entry: bytes) -> bytes:
    """
    Hash one entry.
    """
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """
    Hash two subtrees into the one above them.
    """
    return sha256(b"\x01" + left + right).digest()


def root(head: Head) -> bytes:
    """
    Give the root of the tree that *head* describes.
    """
    if not head.peaks:
        return sha256(b"").digest()
    return reduce(lambda right, left: node_hash(left, right), reversed(head.peaks))


def is_head(head: Head) -> bool:
    """
    Say whether *head* has the form of a head: one root per complete subtree.
    """
    return (
        head.size >= 0
        and head.size.bit_count() == len(head.peaks)
        and all(len(peak) == HASH_BYTES for peak in head.peaks)
    )


def append(head: Head, leaves: Sequence[bytes]) -> tuple[Head, list[Tile]]:
    """
    Add the hashes *leaves*, and give the new head with the tiles they complete.
    """
    size, peaks, tiles = head.size, list(head.peaks), list[Tile]()
    at, count = 0, len(leaves)
    while at < count:
        if size % TILE_WIDTH == 0 and count - at >= TILE_WIDTH:
            step, height, top = TILE_WIDTH, TILE_HEIGHT, _complete(leaves[at : at + TILE_WIDTH])
            tiles.append(Tile(niveau=1, nummer=size >> TILE_HEIGHT, hash=top))
        else:
            step, height, top = 1, 0, leaves[at]
        # Every subtree that ends where the new one begins and is as high merges with it.
        while size >> height & 1:
            top = node_hash(peaks.pop(), top)
            height += 1
            if height % TILE_HEIGHT == 0:
                tiles.append(Tile(niveau=height // TILE_HEIGHT, nummer=size >> height, hash=top))
        peaks.append(top)
        size += step
        at += step
    return Head(size=size, peaks=tuple(peaks)), tiles


def _complete(row: Sequence[bytes]) -> bytes:
    # The loop inside is where a verifier spends its time, so nothing is called but the hash.
    while len(row) > 1:
        row = [
            sha256(b"\x01" + left + right).digest()
            for left, right in zip(row[::2], row[1::2], strict=True)
        ]
    return row[0]


def inclusion_proof(read: Read, nummer: int, size: int) -> tuple[bytes, ...]:
    """
    Prove that entry *nummer* is in the tree of *size* (RFC 9162 section 2.1.3.1).

    Raises:
        NoProof: there is no such entry.
    """
    if not 0 <= nummer < size:
        raise NoProof(reden=f"{nummer} < {size}")
    path: list[bytes] = []
    start, stop = 0, size
    while stop - start > 1:
        middle = start + _split(stop - start)
        if nummer < middle:
            path.append(_subtree(read, middle, stop))
            stop = middle
        else:
            path.append(_subtree(read, start, middle))
            start = middle
    return tuple(reversed(path))


def consistency_proof(read: Read, old: int, new: int) -> tuple[bytes, ...]:
    """
    Prove that the tree of size *old* is the beginning of that of size *new* (section 2.1.4.1).

    Raises:
        NoProof: the tree shrank.
    """
    if not 0 <= old <= new:
        raise NoProof(reden=f"{old} <= {new}")
    if old in {0, new}:
        return ()
    path: list[bytes] = []
    start, stop, whole = 0, new, True
    while old != stop:
        middle = start + _split(stop - start)
        if old <= middle:
            path.append(_subtree(read, middle, stop))
            stop = middle
        else:
            path.append(_subtree(read, start, middle))
            start, whole = middle, False
    if not whole:
        path.append(_subtree(read, start, stop))
    return tuple(reversed(path))


def verify_inclusion(
    leaf: bytes, nummer: int, size: int, proof: Sequence[bytes], expected: bytes
) -> bool:
    """
    Say whether *proof* shows that *leaf* is entry *nummer* of the tree with root *expected*.
    """
    if not 0 <= nummer < size or not _are_hashes(leaf, expected, *proof):
        return False
    node, last, found = nummer, size - 1, leaf
    for hash_ in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            found = node_hash(hash_, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, hash_)
        node, last = node >> 1, last >> 1
    return last == 0 and found == expected


def verify_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """
    Say whether *proof* shows that *new_root* has the tree of *old_root* as its beginning.
    """
    if not 0 <= old <= new or not _are_hashes(old_root, new_root, *proof):
        return False
    if old == new:
        return not proof and old_root == new_root
    if old == 0:
        return not proof and old_root == root(EMPTY)
    # A tree that is one complete subtree is its own first node (section 2.1.4.2, step 2).
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    if not path:
        return False
    before = after = path[0]
    for hash_ in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            before, after = node_hash(hash_, before), node_hash(hash_, after)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            after = node_hash(after, hash_)
        node, last = node >> 1, last >> 1
    return last == 0 and before == old_root and after == new_root


def root_at(read: Read, size: int) -> bytes:
    """
    Give the root as it was when there were *size* entries.

    Raises:
        NoProof: a part of the tree is not there.
    """
    return _subtree(read, 0, size)


def _subtree(read: Read, start: int, stop: int) -> bytes:
    """
    Hash the entries from *start* up to *stop*, which begin where a subtree of that size does.
    """
    at, peaks = start, list[bytes]()
    for height in reversed(range((stop - start).bit_length())):
        if (stop - start) >> height & 1 == 0:
            continue
        level, rest = divmod(height, TILE_HEIGHT)
        first = at >> level * TILE_HEIGHT
        row = read(level, first, first + (1 << rest))
        if len(row) != 1 << rest:
            raise NoProof(reden=f"{level}/{first}")
        peaks.append(_complete(row))
        at += 1 << height
    return root(Head(size=stop - start, peaks=tuple(peaks)))


def _split(count: int) -> int:
    """
    Give the largest power of two below *count*.
    """
    return 1 << (count - 1).bit_length() - 1


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == HASH_BYTES for value in values)
