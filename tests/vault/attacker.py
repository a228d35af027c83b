"""
An attacker with the kluis and keys in hand, who tries to make pseudonyms himself.

He uses nothing of the package but how its sealed values are laid out: what he finds, anybody with
the same bytes finds.
"""

from __future__ import annotations

import hashlib
import hmac

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.vault.people import Kluis
from zvhprivacy.vault.envelope import Place


@dataclass(kw_only=True)
class Loot:
    """
    What he has: keys by number, what he knows of each person (by row), and words to try.
    """

    keys: dict[int, bytes]
    persons: dict[str, list[bytes]]
    words: list[bytes] = field(default_factory=list)

    def made(self, data: Iterable[bytes]) -> Iterator[bytes]:
        """
        Make every pseudonym he can think of from *data*: with each key or none, each label or none.
        """
        labels = [
            b"",
            b"zvh/pseud/v1\0",
            b"zvh/lookup/v1\0BSN\0",
            *self.words,
            *(word + b"\0" for word in self.words),
            *(b"zvh/pseud/v1\0" + word for word in self.words),
        ]
        for datum, label in product(tuple(data), labels):
            for text in (label + datum, datum + label):
                yield hashlib.sha256(text).digest()[:16]
                for key in self.keys.values():
                    yield hmac.digest(key, text, "sha256")[:16]
            yield hmac.digest(datum, label, "sha256")[:16]


def loot(kluis: Kluis, *, without: int | None = None, also: Iterable[bytes] = ()) -> Loot:
    """
    Take every row and every key, but for the key with number *without*; *also* is known besides.
    """
    keys = {
        row.nummer: kluis.root.wrapped[row.verpakt]
        for row in kluis.store.keys(None)
        if row.nummer != without
    }
    words = [part.encode() for row in kluis.store.domains() for part in row]
    words += [row.naam.encode() for row in kluis.store.keys(None)]
    persons = {}
    for row in kluis.store.persons("", 1_000_000):
        data = [
            row.id.encode(),
            row.verzegeld,
            row.tag or b"",
            *_opened(row.verzegeld, row.id, keys),
        ]
        persons[row.id] = [*data, *also]
    return Loot(keys=keys, persons=persons, words=list(dict.fromkeys(words)))


def joined(own: Loot, one: Iterable[bytes], other: Iterable[bytes]) -> dict[bytes, bytes]:
    """
    Pair the pseudonyms of two domains on everything that shows that two are of one person.
    """
    one, other = list(one), list(other)
    pairs = {each: each for each in set(one) & set(other)}
    sources: Mapping[bytes, str] = {
        value: person for person, data in own.persons.items() for value in own.made(data)
    }
    behind = {sources[value]: value for value in one if value in sources}
    pairs |= {
        behind[sources[value]]: value
        for value in other
        if value in sources and sources[value] in behind
    }
    # One pseudonym made of the other: by a key or label, or by adding something constant.
    for value in one:
        pairs.update((value, made) for made in own.made([value]) if made in set(other))
    difference, count = Counter(_xor(a, b) for a, b in product(one, other)).most_common(1)[0]
    if count > 1:
        pairs |= {a: _xor(a, difference) for a in one if _xor(a, difference) in set(other)}
    return pairs


def guessed(one: Iterable[bytes], other: Iterable[bytes]) -> dict[bytes, bytes]:
    """
    Pair what stands in the same place in the order of both domains.
    """
    return dict(zip(sorted(one), sorted(other), strict=True))


def _opened(sealed: bytes, person_id: str, keys: Mapping[int, bytes]) -> list[bytes]:
    key = keys.get(int.from_bytes(sealed[1:5], "big"))
    if key is None:
        return []
    where = Place("persoon", "verzegeld")(person_id, "", 1)
    try:
        plain = AESGCM(key).decrypt(sealed[5:17], sealed[17:], where)
    except InvalidTag:
        return []
    return [plain, plain[:32], plain[32:]]


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
