"""
What may stand in a field of a log line: one pattern per kind, for writing and for reading.

Every value is ASCII that JSON writes as it is, so nothing in it can end a field, start another or
steer a terminal. No kind holds free text, and none takes a bare number of up to twelve digits for
a name: that could be a BSN.
"""

from __future__ import annotations

import re

from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple


LIST_ITEMS = 64  # facts or obligations in one line; the whole vocabulary has fewer
REMEMBERED = 1_024  # per kind; there are fewer words, and few lines have words that no other has
SALT = "zout"
SALT_BYTES = 16  # 128 bits: a line that was pruned cannot be guessed from its hash
INTEGER_DIGITS = 15  # below 2**53, as RFC 8785 asks of numbers

DAY = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
TIME = DAY + r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z"
HASH = r"[0-9a-f]{64}"
POLICY = rf"sha256:{HASH}"

# Possessive (`++`, `{}+`): what follows a value is never one of its letters, so there is nothing to
# try again, and a line that does not match is given up at once.
WORD = r"[0-9]{0,12}+[a-z-][a-z0-9.:_-]{0,99}+"  # a word of the policy
_NAME_LETTER = r"[A-Za-z0-9:_./@-]"
_NO_NUMBER = rf"(?![0-9]{{1,12}}(?!{_NAME_LETTER}))"
NAME = rf"{_NO_NUMBER}[A-Za-z0-9]{_NAME_LETTER}{{0,127}}+"  # a pseudonym, an id, an address
ARTICLE = r"(?=[A-Za-z .-]{1,80}[0-9])[A-Z][A-Za-z0-9 .,:()/+-]{0,199}+"  # a law and a number

_STAMP = "\0"  # holds the place of the time: no pattern lets it through


class Kind(NamedTuple):
    """
    How a value stands in a line: the *pattern* of its JSON, and how to get there and back.

    *encode* gives nothing for what need not stand there, and raises ValueError or TypeError for
    what does not fit. A *word* is one of a few, which many lines have.
    """

    pattern: str
    encode: Callable[[Any], str]
    decode: Callable[[Any], Any]
    word: bool = False


def remembered(kind: Kind) -> Kind:
    """
    Write a value that was written before from memory; only for words, never for who it is about.
    """
    return kind._replace(encode=lru_cache(REMEMBERED, typed=True)(kind.encode), word=True)


def text(pattern: str) -> Kind:
    """
    Take a string of which all matches *pattern*.
    """
    matches = re.compile(pattern, re.ASCII).fullmatch

    def encode(value: Any) -> str:
        if type(value) is not str or not matches(value):
            raise ValueError
        return f'"{value}"'

    return Kind(f'"{pattern}"', encode, str)


def one_of(words: type[StrEnum]) -> Kind:
    """
    Take a word of a closed list.
    """
    written: dict[Any, str] = {word: f'"{word.value}"' for word in words}

    def encode(value: Any) -> str:
        try:
            return written[value]
        except KeyError:
            raise ValueError from None

    return Kind(f'"(?:{"|".join(word.value for word in words)})"', encode, words, word=True)


def many(pattern: str) -> Kind:
    """
    Take strings, and write them in order, none twice.
    """
    item = text(pattern)

    def encode(value: Any) -> str:
        if not isinstance(value, tuple) or len(value) > LIST_ITEMS:
            raise ValueError
        if not value:
            return ""
        items: Iterable[str] = dict.fromkeys(item.encode(each) for each in sorted(value))
        return f"[{','.join(items)}]"

    more = rf"(?:,{item.pattern}){{0,{LIST_ITEMS - 1}}}+"
    return Kind(rf"\[{item.pattern}{more}\]", encode, tuple)


def _integer(value: Any) -> str:
    if type(value) is not int or not 0 <= value < 10**INTEGER_DIGITS:
        raise ValueError
    return str(value)


def _true(value: Any) -> str:
    if type(value) is not bool:
        raise ValueError
    return "true" if value else ""


INTEGER = Kind(rf"(?:0|[1-9][0-9]{{0,{INTEGER_DIGITS - 1}}})", _integer, int)
TRUE = Kind("true", _true, bool)  # a flag stands there when it is set
SPAN = text(r"[0-9a-f]{16}")  # 8 bytes, W3C Trace Context
TRACE = text(r"[0-9a-f]{32}")  # 16 bytes


