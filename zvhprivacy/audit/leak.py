"""
A scan of a report, as it would be written, for what names somebody without any key.

What is found is a place and a kind, never the value: the outcome may be shown and logged.
"""

from __future__ import annotations

import html
import io
import json
import re
import unicodedata
import zipfile

from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from zvhprivacy.errors import Exit, ZvhError
from zvhprivacy.vault.bsn import DIGITS, Bsn, BsnInvalid


SHOWN = 10  # places that the refusal names; the count is of all

_ZIP = b"PK\x03\x04"
_MARKUP = re.compile(r"\s*(<\?xml|<!doctype|<html)", re.IGNORECASE)
_TAG = re.compile(r"(<[^>]*>)")
_ATTRIBUTE = re.compile(r'\s([a-zA-Z:-]+)="([^"]*)"')
_SAYS = frozenset({"alt", "aria-label", "content", "href", "id", "name", "prompt", "title"})
_CELL = re.compile(r'(<c r="[A-Z]+[0-9]+"|</sheetData>)')
_FIXED = re.compile(r"xl/(theme/.*|styles\.xml)")  # names of fonts and styles, none of ours

# What holds digits of no meaning, by its form: a hash, a pseudonym, a moment. A number that is
# written in one of these forms is not found. Signatures are not here: in base64 eight digits in a
# row come once in a million.
_OPAQUE = re.compile(
    r"""
    (?<![0-9A-Za-z]) (?: [0-9a-f]{64} | [0-9a-f]{40} ) (?![0-9A-Za-z])
    | (?<![0-9A-Za-z]) zvh[0-9]{1,3}-[a-z]{4}[0-9]{1,4}-[a-z]{28}-[a-z] (?![0-9A-Za-z])
    | (?<![0-9]) (?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01]) (?![0-9])
    | (?<![0-9]) (?:0[1-9]|[12][0-9]|3[01])-(?:0[1-9]|1[0-2])-(?:19|20)[0-9]{2} (?![0-9])
    | (?<![0-9]) [0-2][0-9]:[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)? (?![0-9])
    """,
    re.VERBOSE | re.ASCII,
)
# Digits with at most one blank, dot or hyphen between them, of any kind that prints alike.
_NUMBER = re.compile(r"\d+(?:[ \u00a0\u2009\u202f._\u00ad\u2010-\u2014-]\d+)*")
_GROUP = re.compile(r"\d+")
_WORD = re.compile(r"[^\W_]+")


class Soort(StrEnum):
    """
    What was found: a number that passes the elfproef, or a number or a name that is known.
    """

    BSN = "bsn"
    NUMMER = "nummer"
    NAAM = "naam"


class Leak(NamedTuple):
    """
    A place in a report, and what kind of thing stands there.
    """

    plaats: str
    soort: Soort


class ReportLeaks(ZvhError):
    """
    A report was not written because it would name somebody; where is told, what is not.
    """

    exit_code = Exit.FINDINGS
    code = "report-leaks"
    nl = (
        "`{bestand}` is niet geschreven: er staat op {aantal} plaats(en) iets in dat iemand "
        "aanwijst ({plaatsen}); haal dat weg uit wat daar is ingevuld, en maak het opnieuw"
    )
    en = (
        "`{bestand}` was not written: in {aantal} place(s) it holds something that identifies "
        "somebody ({plaatsen}); take that out of what was filled in there, and make it again"
    )


class Known:
    """
    What must not be in a report: *nummers* and *namen* of people, and what may: numbers of its own.

    A name is found as whole words in their order, whatever case, accents and signs stand between;
    one of a single letter is not. A name that is also an ordinary word is found as such, so hand
    over whole names. *eigen* are counts, and numbers of entries of the logboek: these may look like
    a BSN; one that is also among *nummers* is found all the same.
    """

    def __init__(
        self,
        nummers: Iterable[str] = (),
        namen: Iterable[str] = (),
        eigen: Iterable[int] = (),
    ) -> None:
        self._nummers = frozenset(_digits(each) for each in nummers) - {""}
        self._namen = frozenset(_words(each) for each in namen)
        self._eigen = frozenset(str(each) for each in eigen)

    def __repr__(self) -> str:
        return "Known(...)"

    @cached_property
    def _lengths(self) -> frozenset[int]:
        return frozenset(map(len, self._nummers)) | {DIGITS - 1, DIGITS}

    @cached_property
    def _by_first(self) -> dict[str, list[tuple[str, ...]]]:
        found = defaultdict(list)
        for name in self._namen:
            if sum(map(len, name)) > 1:
                found[name[0]].append(name)
        return found

    def number(self, digits: str) -> Soort | None:
        """
        Say what *digits* are, when they may not be there.
        """
        if digits in self._nummers or digits.removeprefix("0") in self._nummers:
            return Soort.NUMMER
        return Soort.BSN if digits not in self._eigen and _passes(digits) else None

    def numbers(self, text: str) -> Iterator[tuple[int, Soort]]:
        """
        Give where in *text* a number stands that may not, whatever stands between its digits.
        """
        longest = max(self._lengths)
        for run in _NUMBER.finditer(text):
            groups = [(run.start() + each.start(), each[0]) for each in _GROUP.finditer(run[0])]
            if _digits(run[0]) in self._eigen and _digits(run[0]) not in self._nummers:
                continue
            for first, (place, _) in enumerate(groups):
                digits = ""
                for _, group in groups[first:]:
                    digits += _digits(group)
                    if len(digits) > longest:
                        break
                    if len(digits) in self._lengths and (soort := self.number(digits)):
                        yield place, soort

    def names(self, text: str) -> Iterator[tuple[int, Soort]]:
        """
        Give where in *text* a name stands.
        """
        if not self._namen:
            return
        words = [
            (each.start(), _folded(each[0]))
            for each in _WORD.finditer(unicodedata.normalize("NFC", text))
        ]
        for at, (place, word) in enumerate(words):
            for name in self._by_first.get(word, ()):
                if tuple(each for _, each in words[at : at + len(name)]) == name:
                    yield place, Soort.NAAM


