"""
What can go wrong, where it stands, and how a command then ends.

What a person wrote wrong is a `Finding`, a value.
What a program or a command line did wrong is a `ZvhError`, an exception.
The two never mix: a finding is not raised, an exception is not listed.
"""

from __future__ import annotations

import copyreg
import re

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any, ClassVar, NamedTuple


VISIBLE_CHARACTERS = 200  # characters of one value; a longer one hides the sentence around it.
REASON_CHARACTERS = 2_000  # characters of a value that may be a paragraph of our own.

# Only a name in lower case is a placeholder, so that a message can quote `{behalve: [...]}` as is.
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)(:woord)?\}")


class Exit(IntEnum):
    """
    How a command ended, as the number the shell sees.
    """

    OK = 0
    FINDINGS = 1
    USAGE = 2
    REFUSED = 3
    KEYS = 4
    BUG = 70  # EX_SOFTWARE in sysexits.h
    INTERRUPTED = 130  # 128 + SIGINT, as shells report it


class Level(StrEnum):
    """
    How heavy a finding is: a *fout* stops and cannot be accepted, a *bevinding* can.
    """

    FOUT = "fout"
    BEVINDING = "bevinding"


class Span(NamedTuple):
    """
    A stretch of one line of one file, counted in characters from 1.

    *end_column* is the column after the last character.
    A span without width is about the file as a whole.
    *file* is relative to the workspace and has forward slashes.
    """

    file: str
    line: int
    column: int
    end_column: int

    @classmethod
    def whole(cls, file: str) -> Span:
        """
        Point at *file* as a whole.
        """
        return cls(file, 1, 1, 1)

    def __str__(self) -> str:
        return f"{visible(self.file)}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """
    Something in a file that is not in order: which message, about what, and where.

    It carries no sentence: `zvhprivacy.messages` makes one in the language of the reader.
    *place* names what the finding is about in a way that outlives an edit elsewhere in the file.
    """

    code: str
    span: Span
    level: Level
    values: tuple[tuple[str, str], ...]
    place: str

    @property
    def sort_key(self) -> tuple[str, int, int, str, str, tuple[tuple[str, str], ...]]:
        """
        Order by file, line, column and code; what follows only makes equal runs equal.
        """
        span = self.span
        return (span.file, span.line, span.column, self.code, self.place, self.values)

    def __lt__(self, other: Finding) -> bool:
        return self.sort_key < other.sort_key


def finding(
    code: str,
    span: Span,
    /,
    *,
    level: Level = Level.FOUT,
    place: str | None = None,
    **values: object,
) -> Finding:
    """
    Make a finding with message *code* at *span*; *values* fill the placeholders of the message.

    *place* is the file unless given.
    The order in which the values are passed makes no difference.
    """
    return Finding(
        code=code,
        span=span,
        level=level,
        values=_as_values(values),
        place=span.file if place is None else place,
    )


def visible(text: str, *, limit: int = VISIBLE_CHARACTERS) -> str:
    """
    Show *text* so that it cannot steer a terminal: what does not print is escaped.

    Text of more than *limit* characters is cut and ends in `…`.
    It does not tell letters apart that look alike.
    """
    shown = text if len(text) <= limit else text[: limit - 1] + "…"
    if shown.isprintable():
        return shown
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in shown
    )


def fill(template: str, values: Mapping[str, str], words: Mapping[str, str] | None = None) -> str:
    """
    Put *values* in the `{placeholders}` of *template*, in one pass.

    A value is never read as a template again, whatever it holds.
    `{name:woord}` looks the value up in *words* first, and keeps it when it is not there.
    A placeholder without a value stays as it stands: a message is no place to fail.
    """

    def replace(match: re.Match[str]) -> str:
        name, as_word = match.groups()
        value = values.get(name)
        if value is None:
            return match.group()
        return (words or {}).get(value, value) if as_word else value

    return _PLACEHOLDER.sub(replace, template)


def placeholders(template: str) -> frozenset[str]:
    """
    Name the placeholders that `fill` would fill in *template*.
    """
    return frozenset(match.group(1) for match in _PLACEHOLDER.finditer(template))


class ZvhError(Exception):
    """
    The base of every exception that leaves this package.

    A subclass owns its sentence, in Dutch (*nl*) and English (*en*), its exit code, and a stable
    *code* for programs; it takes the data and keeps them in *values*.
    `str()` gives the Dutch sentence, `sentence()` either.
    """

    exit_code: ClassVar[Exit] = Exit.BUG
    code: ClassVar[str] = "unexpected"
    nl: ClassVar[str] = "er ging iets mis in zvhprivacy zelf"
    en: ClassVar[str] = "something went wrong in zvhprivacy itself"

    def __init__(self, **values: object) -> None:
        super().__init__()
        self.values = _as_values(values)

    def __str__(self) -> str:
        return self.sentence()

    def __reduce__(self) -> tuple[Any, ...]:
        # Exception repeats `cls(*args)` to copy itself, which fails for keyword-only arguments;
        # then a worker process would die of the copy instead of reporting the error.
        return (copyreg.__newobj__, (type(self),), self.__dict__)  # type: ignore[attr-defined]

    def sentence(self, lang: str = "nl") -> str:
        """
        Say what is wrong in *lang*; in Dutch when that is not a language we know.
        """
        template = self.en if lang == "en" else self.nl
        shown = {name: visible(value, limit=REASON_CHARACTERS) for name, value in self.values}
        return fill(template, shown)


class WrongUse(ZvhError):
    """
    A command or a call asks for something that cannot be done.

    Subclass it with a sentence of its own where the reader can do something about it; raised as
    it is, *reden* says in the language of the caller what is wrong.
    """

    exit_code = Exit.USAGE
    code = "wrong-use"
    nl = "dit kan zo niet: {reden}"
    en = "this cannot be done: {reden}"


class PolicyUnusable(ZvhError):
    """
    The law layer or a convenant has findings that stop every decision that rests on it.
    """

    exit_code = Exit.FINDINGS
    code = "policy-unusable"
    nl = "dit beleid kan niet worden gebruikt; aantal fouten: {aantal}, te beginnen met {eerste}"
    en = "this policy cannot be used; number of errors: {aantal}, starting with {eerste}"

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = tuple(sorted(findings))
        first = f"{self.findings[0].code} ({self.findings[0].span})" if self.findings else "-"
        super().__init__(aantal=len(self.findings), eerste=first)


class AccessDenied(ZvhError):
    """
    The answer was no; *decision* holds the reason.

    The sentence is the one the decision has for a worker, never the one for supervision.
    """

    exit_code = Exit.REFUSED
    code = "access-denied"
    nl = "geweigerd"
    en = "refused"

    def __init__(self, decision: object) -> None:
        self.decision = decision
        super().__init__()

    def sentence(self, lang: str = "nl") -> str:
        """
        Say no in *lang*, followed by what the decision itself says.
        """
        return f"{super().sentence(lang)}: {self.decision}"


class ForeignCasbin(ZvhError):
    """
    The distribution `casbin` is installed beside `pycasbin` and overwrites its files.

    Which of the two then judges is a matter of luck, so nothing is decided at all.
    """

    exit_code = Exit.USAGE
    code = "foreign-casbin"
    nl = (
        "het pakket `casbin` {versie} is geïnstalleerd en overschrijft `pycasbin`; "
        "verwijder beide en installeer daarna alleen `pycasbin`"
    )
    en = (
        "the distribution `casbin` {versie} is installed and overwrites `pycasbin`; "
        "uninstall both and then install only `pycasbin`"
    )

    def __init__(self, *, versie: str) -> None:
        super().__init__(versie=versie)


class StoreFailed(ZvhError):
    """
    The database did not do what was asked, and kept nothing of it.

    *database* is where it stands, without user and password; *soort* is what the database calls
    the trouble, never its message, which may quote what was being stored.
    """

    exit_code = Exit.KEYS
    code = "store-failed"
    nl = "de database {database} deed niet wat werd gevraagd ({soort}); er is niets bewaard"
    en = "the database {database} did not do what was asked ({soort}); nothing was kept"

    def __init__(self, *, database: str = "-", soort: str = "-") -> None:
        super().__init__(database=database, soort=soort)


class AlreadyThere(StoreFailed):
    """
    What should be new is in the database already; *soort* names the rule it breaks.
    """

    code = "already-there"
    nl = "dit staat al in de database {database} ({soort}); er is niets bewaard"
    en = "this is in the database {database} already ({soort}); nothing was kept"


def _as_values(values: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, str(value)) for name, value in values.items()))