def group(form: type[tuple[Any, ...]], *parts: tuple[str, Kind]) -> Kind:
    """
    Take a named tuple *form*, and write it as an object with these keys, which are in order.
    """
    pattern = ",".join(f'"{re.escape(key)}":{kind.pattern}' for key, kind in parts)
    steps = [(f'"{key}":', kind.encode) for key, kind in parts]

    def encode(value: Any) -> str:
        if type(value) is not form:
            raise ValueError
        pairs = zip(steps, value, strict=True)
        return "{" + ",".join([start + part(each) for (start, part), each in pairs]) + "}"

    def decode(value: Any) -> Any:
        return form(*(kind.decode(value[key]) for key, kind in parts))

    return Kind(r"\{" + pattern + r"\}", encode, decode)


class Misfit(Exception):
    """
    The value of field *key* does not fit.
    """

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class Form:
    """
    The fields of one kind of line in one version: how they are written, and the only way back.

    *fixed* fields hold the same in every line, as JSON; *stamp* is the time the writer fills in.
    Last comes the salt, which sorts after every name that means something.
    """

    def __init__(
        self, given: dict[str, Kind], *, required: str, stamp: str, fixed: dict[str, str]
    ) -> None:
        self.given = dict(sorted(given.items()))
        self._required = frozenset(required.split())
        self._fixed = fixed
        self._keys = sorted({*given, stamp, *fixed})
        self._words = [key for key, kind in self.given.items() if kind.word]
        own = [key for key in self._keys if key not in {*self._words, *fixed}]
        self._slots = [self._slot(key) for key in own]
        self._words_of, self._own_of = attrgetter(*self._words), attrgetter(*own)
        self._pieces = lru_cache(REMEMBERED)(self._around)
        time = f'"(?P<stamp>{TIME})"'
        patterns = {key: re.escape(value) for key, value in fixed.items()} | {stamp: time}
        whole = "".join(self._pattern(key, patterns.get(key)) for key in self._keys)
        salt = rf'"{SALT}":"[0-9a-f]{{{2 * SALT_BYTES}}}"'
        # Matches a line that is canonical and of this form, and nothing else.
        self.match = re.compile((r"\{" + whole + salt + r"\}").encode()).fullmatch

    def encode(self, line: object, salt: bytes) -> tuple[bytes, bytes]:
        """
        Write the fields of *line*, as what comes before and after the stamp.

        Raises:
            Misfit: a value does not fit.
        """
        words = self._words_of(line)
        try:
            first, rest = self._pieces(words)
        except TypeError:  # one of them cannot be looked up, so it is no word
            first, rest = self._around(words)
        found = [first]
        for slot, value, piece in zip(self._slots, self._own_of(line), rest, strict=True):
            absent = slot[2]
            found.append(absent if value is None and absent is not None else _written(slot, value))
            found.append(piece)
        if len(salt) != SALT_BYTES:
            raise Misfit(SALT)
        before, _, after = "".join(found).encode("ascii").partition(_STAMP.encode())
        return before, b'%b"%b":"%b"}' % (after, SALT.encode(), salt.hex().encode())

    def _around(self, words: tuple[Any, ...]) -> tuple[str, list[str]]:
        """
        Write *words*, and what is fixed, as the pieces between which the other fields come.
        """
        given = dict(zip(self._words, words, strict=True))
        pieces = ["{"]
        for key in self._keys:
            if key in given:
                pieces[-1] += _written(self._slot(key), given[key])
            elif key in self._fixed:
                pieces[-1] += f'"{key}":{self._fixed[key]},'
            else:
                pieces.append("")
        return pieces[0], pieces[1:]

    def _slot(self, key: str) -> _Slot:
        if key not in self.given:  # the stamp, which only the writer gives
            return _Slot(key, _none, f'"{key}":"{_STAMP}",')
        return _Slot(key, self.given[key].encode, None if key in self._required else "")

    def _pattern(self, key: str, fixed: str | None) -> str:
        field = f'"{key}":{fixed or self.given[key].pattern},'
        return field if fixed or key in self._required else f"(?:{field})?+"


class _Slot(NamedTuple):
    """
    The place of a field: how it is written, and what stands there when it is not given.
    """

    key: str
    encode: Callable[[Any], str]
    absent: str | None  # nothing when it must be given


def _written(slot: _Slot, value: Any) -> str:
    key, encode, absent = slot
    try:
        text = "" if value is None else encode(value)
    except (ValueError, TypeError):
        raise Misfit(key) from None
    if text:
        return f'"{key}":{text},'
    if absent is None:
        raise Misfit(key)
    return absent


def _none(_: object) -> str:
    raise ValueError
