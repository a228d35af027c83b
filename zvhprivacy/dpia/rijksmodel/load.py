"""
Read JSON that somebody gives us, without trusting its size, its depth or its keys.
"""

from __future__ import annotations

import json
import os
import stat

from pathlib import Path
from typing import NoReturn

from zvhprivacy.dpia.rijksmodel.errors import NotAFile, NotJson, NotPlain, NotText, TooLarge


MAX_BYTES = 32 * 1024 * 1024  # 32 MiB: the pictures of a DPIA stand in its file
MAX_PARTS = 1_000_000  # brackets and commas; an empty list of three bytes takes sixty in memory
MAX_DEPTH = 12  # levels; an assessment has eight
_MAX_DIGITS = 9  # of a number; the only numbers of an assessment count rows


def load(path: Path) -> bytes:
    """
    Read the file at *path*, at most `MAX_BYTES` and one byte of it.

    Raises:
        TooLarge: it is larger.
        NotAFile: it is a folder, a pipe or a device.
        OSError: it cannot be read.
    """
    if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe would wait for ever
        raise NotAFile
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size > MAX_BYTES:
            raise TooLarge(grens=_shown(MAX_BYTES))
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:  # it grew meanwhile
        raise TooLarge(grens=_shown(MAX_BYTES))
    return data


def parse(data: bytes) -> object:
    """
    Read *data* as JSON of text, yes and no, whole numbers, lists and groups.

    Numbers with a point become text. What a key means is not looked at.

    Raises:
        TooLarge: it has more bytes or parts than an assessment can have.
        NotText: it is no UTF-8.
        NotJson: it is no JSON.
        NotPlain: a key occurs twice, a number is none, or it is nested deeper than an assessment.
    """
    if len(data) > MAX_BYTES or _parts(data) > MAX_PARTS:
        raise TooLarge(grens=_shown(MAX_BYTES))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotText from None
    try:
        value = json.loads(
            text,
            object_pairs_hook=_once,
            parse_constant=_no_number,
            parse_float=str,
            parse_int=_whole,
        )
    except json.JSONDecodeError as error:
        raise NotJson(regel=error.lineno) from None
    except RecursionError:
        raise _too_deep() from None
    _shallow(value)
    return value


def _parts(data: bytes) -> int:
    return sum(data.count(mark) for mark in (b"[", b"{", b","))


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise NotPlain(wat="dubbele sleutels", what="duplicate keys")
    return value


def _no_number(_word: str) -> NoReturn:
    raise NotPlain(wat="getallen die er geen zijn", what="numbers that are none")


def _whole(digits: str) -> int:
    if len(digits) > _MAX_DIGITS:
        raise NotPlain(wat="te grote getallen", what="numbers that are too large")
    return int(digits)


def _shallow(value: object) -> None:
    # Level by level and not by calling itself: the depth is what is not trusted.
    level, depth = [value], 0
    while level:
        if depth == MAX_DEPTH:
            raise _too_deep()
        depth += 1
        below: list[object] = []
        for each in level:
            if isinstance(each, dict):
                below.extend(each.values())
            elif isinstance(each, list):
                below.extend(each)
        level = below


def _too_deep() -> NotPlain:
    return NotPlain(wat=f"meer dan {MAX_DEPTH} niveaus", what=f"more than {MAX_DEPTH} levels")


def _shown(size: int) -> str:
    return f"{size // (1024 * 1024)} MiB"
