"""
Find the rules that can matter for a question without looking at the others.

Every set of rules is an int with one bit per rule, the first rule lowest, so that `&` keeps order.
Casbin judges what the index leaves; obligations and reasons are read from the index itself, so it
is exact but for the facts. The tests compare it with Casbin and with a reference over all rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from zvhprivacy.model.selection import Mode
from zvhprivacy.policy.rule import Effect, Question, Rule


# Combinations of names remembered per field; cleared whole when full.
REMEMBERED = 20_000

FIELDS = Question._fields[:-1]  # all but the facts


def bits(mask: int) -> Iterator[int]:
    """
    Give the numbers of the rules in *mask*, ascending.
    """
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def mask_of(numbers: Iterable[int], size: int) -> int:
    """
    Make the set of *numbers*, all below *size*.
    """
    buffer = bytearray(size // 8 + 1)
    for number in numbers:
        buffer[number >> 3] |= 1 << (number & 7)
    return _number(buffer)


def _number(buffer: bytearray) -> int:
    return int.from_bytes(buffer, "little")


class _Field:
    """
    Per value of one field the rules that name it.
    """

    def __init__(self, column: Iterable[tuple[Mode, frozenset[str]]], size: int) -> None:
        # Most rules leave most fields free, so those are there at the start and cost nothing more.
        everything = bytearray(((1 << size) - 1).to_bytes(size // 8 + 1, "little"))
        unnamed = everything.copy()
        naming: dict[str, bytearray] = defaultdict(lambda: bytearray(size // 8 + 1))
        free, listing = Mode.ALLE, Mode.ALLEEN
        for number, (mode, waarden) in enumerate(column):
            if mode is free:
                continue
            byte, bit = number >> 3, 1 << (number & 7)
            everything[byte] ^= bit
            if mode is listing:
                unnamed[byte] ^= bit
            for value in waarden:
                naming[value][byte] |= bit
        self._everything = _number(everything)  # rules that select any value, or none at all
        self._unnamed = _number(unnamed)  # rules that select a value that no rule names
        self.naming = {value: _number(buffer) for value, buffer in naming.items()}
        self._known: dict[frozenset[str] | None, int] = {}

    def rules_for(self, names: frozenset[str] | None) -> int:
        """
        Give the rules that select a value that goes by *names*.
        """
        mask = self._known.get(names)
        if mask is None:
            mask = self._everything if names is None else self._naming_any(names)
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[names] = mask
        return mask

    def _naming_any(self, names: frozenset[str]) -> int:
        # A rule that names one of them selects it, unless it is one that excepts.
        named = 0
        for name in names & self.naming.keys():
            named |= self.naming[name]
        return self._unnamed ^ named


class Index:
    """
    The rules of one day, ready to be narrowed.

    *bans* and *permits* are the rules of each kind.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        size = len(rules)
        rows = [(rule.convenanten, *rule.keuzes) for rule in rules]
        columns = zip(*rows, strict=True) if rows else [()] * len(FIELDS)
        self._fields = [_Field(column, size) for column in columns]
        self._facts = _Field(((Mode.ALLEEN, rule.feiten) for rule in rules), size)
        self.bans = mask_of((n for n, r in enumerate(rules) if r.effect is Effect.DENY), size)
        self.permits = ((1 << size) - 1) ^ self.bans

    def rules_for(self, field: str, names: frozenset[str] | None) -> int:
        """
        Give the rules that select of *field* a value that goes by *names*.
        """
        return self._fields[FIELDS.index(field)].rules_for(names)

    def selecting(self, question: Question) -> int:
        """
        Give the rules that are about *question*, whatever the facts.
        """
        mask = -1
        for field, names in zip(self._fields, question, strict=False):
            mask &= field.rules_for(names)
        return mask

    def misses(self, question: Question) -> Iterator[tuple[str, int]]:
        """
        Per field (and per missing fact, as `feit:<name>`) the rules that it keeps from working.
        """
        everything = self.bans | self.permits
        for name, field, names in zip(FIELDS, self._fields, question, strict=False):
            yield name, everything & ~field.rules_for(names)
        for fact, rules in self._facts.naming.items():
            if fact not in question.feiten:
                yield f"feit:{fact}", rules & self.permits


def fewest(misses: Iterable[int], among: int, most: int) -> list[int]:
    """
    Of the rules *among*, give at most *most* that occur in the fewest of *misses*, fewest first.

    Counting is done for all rules at once, in binary: slice i holds bit i of every count.
    """
    slices: list[int] = []
    for miss in misses:
        carry = miss & among
        for i, counted in enumerate(slices):
            slices[i], carry = counted ^ carry, counted & carry
            if not carry:
                break
        if carry:
            slices.append(carry)
    found: list[int] = []
    _collect(slices, among, most, found)
    return found


def _collect(slices: list[int], among: int, most: int, found: list[int]) -> None:
    if not among or len(found) >= most:
        return
    if not slices:
        for number in bits(among):
            found.append(number)
            if len(found) >= most:
                return
        return
    *rest, high = slices
    _collect(rest, among & ~high, most, found)
    _collect(rest, among & high, most, found)
