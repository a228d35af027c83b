"""
Read the message tables and fill them in.
"""

from __future__ import annotations

import functools
import re
import tomllib

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zvhprivacy.errors import REASON_CHARACTERS, Finding, WrongUse, ZvhError, fill, visible


LANGUAGES = ("nl", "en")

_CODE = re.compile(r"ZVH[0-9]{3}")


class UnknownLanguage(WrongUse):
    """
    Somebody asked for a language that there are no messages in.
    """

    code = "unknown-language"
    nl = "`{lang}` is geen taal van zvhprivacy; kies nl of en"
    en = "`{lang}` is not a language of zvhprivacy; choose nl or en"

    def __init__(self, lang: str) -> None:
        super().__init__(lang=lang)


class UnknownCode(WrongUse):
    """
    Somebody asked for a code that is not in the message table.
    """

    code = "unknown-code"
    nl = "`{gevraagd}` is geen code van een bevinding; een code ziet eruit als ZVH101"
    en = "`{gevraagd}` is not the code of a finding; a code looks like ZVH101"

    def __init__(self, gevraagd: str) -> None:
        super().__init__(gevraagd=gevraagd)


class UnknownText(ZvhError):
    """
    The program asked for a text by a name that is not in the message table.
    """

    code = "unknown-text"
    nl = "er is geen tekst met de naam `{naam}`"
    en = "there is no text named `{naam}`"

    def __init__(self, naam: str) -> None:
        super().__init__(naam=naam)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """
    The three texts of a code, with their placeholders still open.
    """

    wat: str
    waarom: str
    herstel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """
    The three texts of one finding, ready to show: what is wrong, why that matters, how to mend it.
    """

    wat: str
    waarom: str
    herstel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    messages: Mapping[str, Message]
    texts: Mapping[str, str]
    words: Mapping[str, str]


def codes() -> tuple[str, ...]:
    """
    List every code that has a message, sorted.
    """
    return tuple(sorted(_table("nl").messages))


def message(code: str, lang: str = "nl") -> Message:
    """
    Give the texts of *code* in *lang*, with their placeholders still open.

    Raises:
        UnknownCode: There is no such code.
        UnknownLanguage: There is no such language.
    """
    try:
        return _table(lang).messages[code]
    except KeyError:
        raise UnknownCode(code) from None


def render(finding: Finding, lang: str = "nl") -> Rendered:
    """
    Say in *lang* what *finding* is about.

    What a person wrote is shown in the sentence but never interpreted: not as a placeholder, and
    not by a terminal.
    It is shortened when it is long, so it is not a faithful copy.

    Raises:
        UnknownCode: The finding has a code without a message.
        UnknownLanguage: There is no such language.
    """
    template = message(finding.code, lang)
    table = _table(lang)
    values = {name: visible(value) for name, value in finding.values}
    if values.setdefault("suggestie", ""):
        values["suggestie"] = fill(table.texts["bedoelde-u"], values)
    return Rendered(
        wat=fill(template.wat, values, table.words),
        waarom=fill(template.waarom, values, table.words),
        herstel=fill(template.herstel, values, table.words),
    )


def text(key: str, lang: str = "nl", /, **values: object) -> str:
    """
    Give the text of the command line named *key* in *lang*, filled in with *values*.

    A value is shown on one line; what does not print is escaped.

    Raises:
        UnknownLanguage: There is no such language.
        UnknownText: There is no text of that name.
    """
    table = _table(lang)
    try:
        template = table.texts[key]
    except KeyError:
        raise UnknownText(key) from None
    shown = {name: visible(str(value), limit=REASON_CHARACTERS) for name, value in values.items()}
    return fill(template, shown, table.words)


def _table(lang: str) -> _Table:
    # Checked before the file name is made, so that a language can never name another file.
    if lang not in LANGUAGES:
        raise UnknownLanguage(lang)
    return _load(lang)


@functools.cache
def _load(lang: str) -> _Table:
    source = Path(__file__).with_name(f"{lang}.toml").read_text(encoding="utf-8")
    data = tomllib.loads(source)
    return _Table(
        messages={code: Message(**data[code]) for code in data if _CODE.fullmatch(code)},
        texts=_flat(data["ui"]),
        words=data["woorden"],
    )


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    texts: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, str):
            texts[prefix + key] = value
        else:
            texts |= _flat(value, f"{prefix}{key}.")
    return texts
