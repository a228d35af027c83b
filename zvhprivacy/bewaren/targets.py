"""
What the host has of a case and destroys along: a search index, attachments, registered exports.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple, Protocol, runtime_checkable

from zvhprivacy.errors import Exit, ZvhError


class Opdracht(NamedTuple):
    """
    What a target has to destroy: all it has of *casus*, or only of its item *gegeven*.

    *kenmerk* is the same each time the same is asked.
    """

    kenmerk: str
    casus: str
    gegeven: str | None = None


class Vernietiger(Protocol):
    """
    A place where the host keeps something of our cases, under a *naam* that never changes.

    It is asked after our own rows and keys are gone, and again at each next run until it returns
    without raising; so it must not mind that there is nothing (any more). What it raises is
    counted by its type and stops nobody else.
    Once a target took part in a run, a run without it is refused: it would leave copies behind.
    """

    @property
    def naam(self) -> str:
        """
        A word of lower case letters, digits and hyphens.
        """

    def vernietig(self, opdracht: Opdracht) -> None:
        """
        Destroy it, and return only when it is gone for good.
        """


@runtime_checkable
class KentPersonen(Protocol):
    """
    A target whose host has cases of its own about persons in our kluis.

    When a person is in no case here any more and is no medewerker, his secret is destroyed, and
    with it every pseudonym of his. A target with this method is asked first; whom it says it still
    needs, stays, and from then on it is the host that has him destroyed when that ends.
    It is asked outside any transaction; when it raises the run stops before anybody is destroyed.
    """

    def kent(self, personen: Collection[str]) -> Collection[str]:
        """
        Give those of *personen*, ids in the kluis, that the host still needs.
        """


class TargetMissing(ZvhError):
    """
    A target that took part before is not there: what it holds would stay behind.
    """

    exit_code = Exit.REFUSED
    code = "target-missing"
    nl = (
        "vernietigingsdoel `{doel}` deed eerder mee en is er nu niet bij; er is niets vernietigd. "
        "Start de uitvoering vanuit het systeem dat dit doel kent, of meld dat het is opgeheven"
    )
    en = (
        "target of destruction `{doel}` took part before and is not there now; nothing was "
        "destroyed. Start the run from the system that knows it, or say that it was abolished"
    )


class TargetFailed(ZvhError):
    """
    A target could not say whom it still needs, so nobody is destroyed.
    """

    exit_code = Exit.FINDINGS
    code = "target-failed"
    nl = (
        "vernietigingsdoel `{doel}` kon niet zeggen welke personen het nog nodig heeft ({soort}); "
        "wat nog niet weg was, is er nog"
    )
    en = (
        "target of destruction `{doel}` could not say which persons it still needs ({soort}); "
        "what was not gone yet is still there"
    )


def named(vernietigers: Collection[Vernietiger]) -> dict[str, Vernietiger]:
    """
    Give *vernietigers* by name.
    """
    return {each.naam: each for each in vernietigers}