def leaks(data: bytes, known: Known) -> tuple[Leak, ...]:
    """
    Name the places in *data* that hold what may not be there: text, HTML, JSON, or a workbook.

    A date or a hash is not taken for a number, so a BSN that has the form of a date is not found.
    Nor is what stands in a picture, or is written in words or in pieces further apart.
    """
    return tuple(sorted(set(_scan(data, known))))


def refuse_leaks(bestand: str, data: bytes, known: Known) -> None:
    """
    Refuse that *data* is written as *bestand* when there is a leak in it.

    Raises:
        ReportLeaks: there is.
    """
    found = leaks(data, known)
    if found:
        places = list(dict.fromkeys(f"{each.plaats}: {each.soort}" for each in found))
        shown = "; ".join(places[:SHOWN]) + ("; …" if len(places) > SHOWN else "")
        raise ReportLeaks(bestand=bestand, aantal=len(found), plaatsen=shown)


def _scan(data: bytes, known: Known) -> Iterator[Leak]:
    for piece in _pieces(data, known):
        text = _OPAQUE.sub(lambda each: "\x00" * len(each[0]), piece.text)
        for place, soort in known.numbers(text):
            yield Leak(piece.where(place), soort)
        for place, soort in known.names(text) if piece.read else ():
            yield Leak(piece.where(place), soort)


class _Piece(NamedTuple):
    """
    A text of a report; *read* by people, or a part that is the same in every report.
    """

    plaats: str
    text: str
    regel: int = 0  # of the text that it is a piece of, where that has lines
    read: bool = True

    def where(self, place: int) -> str:
        """
        Say where the character at *place* stands.
        """
        if not self.regel:
            return self.plaats
        return f"regel {self.regel + self.text.count(chr(10), 0, place)}"


def _pieces(data: bytes, known: Known) -> Iterator[_Piece]:
    if data.startswith(_ZIP):
        yield from _parts(data)
        return
    said = data.decode("utf-8", "replace")
    if said.lstrip()[:1] in {"{", "["}:
        try:
            yield from _values(json.loads(said), "", known)
            return
        except (ValueError, RecursionError):
            pass  # then it is a text like any other
    if _MARKUP.match(said):
        yield from _marked("", said)
    else:
        yield _Piece("", said, 1)


def _marked(plaats: str, said: str) -> Iterator[_Piece]:
    """
    Give the texts of HTML or XML one by one, and the values of attributes.
    """
    regel, style = 1, False
    for number, piece in enumerate(_TAG.split(said)):
        if number % 2 == 0:
            if piece and not piece.isspace():
                yield _Piece(plaats, html.unescape(piece), regel, read=not style)
        else:
            style = piece.startswith("<style")
            for name, value in _ATTRIBUTE.findall(piece):
                if name in _SAYS or len(value) >= DIGITS - 1:
                    yield _Piece(plaats, html.unescape(value), regel, read=name in _SAYS)
        regel += piece.count("\n")


def _parts(data: bytes) -> Iterator[_Piece]:
    """
    Give the texts of every part of a workbook; what stands in a cell by the cell.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        for name in sorted(book.namelist()):
            fixed = _FIXED.fullmatch(name) is not None
            head, *cells = _CELL.split(book.read(name).decode("utf-8", "replace"))
            named = [(name, head)]
            for start, rest in zip(cells[::2], cells[1::2], strict=True):
                cell = start.removeprefix('<c r="').rstrip('"')
                after = cell.startswith("<")
                named.append((name if after else f"{PurePosixPath(name).stem} {cell}", rest))
            for plaats, said in named:
                for piece in _marked(plaats, said):
                    yield piece._replace(regel=0, read=piece.read and not fixed)


def _values(value: Any, plaats: str, known: Known) -> Iterator[_Piece]:
    """
    Give the texts and numbers of JSON by their path; a key that leaks is a number in it.
    """
    if isinstance(value, dict):
        for number, (key, each) in enumerate(value.items()):
            piece = _Piece(f"{plaats}/#{number}", key)
            yield piece
            safe = not any(known.numbers(key)) and not any(known.names(key))
            yield from _values(each, f"{plaats}/{key}" if safe else piece.plaats, known)
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _values(each, f"{plaats}/{number}", known)
    elif isinstance(value, (str, int, float)) and not isinstance(value, bool):
        yield _Piece(plaats or "/", str(value))


def _passes(digits: str) -> bool:
    if len(digits) not in {DIGITS - 1, DIGITS}:
        return False
    try:
        Bsn(digits)
    except BsnInvalid:
        return False
    return True


def _digits(text: str) -> str:
    # Full-width and other digits read as what they are to people.
    return "".join(str(unicodedata.decimal(each)) for each in text if each.isdecimal())


def _words(name: str) -> tuple[str, ...]:
    return tuple(_folded(each) for each in _WORD.findall(unicodedata.normalize("NFC", name)))


def _folded(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word)
    return "".join(each for each in apart if not unicodedata.combining(each)).casefold()
