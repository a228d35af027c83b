"""
What an engine asks of its surroundings: the facts of a case, and a place to write answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from zvhprivacy.errors import Exit, WrongUse, ZvhError
from zvhprivacy.model.about import NOTHING, About
from zvhprivacy.model.request import Request
from zvhprivacy.policy.decision import Decision


if TYPE_CHECKING:
    from zvhprivacy.engine.registers import Lines


class FeitenBron(Protocol):
    """
    Says what is the case about the person, organisation, case and data that a request is about.
    """

    def feiten(self, request: Request, about: About) -> Iterable[str]:
        """
        Give the facts that are known for *request*; only what is positively known.
        """


class Journaal(Protocol):
    """
    Writes every answer down before it is given.
    """

    def schrijf(self, entry: Entry) -> str | None:
        """
        Write *entry* and return only when it is safe; raise when it is not.

        What it gives back names the entry: a Grant carries it.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """
    What is written about an answer: the request and the facts hold vocabulary, nobody's identity.

    *herkomst* says of every fact where it came from: a register, the `FeitenBron` or the caller.
    """

    dag: date
    tijd: datetime
    request: Request
    feiten: frozenset[str]
    decision: Decision
    about: About = NOTHING
    herkomst: Mapping[str, str] = field(default_factory=dict)
    noodprocedure: bool = False
    schaduw: bool = False
    lines: Lines | None = field(default=None, repr=False)  # what our own registers held


class NoJournal(WrongUse):
    """
    An engine was opened without a place to write its answers.
    """

    code = "no-journal"
    nl = (
        "geef `sleutels` (dan is er een logboek) of een `journaal`, of zeg met "
        "`zonder_logboek=True` dat niets wordt vastgelegd"
    )
    en = (
        "give `sleutels` (then there is a logboek) or a `journaal`, or say with "
        "`zonder_logboek=True` that nothing is written down"
    )


class JournalFailed(ZvhError):
    """
    The answer could not be written down, so it is not given.
    """

    exit_code = Exit.KEYS
    code = "journal-failed"
    nl = "het antwoord kon niet worden vastgelegd en wordt daarom niet gegeven ({soort})"
    en = "the answer could not be written down and is therefore not given ({soort})"


class FactsFailed(ZvhError):
    """
    The source of facts failed; without facts there is no answer.
    """

    exit_code = Exit.KEYS
    code = "facts-failed"
    nl = "de bron van feiten faalde ({soort}); er is geen antwoord"
    en = "the source of facts failed ({soort}); there is no answer"
